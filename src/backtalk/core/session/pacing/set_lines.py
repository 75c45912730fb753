"""What the coach says of a set: how to do it, how much of it, on which side, what follows it."""

from __future__ import annotations

from backtalk.core.model.duration import whole_minutes
from backtalk.core.model.events import Line, phrase
from backtalk.core.model.plan import ExerciseSet

LONG_HOLD_S = 3.0
"""Holds from this length on are announced and counted down; shorter ones are part of the tempo."""


def side_line(exercise_set: ExerciseSet) -> Line | None:
    """Return the sentence that names the side of `set`, or None where there is none."""
    return (
        exercise_set.exercise.words.side(exercise_set.side)
        if exercise_set.side is not None
        else None
    )


def dose_line(exercise_set: ExerciseSet) -> Line:
    """Return the sentence that says how much of `set` there is to do."""
    count = exercise_set.repetitions
    if exercise_set.exercise.dose.breath:
        return phrase("dose_breaths", count=count)
    if exercise_set.hold_s >= LONG_HOLD_S:
        return _dose_held_line(count, exercise_set.hold_s)
    return phrase("dose_counted", count=count)


def _dose_held_line(count: int, seconds: float) -> Line:
    minutes = whole_minutes(seconds)
    if minutes is not None:
        return phrase("dose_held_minutes", count=count, minutes=minutes)
    return phrase("dose_held", count=count, seconds=round(seconds))


def description(exercise_set: ExerciseSet, *, times_heard: int) -> tuple[Line, ...]:
    """Return how to do `set`, short from the third time on.

    Args:
        exercise_set: what comes.
        times_heard: how often the person has heard this exercise described before.
    """
    words = exercise_set.exercise.words
    full = times_heard < 2  # noqa: PLR2004  'the third time and later' of the catalogue issue
    lines: list[Line] = [*words.setup] if full else [words.short]
    side = side_line(exercise_set)
    if side:
        lines.append(side)
    if full:
        lines += [*words.do, words.mind]
    variation = exercise_set.exercise.variations[exercise_set.variation].say
    if variation:
        lines.append(variation)
    lines.append(dose_line(exercise_set))
    return tuple(lines)


def name_line(exercise_set: ExerciseSet) -> Line:
    """Return the sentence that names the exercise of `set`."""
    return phrase("exercise_name", name=exercise_set.exercise.name)


def reminder(exercise_set: ExerciseSet, done: int, *, in_place: bool) -> tuple[Line, ...]:
    """Return what to say before going on with `set` after `done` repetitions.

    `in_place` tells whether the person is still in position and needs no name or side.
    """
    more = 0 < done < exercise_set.repetitions
    lines: tuple[Line, ...] = (phrase("from_repetition", number=done + 1),) if more else ()
    if in_place:
        return lines
    side = side_line(exercise_set)
    return (*lines, name_line(exercise_set), *((side,) if side else ()))


def coming_lines(exercise_set: ExerciseSet) -> tuple[Line, ...]:
    """Return what a rest says of `set`, which comes after it."""
    if exercise_set.opens_exercise:
        return (phrase("comes_next", name=exercise_set.exercise.name),)
    side = side_line(exercise_set)
    number = phrase("next_set", number=exercise_set.set_number, count=exercise_set.set_count)
    # Not the hold: it is known, and rests of 10 s have no time for more words.
    count = phrase("dose_counted", count=exercise_set.repetitions)
    return (number, *((side,) if side else ()), count)
