"""How often a routine is for: times a week, and the days of rest between."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.model.history import WEEK_DAYS
from backtalk.core.prescription.build_plan import Past


@dataclass(frozen=True)
class HowOften:
    """How often a routine is for."""

    a_week: int
    """At most."""
    gap_days: int
    """The least number of days from one time to the next; one: on the day after."""
    counts: tuple[str, ...] = ()
    """Ids of routines that count as this one; none: only itself."""


_MAIN = HowOften(2, 3)
_DAILY = HowOften(7, 1)
EXERCISE_THERAPY = HowOften(4, 1)
"""'Exercise therapy three to four times a week', for all that has no line of its own."""
HOW_OFTEN = {
    "main": HowOften(2, 3, ("main",)),
    "main-abs": HowOften(2, 3, ("main", "main-abs")),
    "main-back": HowOften(2, 3, ("main", "main-back")),
    "advanced": _MAIN,
    "hyperextension": _MAIN,
    "strengthening": EXERCISE_THERAPY,
    "preparatory": _DAILY,
    "office-seated": _DAILY,
    "office-standing": _DAILY,
    "big-three": _DAILY,
    "traction": _DAILY,
    "breath-and-towel": _DAILY,
    "acute-relief": _DAILY,
}
"""Source: 'progress: how often'. The hard routines are as the main one."""


def how_often(routine: str) -> HowOften:
    """Return how often `routine` is for."""
    return HOW_OFTEN.get(routine, EXERCISE_THERAPY)


def may_be_trained(routine: str, past: Past) -> bool:
    """Whether the days of rest since the last time are over, and the week is not full."""
    often = how_often(routine)
    times = past.history.of_routines(often.counts or (routine,))
    days = {session.day for session in times if session.day <= past.day}
    lately = [day for day in days if past.day - WEEK_DAYS < day]
    return not days or (past.day - max(days) >= often.gap_days and len(lately) < often.a_week)
