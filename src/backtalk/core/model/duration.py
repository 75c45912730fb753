"""How long a plan takes from any of its sets on, in minutes, and which lengths are said in minutes.

A fair guess: speech is counted at a flat length, and how far the session has come is an argument.
"""

from __future__ import annotations

import math

from backtalk.core.model.events import Line, phrase
from backtalk.core.model.plan import Plan

INTRODUCTION_S = 30.0
"""A fair guess at the length of one spoken introduction."""
MINUTE_S = 60.0
MINUTES_FROM_S = 120.0
"""Lengths from here on are said in minutes when they are whole ones; holds count them down."""


def whole_minutes(seconds: float) -> int | None:
    """Return the minutes of a length that is said in minutes; None where seconds say it better."""
    whole = seconds >= MINUTES_FROM_S and seconds % MINUTE_S == 0
    return round(seconds / MINUTE_S) if whole else None


def minutes_left(plan: Plan, index: int, pace: float) -> int:
    """Return the minutes from set `index` to the end, rounded up."""
    seconds = 0.0
    for exercise_set in plan.sets[index:]:
        seconds += (
            exercise_set.repetitions * (exercise_set.tempo_s * pace + exercise_set.hold_s)
            + exercise_set.rest_before_s
        )
        seconds += INTRODUCTION_S if exercise_set.opens_exercise else 0.0
    return max(1, math.ceil(seconds / MINUTE_S))


def left(plan: Plan, index: int, pace: float) -> Line:
    """Return the sentence about the time from set `index` to the end."""
    return phrase("minutes_left", count=minutes_left(plan, index, pace))
