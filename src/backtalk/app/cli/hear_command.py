"""The job behind `backtalk hear`."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.transcription import pool
from backtalk.app.transcription.detectors import Witness
from backtalk.app.transcription.pool import Unheard
from backtalk.core.model.events import Situation
from backtalk.ports import Ear

_DONE, _FAULTY = 0, 2


def hear(asked: argparse.Namespace, context: Context) -> int:
    """Tell what is heard in recordings; a bad file is reported and the others go on."""
    witness, situation = Witness(asked.witness), Situation(asked.situation)
    ear = None if witness is Witness.SPOTTER else _ear(asked, context)
    settings = context.settings if ear is None else replace(context.settings, ear=ear.name)
    request = pool.Request(settings, context.places, witness, situation)
    code = _DONE
    try:
        for heard in pool.hear_all(asked.files, request, ear):
            if isinstance(heard, Unheard):
                context.console.print(f"backtalk: {heard.fault}", markup=False)
                code = _FAULTY
            else:
                context.tell(json.dumps(heard.as_json()) if asked.json else heard.as_text())
    finally:
        if ear is not None:
            ear.close()
    return code


def _ear(asked: argparse.Namespace, context: Context) -> Ear:
    tell = context.console.print
    named = bool(asked.ear or asked.model)
    return wiring.open_wanted_ear(context.settings, context.places, tell, named=named)
