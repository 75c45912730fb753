"""What the commands about the journal do: today, history, export, import, forget."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from backtalk.app import today as todays
from backtalk.language import phrasebook

if TYPE_CHECKING:
    from backtalk.app.jobs import Context

_DONE = 0


def today(asked: argparse.Namespace, context: Context) -> int:
    """Say what is due today, and why."""
    settings, places = context.settings, context.places
    past = todays.past_of(asked, settings, places)
    found = todays.today(asked.routine or settings.routine, asked, settings, places, past)
    words = phrasebook.load(settings.language)
    if asked.json:
        _tell(json.dumps(todays.report(found, words, past.day), indent=2))
    else:
        _tell(todays.text(found, words))
    return _DONE


JOBS: Mapping[str, Callable[[argparse.Namespace, Context], int]] = {
    "today": today,
}
"""Command to job; a job returns the exit code."""


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
