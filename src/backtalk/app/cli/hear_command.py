"""`backtalk hear`."""

from __future__ import annotations

import json
from dataclasses import replace

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.requests import HearRequest
from backtalk.app.transcription import pool
from backtalk.app.transcription.pool import Unheard
from backtalk.ports import Recogniser

_DONE, _FAULTY = 0, 2


def hear(request: HearRequest, context: Context) -> int:
    """Print what is heard in recordings; a bad file is reported and the others go on."""
    named = request.recogniser_is_named
    recogniser = (
        wiring.open_wanted_recogniser(context, named=named)
        if request.detector.has_recogniser
        else None
    )
    try:
        return _hear(request, recogniser, context)
    finally:
        if recogniser is not None:
            recogniser.close()


def _hear(request: HearRequest, recogniser: Recogniser | None, context: Context) -> int:
    settings = context.settings
    if recogniser is not None:  # other processes open the one that works, too
        settings = replace(settings, recogniser=recogniser.name)
    how = pool.Request(settings, context.paths, request.detector, request.situation)
    code = _DONE
    for heard in pool.hear_all(request.files, how, recogniser):
        if isinstance(heard, Unheard):
            context.report(f"backtalk: {heard.fault}")
            code = _FAULTY
        else:
            context.print(json.dumps(heard.as_json()) if request.as_json else heard.as_text())
    return code
