"""What journals of earlier versions wrote differently, understood as it was meant.

For the importer only: what is written today says these things itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backtalk.core.model.events import Command
from backtalk.core.model.records import (
    DoseChanged,
    ExerciseLeftOut,
    PainAction,
    PainHandled,
    PainReported,
    Record,
    SessionClosed,
    SetDone,
    Stopped,
)

_FORMER_NAMES = {"rung": "variation"}


def in_present_names(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return `row`, of a line or of an export, under the names of today."""
    return {_FORMER_NAMES.get(name, name): value for name, value in row.items()}


class InferredActions:
    """Of one session: says what was done after pain where the lines do not: the next step tells it.

    Journals of lines had no 'pain handled' once. A set that follows a report of pain tells that
    the person went on, the end of the session that it ended there. Where the lines say what was
    done, nothing is inferred.
    """

    def __init__(self) -> None:
        self._waiting = False

    def before(self, entry: Record) -> PainHandled | None:
        """Return what has to be entered before `entry`; None where nothing is to be inferred."""
        match entry:
            case Stopped(word=Command.PAIN | Command.UNWELL) | PainReported():
                self._waiting = True
            case PainHandled():
                self._waiting = False
            case _:
                return self._infer(entry)
        return None

    def _infer(self, entry: Record) -> PainHandled | None:
        action = _action_told_by(entry) if self._waiting else None
        if action is None:
            return None
        self._waiting = False
        return PainHandled(action)


def _action_told_by(entry: Record) -> PainAction | None:
    match entry:
        case ExerciseLeftOut():
            return PainAction.LEFT_OUT
        case DoseChanged(direction="easier"):
            return PainAction.EASIER
        case SetDone() | DoseChanged():  # a person who asks for something harder went on
            return PainAction.WENT_ON
        case SessionClosed():
            return PainAction.ENDED
    return None
