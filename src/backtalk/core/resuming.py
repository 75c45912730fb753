"""Going on with a session that broke off: whether it may be offered, and where it goes on."""

from __future__ import annotations

from backtalk.core.history import Unfinished
from backtalk.core.plan import Plan


def may_go_on(unfinished: Unfinished | None, plan: Plan, day: int) -> bool:
    """Whether going on may be offered: the same routine, the same day, begun, and not in pain.

    A session that broke off in the middle of pain is never taken up again: it ended there.
    """
    if unfinished is None or unfinished.hurt:
        return False
    same = (unfinished.routine, unfinished.day) == (plan.routine.id, day)
    return same and 0 < place_in(plan, unfinished) < len(plan.bouts)


def place_in(plan: Plan, unfinished: Unfinished) -> int:
    """Return the index of the first bout of `plan` after all that was done or left out."""
    done = {(each.exercise, each.number, each.side) for each in unfinished.sets}
    place = 0
    for index, bout in enumerate(plan.bouts):
        side = bout.side.value if bout.side else ""
        if (bout.exercise.id, bout.set_number, side) in done:
            place = index + 1
        if bout.exercise.id in unfinished.left_out:
            place = max(place, plan.after_exercise(index))
    return place
