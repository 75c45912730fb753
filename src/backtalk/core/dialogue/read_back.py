"""Reading back the answers to the red flags, before anything follows from them.

A misheard 'no' would hide an illness, and a misheard 'yes' would have a healthy person call the
emergency number. So each 'yes' is read back at once, and the whole after the last flag where all
were answered with no.
"""

from __future__ import annotations

from collections.abc import Mapping

from backtalk.core.dialogue.questions import NO, YES, Item, Kind
from backtalk.core.model.events import Line, phrase

READ_BACK_ID = "is-that-right"
_SAID_YES: Mapping[str, Line] = {
    "bladder-or-bowel": phrase("said_yes_bladder"),
    "saddle-numbness": phrase("said_yes_saddle"),
    "leg-weakness": phrase("said_yes_leg_weak"),
    "after-a-fall": phrase("said_yes_fall"),
    "fever": phrase("said_yes_fever"),
    "weight-loss": phrase("said_yes_weight"),
    "night-pain": phrase("said_yes_night"),
}


def flag_raised(flags: tuple[Item, ...], given: Mapping[str, str]) -> Item | None:
    """Return the first of `flags` that was answered with yes; None where none was."""
    return next((flag for flag in flags if given.get(flag.id) == YES), None)


def read_back(flags: tuple[Item, ...], given: Mapping[str, str], *, last: bool) -> Item | None:
    """Return the question that reads back what was understood.

    Args:
        flags: the red flags that are asked in this interview.
        given: what was answered, by question id.
        last: whether none of `flags` is still to be asked.

    Returns:
        None while there is nothing to read back yet.
    """
    raised = flag_raised(flags, given)
    if raised is not None:
        return _is_right(_SAID_YES[raised.id])
    denied = sum(given.get(flag.id) == NO for flag in flags)
    if not last or not denied:
        return None
    return _is_right(phrase("said_no", count=denied))


def _is_right(understood: Line) -> Item:
    """Return the question; it ends without a 'yes' or 'no' of the coach's own to be misheard."""
    ask, why = phrase("is_that_right"), phrase("because_read_back")
    return Item(READ_BACK_ID, Kind.READ_BACK, ask, why, first=(understood,))
