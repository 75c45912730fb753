"""Making a set easier or harder, one step at a time.

First the exercise's own variations; where none is left, shorter or longer holds; where nothing is
held, fewer or more repetitions. Each step says what changed. Going up stays within what the
source names: its variations, and its dose plus one third at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backtalk.core.model.dose import MAX_HOLD_S, MAX_REPETITIONS
from backtalk.core.model.dose_steps import CEILING_SHARE, SHORTEST_HOLD_S, fewer, shorter
from backtalk.core.model.duration import whole_minutes
from backtalk.core.model.events import Line, phrase
from backtalk.core.model.plan import ExerciseSet

_MORE_SHARE = 4 / 3
"""How much longer, or how many more, one step harder is; ours."""


@dataclass(frozen=True)
class DoseStep:
    """A change for the sets still to come of an exercise, and the words for it."""

    change: Callable[[ExerciseSet], ExerciseSet]
    says: tuple[Line, ...]


def easier(exercise_set: ExerciseSet) -> DoseStep | None:
    """Return the next easier step for `exercise_set`, or None where there is none left."""
    if exercise_set.variation > 0:
        return _to_variation(exercise_set, exercise_set.variation - 1)
    if exercise_set.hold_s > SHORTEST_HOLD_S:
        return _to_hold(exercise_set, shorter(exercise_set.hold_s))
    repetitions = fewer(exercise_set.repetitions)
    if repetitions < exercise_set.repetitions:
        return _to_repetitions(exercise_set, repetitions)
    return None


def harder(exercise_set: ExerciseSet) -> DoseStep | None:
    """Return the next harder step for `exercise_set`, or None where there is none left."""
    if exercise_set.variation + 1 < len(exercise_set.exercise.variations):
        return _to_variation(exercise_set, exercise_set.variation + 1)
    dose = exercise_set.exercise.dose
    if exercise_set.hold_s >= SHORTEST_HOLD_S:
        top_s = max(dose.hold_max_s or 0.0, dose.hold_s * CEILING_SHARE)
        hold_s = min(top_s, MAX_HOLD_S, float(round(exercise_set.hold_s * _MORE_SHARE)))
        return _to_hold(exercise_set, hold_s) if hold_s > exercise_set.hold_s else None
    top = max(dose.repetitions_max or 0, round(max(dose.set_counts) * CEILING_SHARE))
    more = min(
        top,
        MAX_REPETITIONS,
        max(exercise_set.repetitions + 1, round(exercise_set.repetitions * _MORE_SHARE)),
    )
    return _to_repetitions(exercise_set, more) if more > exercise_set.repetitions else None


def _to_variation(exercise_set: ExerciseSet, variation: int) -> DoseStep:
    words = exercise_set.exercise.variations[variation].say
    says: Line = words or phrase("variation_standard")
    return DoseStep(lambda b: replace(b, variation=variation), (says,))


def _to_hold(exercise_set: ExerciseSet, hold_s: float) -> DoseStep:
    count, minutes = exercise_set.repetitions, whole_minutes(hold_s)
    if minutes is not None:
        says = phrase("hold_now_minutes", count=count, minutes=minutes)
    else:
        says = phrase("hold_now", count=count, seconds=round(hold_s))
    return DoseStep(lambda b: replace(b, hold_s=hold_s), (says,))


def _to_repetitions(exercise_set: ExerciseSet, repetitions: int) -> DoseStep:
    """Change the set to `repetitions`, and the other sets of a series in proportion."""
    scale = repetitions / exercise_set.repetitions

    def change(other: ExerciseSet) -> ExerciseSet:
        scaled = max(1, min(MAX_REPETITIONS, round(other.repetitions * scale)))
        return replace(other, repetitions=scaled)

    return DoseStep(change, (phrase("repetitions_now", count=repetitions),))
