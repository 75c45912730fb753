"""A routine laid out as sets: the one list that a session works through.

A set is one set of one exercise on one side. Planning is pure: routine and exercises in, plan
out. Fitting a plan to a person happens before, when the exercises and doses are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from backtalk.core.model.adjustments import Adjustment, Change, of
from backtalk.core.model.events import Line
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.routine import Routine
from backtalk.core.model.sides import Side

TRANSITION_REST_S = 15.0
"""Rest between two exercises where the source names none."""


@dataclass(frozen=True)
class ExerciseSet:
    """One set of one exercise on one side."""

    exercise: Exercise
    variation: int
    set_number: int
    """From 1."""
    set_count: int
    side: Side | None
    repetitions: int
    hold_s: float
    rest_before_s: float

    @property
    def opens_exercise(self) -> bool:
        """Whether this is the first set of its exercise."""
        first_side = self.exercise.dose.sides.of_sets[0]
        return self.set_number == 1 and self.side is first_side

    @property
    def tempo_s(self) -> float:
        """Seconds of one repetition out and back, without the hold."""
        return self.exercise.dose.tempo_s

    @property
    def seconds(self) -> float:
        """Length of the work itself at normal pace."""
        return self.repetitions * (self.tempo_s + self.hold_s)


@dataclass(frozen=True)
class Plan:
    """The sets of a routine in order."""

    routine: Routine
    sets: tuple[ExerciseSet, ...]
    """None where the routine is declined, or nothing of it is left."""
    adjustments: tuple[Adjustment, ...] = ()
    """What was changed for the person, and why."""
    fitted: bool = False
    """Whether the plan is fitted to a person."""
    today: tuple[Line, ...] = ()
    """Why this routine is taken today, said after the welcome."""

    @property
    def declined(self) -> tuple[Adjustment, ...]:
        """Return why the whole routine is not offered; nothing when it is."""
        return of(self.adjustments, Change.DECLINED)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Return the exercises as they are offered, in order."""
        return tuple(
            exercise_set.exercise for exercise_set in self.sets if exercise_set.opens_exercise
        )

    def exercise_start(self, index: int) -> int:
        """Return the index of the first set of the exercise that set `index` belongs to."""
        while not self.sets[index].opens_exercise:
            index -= 1
        return index

    def after_exercise(self, index: int) -> int:
        """Return the index of the first set after the exercise of set `index`."""
        index += 1
        while index < len(self.sets) and not self.sets[index].opens_exercise:
            index += 1
        return index

    def changed_from(self, index: int, change: Callable[[ExerciseSet], ExerciseSet]) -> Plan:
        """Return the plan with `change` made to set `index` and the rest of its exercise."""
        end = self.after_exercise(index)
        changed = tuple(change(exercise_set) for exercise_set in self.sets[index:end])
        return replace(self, sets=self.sets[:index] + changed + self.sets[end:])


def lay_out(routine: Routine, exercises: Mapping[str, Exercise]) -> Plan:
    """Return the plan of `routine`; `exercises` maps id to exercise.

    Raises:
        KeyError: the routine names an exercise that is not there.
    """
    sets: list[ExerciseSet] = []
    for exercise_id in routine.exercises:
        sets += _sets_of(exercises[exercise_id], first=not sets)
    return Plan(routine, tuple(sets))


def _sets_of(exercise: Exercise, *, first: bool) -> list[ExerciseSet]:
    dose = exercise.dose
    lead_rest_s = dose.rest_s if dose.rest_first else TRANSITION_REST_S
    inner_rest_s = TRANSITION_REST_S if dose.rest_first else dose.rest_s
    counts = dose.set_counts
    sets = [
        ExerciseSet(
            exercise=exercise,
            variation=exercise.start_variation,
            set_number=number,
            set_count=len(counts),
            side=side,
            repetitions=repetitions,
            hold_s=dose.hold_s,
            rest_before_s=inner_rest_s,
        )
        for number, repetitions in enumerate(counts, start=1)
        for side in dose.sides.of_sets
    ]
    sets[0] = replace(sets[0], rest_before_s=0.0 if first else lead_rest_s)
    return sets
