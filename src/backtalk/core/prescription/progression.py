"""The progression of an exercise: more repetitions, then longer holds, then the next variation.

Each step is one amount of one variation, the easiest first. `progress` finds the step on which a
person is; here is what the steps are, and how a step becomes a dose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backtalk.core.model.dose import Dose
from backtalk.core.model.dose_steps import (
    CEILING_SHARE,
    FIRST_REPETITIONS,
    MORE_REPETITIONS,
    SHORTEST_HOLD_S,
    fewer,
    shorter,
)
from backtalk.core.model.events import Line
from backtalk.core.model.exercise import Exercise


@dataclass(frozen=True)
class ProgressionStep:
    """One amount of one variation of an exercise."""

    variation: str
    """The name of the variation."""
    repetitions: int
    hold_s: float
    series: tuple[int, ...] = ()
    below_start: bool = False
    """Whether it is less than one begins with."""


@dataclass(frozen=True)
class ProgressionPosition:
    """Where a person is in the progression of an exercise, and what led there."""

    steps: tuple[ProgressionStep, ...]
    index: int
    good_days: int = 0
    """Days in a row, at this step, without a complaint."""
    rule: str = ""
    """The id of the rule that decided last; '' before the first day."""
    says: Line = ""
    """Why, in words for the ear."""
    source: str = ""
    """The facts of sources.yaml that it follows from."""

    @property
    def step(self) -> ProgressionStep:
        """The step itself."""
        return self.steps[self.index]

    def at(self, index: int, rule: str, says: Line, source: str) -> ProgressionPosition:
        """Return the position at step `index`, or the nearest there is, as `rule` decided."""
        index = min(max(index, 0), len(self.steps) - 1)
        return replace(self, index=index, good_days=0, rule=rule, says=says, source=source)


def progression_of(exercise: Exercise) -> tuple[ProgressionStep, ...]:
    """Return the steps of `exercise` over all its variations; the first is below the start."""
    dose = exercise.dose
    steps: list[ProgressionStep] = []
    for variation in exercise.variations:
        steps += [
            ProgressionStep(variation.name, repetitions, dose.hold_s, dose.series)
            for repetitions in _repetitions(dose)
        ]
        top = steps[-1]
        steps += [replace(top, hold_s=hold_s) for hold_s in _longer(dose)]
    return (*_below(steps[0], dose), *steps)


def first_step_on(steps: tuple[ProgressionStep, ...], variation: str) -> int:
    """Return the index of the step with which one begins `variation`."""
    return next(
        n for n, step in enumerate(steps) if step.variation == variation and not step.below_start
    )


def at_step(exercise: Exercise, step: ProgressionStep) -> Exercise:
    """Return `exercise` with the variation and the dose of `step`."""
    dose = exercise.dose
    most, most_s = dose.repetitions_max, dose.hold_max_s
    changed = replace(
        dose,
        repetitions=step.repetitions,
        series=step.series,
        hold_s=step.hold_s,
        repetitions_max=None if most is None else max(most, step.repetitions),
        hold_max_s=None if most_s is None else max(most_s, step.hold_s),
    )
    names = [variation.name for variation in exercise.variations]
    return replace(exercise, start_variation=names.index(step.variation), dose=changed)


def _repetitions(dose: Dose) -> list[int]:
    most = dose.repetitions_max or dose.repetitions
    if dose.series or most < FIRST_REPETITIONS:
        return [*range(dose.repetitions, most, MORE_REPETITIONS), most]
    if most == FIRST_REPETITIONS:
        most = round(most * CEILING_SHARE)
    return [*range(FIRST_REPETITIONS, most, MORE_REPETITIONS), most]


def _longer(dose: Dose) -> list[float]:
    """Return the holds above the first; what lengthens day by day has a rule of its own."""
    if not dose.hold_s or dose.hold_step_s:
        return []
    most_s = dose.hold_max_s or (
        float(round(dose.hold_s * CEILING_SHARE)) if dose.hold_s >= SHORTEST_HOLD_S else dose.hold_s
    )
    step_s = max(1.0, float(round((most_s - dose.hold_s) / 2)))
    longer, hold_s = [], dose.hold_s + step_s
    while hold_s < most_s:
        longer.append(hold_s)
        hold_s += step_s
    return [*longer, most_s] if most_s > dose.hold_s else []


def _below(first: ProgressionStep, dose: Dose) -> tuple[ProgressionStep, ...]:
    """Return a step lighter than the first: what is left when even that was too much."""
    if dose.hold_step_s:
        return ()
    if first.hold_s > SHORTEST_HOLD_S:
        less = replace(first, hold_s=shorter(first.hold_s))
    else:
        series = tuple(fewer(count) for count in first.series)
        less = replace(first, repetitions=fewer(first.repetitions), series=series)
    return (replace(less, below_start=True),) if less != first else ()
