"""A routine laid out as bouts: the one list that a session works through.

A bout is one set of one exercise on one side. Planning is pure: routine and exercises in, plan
out. Fitting a plan to a person happens before, when the exercises and doses are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from backtalk.core.model.adjustments import Change, Remark, of
from backtalk.core.model.events import Line
from backtalk.core.model.exercise import Exercise, Routine, Side, Sides

TRANSITION_REST_S = 15.0
"""Rest between two exercises where the source names none."""

_SIDES_OF = {
    Sides.NONE: (None,),
    Sides.ALTERNATING: (None,),
    Sides.EACH: (Side.RIGHT, Side.LEFT),
    Sides.DIRECTIONS: (Side.CLOCKWISE, Side.COUNTERCLOCKWISE),
}


@dataclass(frozen=True)
class Bout:
    """One set of one exercise on one side."""

    exercise: Exercise
    rung: int
    set_number: int
    """From 1."""
    set_count: int
    side: Side | None
    repetitions: int
    hold_s: float
    rest_before_s: float

    @property
    def opens_exercise(self) -> bool:
        """Whether this is the first bout of its exercise."""
        first_side = _SIDES_OF[self.exercise.dose.sides][0]
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
    """The bouts of a routine in order."""

    routine: Routine
    bouts: tuple[Bout, ...]
    """None where the routine is declined, or nothing of it is left."""
    remarks: tuple[Remark, ...] = ()
    """What was changed for the person, and why."""
    fitted: bool = False
    """Whether the plan is fitted to a person."""
    today: tuple[Line, ...] = ()
    """Why this routine is taken today, said after the welcome."""

    @property
    def declined(self) -> tuple[Remark, ...]:
        """Return why the whole routine is not offered; nothing when it is."""
        return of(self.remarks, Change.DECLINED)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Return the exercises as they are offered, in order."""
        return tuple(bout.exercise for bout in self.bouts if bout.opens_exercise)

    def exercise_start(self, index: int) -> int:
        """Return the index of the first bout of the exercise that bout `index` belongs to."""
        while not self.bouts[index].opens_exercise:
            index -= 1
        return index

    def after_exercise(self, index: int) -> int:
        """Return the index of the first bout after the exercise of bout `index`."""
        index += 1
        while index < len(self.bouts) and not self.bouts[index].opens_exercise:
            index += 1
        return index

    def changed_from(self, index: int, change: Callable[[Bout], Bout]) -> Plan:
        """Return the plan with `change` made to bout `index` and the rest of its exercise."""
        end = self.after_exercise(index)
        changed = tuple(change(bout) for bout in self.bouts[index:end])
        return replace(self, bouts=self.bouts[:index] + changed + self.bouts[end:])


def lay_out(routine: Routine, exercises: Mapping[str, Exercise]) -> Plan:
    """Return the plan of `routine`; `exercises` maps id to exercise.

    Raises:
        KeyError: the routine names an exercise that is not there.
    """
    bouts: list[Bout] = []
    for exercise_id in routine.exercises:
        bouts += _bouts_of(exercises[exercise_id], first=not bouts)
    return Plan(routine, tuple(bouts))


def _bouts_of(exercise: Exercise, *, first: bool) -> list[Bout]:
    dose = exercise.dose
    lead_rest_s = dose.rest_s if dose.rest_first else TRANSITION_REST_S
    inner_rest_s = TRANSITION_REST_S if dose.rest_first else dose.rest_s
    counts = dose.set_counts
    bouts = [
        Bout(
            exercise=exercise,
            rung=exercise.start_rung,
            set_number=number,
            set_count=len(counts),
            side=side,
            repetitions=repetitions,
            hold_s=dose.hold_s,
            rest_before_s=inner_rest_s,
        )
        for number, repetitions in enumerate(counts, start=1)
        for side in _SIDES_OF[dose.sides]
    ]
    bouts[0] = replace(bouts[0], rest_before_s=0.0 if first else lead_rest_s)
    return bouts
