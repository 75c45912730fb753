"""How long a plan takes, from its beginning or from anywhere in it: a fair guess, in minutes.

Only counts; what has been done is told to it.
"""

from __future__ import annotations

import math

from backtalk.core.model.events import Line, phrase
from backtalk.core.model.plan import Plan

INTRODUCTION_S = 30.0
"""A fair guess at the length of one spoken introduction."""


def minutes_left(plan: Plan, index: int, pace: float) -> int:
    """Return the minutes from set `index` to the end, rounded up."""
    seconds = 0.0
    for exercise_set in plan.sets[index:]:
        seconds += (
            exercise_set.repetitions * (exercise_set.tempo_s * pace + exercise_set.hold_s)
            + exercise_set.rest_before_s
        )
        seconds += INTRODUCTION_S if exercise_set.opens_exercise else 0.0
    return max(1, math.ceil(seconds / 60))


def left(plan: Plan, index: int, pace: float) -> Line:
    """Return the sentence about the time from set `index` to the end."""
    minutes = minutes_left(plan, index, pace)
    return phrase("minutes_left" if minutes > 1 else "minute_left", minutes=minutes)
