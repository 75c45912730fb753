"""The stairs of an exercise: more repetitions, then longer holds, then the next variation.

Each stair is one amount on one variation, the easiest first. Which stair a person stands on is the
business of `progress`; how a stair becomes a dose is said here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backtalk.core.model.exercise import Dose, Exercise

FIRST_REPETITIONS = 10
"""'Start with 10 repetitions.'"""
MORE_REPETITIONS = 2
"""How many are added at a time; ours."""
_MIN_HOLD_S = 3.0
_LESS = 2 / 3
_CEILING = 4 / 3
"""Where the source gives no upper end, a dose grows by a third at most: as with 'harder'."""


@dataclass(frozen=True)
class Stair:
    """One amount of an exercise on one variation."""

    variation: str
    """The name of the variation."""
    repetitions: int
    hold_s: float
    series: tuple[int, ...] = ()
    below: bool = False
    """Whether it is less than one begins with."""


def stairs_of(exercise: Exercise) -> tuple[Stair, ...]:
    """Return the stairs of `exercise` over all its variations; the first is below the start."""
    dose = exercise.dose
    stairs: list[Stair] = []
    for variation in exercise.variations:
        stairs += [
            Stair(variation.name, repetitions, dose.hold_s, dose.series)
            for repetitions in _repetitions(dose)
        ]
        top = stairs[-1]
        stairs += [replace(top, hold_s=hold_s) for hold_s in _longer(dose)]
    return (*_below(stairs[0], dose), *stairs)


def first_on(stairs: tuple[Stair, ...], variation: str) -> int:
    """Return the index of the stair on which one begins on `variation`."""
    return next(
        n for n, stair in enumerate(stairs) if stair.variation == variation and not stair.below
    )


def standing_on(exercise: Exercise, stair: Stair) -> Exercise:
    """Return `exercise` with the variation and the dose of `stair`."""
    dose = exercise.dose
    most, most_s = dose.repetitions_max, dose.hold_max_s
    changed = replace(
        dose,
        repetitions=stair.repetitions,
        series=stair.series,
        hold_s=stair.hold_s,
        repetitions_max=None if most is None else max(most, stair.repetitions),
        hold_max_s=None if most_s is None else max(most_s, stair.hold_s),
    )
    names = [variation.name for variation in exercise.variations]
    return replace(exercise, start_variation=names.index(stair.variation), dose=changed)


def _repetitions(dose: Dose) -> list[int]:
    most = dose.repetitions_max or dose.repetitions
    if dose.series or most < FIRST_REPETITIONS:
        return [*range(dose.repetitions, most, MORE_REPETITIONS), most]
    if most == FIRST_REPETITIONS:
        most = round(most * _CEILING)
    return [*range(FIRST_REPETITIONS, most, MORE_REPETITIONS), most]


def _longer(dose: Dose) -> list[float]:
    """Return the holds above the first; what lengthens day by day has a rule of its own."""
    if not dose.hold_s or dose.hold_step_s:
        return []
    most_s = dose.hold_max_s or (
        float(round(dose.hold_s * _CEILING)) if dose.hold_s >= _MIN_HOLD_S else dose.hold_s
    )
    step_s = max(1.0, float(round((most_s - dose.hold_s) / 2)))
    longer, hold_s = [], dose.hold_s + step_s
    while hold_s < most_s:
        longer.append(hold_s)
        hold_s += step_s
    return [*longer, most_s] if most_s > dose.hold_s else []


def _below(first: Stair, dose: Dose) -> tuple[Stair, ...]:
    """Return a stair lighter than the first: what is left when even that was too much."""
    if dose.hold_step_s:
        return ()
    less = replace(
        first,
        repetitions=_fewer(first.repetitions),
        series=tuple(_fewer(count) for count in first.series),
    )
    if first.hold_s > _MIN_HOLD_S:
        less = replace(first, hold_s=max(_MIN_HOLD_S, float(round(first.hold_s * _LESS))))
    return (replace(less, below=True),) if less != first else ()


def _fewer(count: int) -> int:
    return max(1, round(count * _LESS))
