"""The job behind `backtalk hear`."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.transcription import pool
from backtalk.app.transcription.detectors import Detector
from backtalk.app.transcription.pool import Unheard
from backtalk.core.session.situations import Situation
from backtalk.ports import Recogniser

_DONE, _FAULTY = 0, 2


def hear(asked: argparse.Namespace, context: Context) -> int:
    """Tell what is heard in recordings; a bad file is reported and the others go on."""
    detector, situation = Detector(asked.detector), Situation(asked.situation)
    recogniser = None if detector is Detector.SPOTTER else _recogniser(asked, context)
    settings = (
        context.settings
        if recogniser is None
        else replace(context.settings, recogniser=recogniser.name)
    )
    request = pool.Request(settings, context.paths, detector, situation)
    code = _DONE
    try:
        for heard in pool.hear_all(asked.files, request, recogniser):
            if isinstance(heard, Unheard):
                context.console.print(f"backtalk: {heard.fault}", markup=False)
                code = _FAULTY
            else:
                context.tell(json.dumps(heard.as_json()) if asked.json else heard.as_text())
    finally:
        if recogniser is not None:
            recogniser.close()
    return code


def _recogniser(asked: argparse.Namespace, context: Context) -> Recogniser:
    tell = context.console.print
    named = bool(asked.recogniser or asked.model)
    return wiring.open_wanted_recogniser(context.settings, context.paths, tell, named=named)
