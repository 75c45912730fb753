"""How an exercise goes on from what came of it: rules one can read, each with its reason.

A person's position on the `steps` of an exercise follows from the history alone: every day is
judged in turn, and the first rule that has something to say decides. Nothing is kept but the
history, so the same history always gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.history import History
from backtalk.core.model.pain import PainLimits
from backtalk.core.prescription.days import Day, days_of
from backtalk.core.prescription.progression import ProgressionStep, first_step_on, progression_of
from backtalk.core.prescription.rules import BEGIN_WITH_TEN

GOOD_DAYS = 2
"""So many good days in a row before more is asked; ours, the source says 'as form improves'."""
_PROGRESS = "catalogue, Rules, Progress"
_DURING = "catalogue, Rules, During a session"


@dataclass(frozen=True)
class ProgressionPosition:
    """Where somebody stands on the steps of an exercise, and what led there."""

    steps: tuple[ProgressionStep, ...]
    index: int
    good_days: int = 0
    """Days in a row, on this step, with nothing to complain of."""
    rule: str = ""
    """The id of the rule that decided last; '' before the first day."""
    says: str = ""
    source: str = ""

    @property
    def step(self) -> ProgressionStep:
        """The step itself."""
        return self.steps[self.index]

    def at(self, index: int, rule: str, says: str, source: str) -> ProgressionPosition:
        """Return the position after `rule` decided for the step `index`."""
        index = min(max(index, 0), len(self.steps) - 1)
        return replace(self, index=index, good_days=0, rule=rule, says=says, source=source)


Rule = Callable[[ProgressionPosition, Day, PainLimits], ProgressionPosition | None]
"""Judges one day; None: it has nothing to say of it."""


def one_variation_lower(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """What hurt sharply rests for a month and comes back one variation lower, with the first dose.

    Source: catalogue, Rules, During a session: 'left out and tried again in a month'; the variation
    lower is ours. The month itself is kept by the rule 'sharp-lately'.
    """
    if not day.sharp(limits):
        return None
    variations = list(dict.fromkeys(step.variation for step in position.steps))
    number = variations.index(position.step.variation)
    index = first_step_on(position.steps, variations[number - 1]) if number else 0
    says = "It troubled you sharply, so it comes back one step lower after its month of rest."
    return position.at(index, "one-variation-lower", says, f"{_DURING}: tried again in a month")


def one_step_down(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """Pain of three or four, pain without a number, or pain that stayed overnight: a step down.

    Source: catalogue, Rules, During a session: 'only as many as cause no discomfort'; the scores
    are those of `safety`.
    """
    unknown = bool(day.pains) and day.score is None
    if day.settled and not unknown and not limits.is_troubling(day.score):
        return None
    says = "It is one step easier, because it troubled you last time."
    if not day.settled:
        says = "It is one step easier, because last time it had not settled by the next morning."
    return position.at(position.index - 1, "one-step-down", says, f"{_DURING}: if it hurts")


def as_it_was_eased(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """What the person asked to have easier is offered as it was done then.

    Source: catalogue, Rules, During a session: 'only as many as cause no discomfort'.
    """
    del limits
    if not day.eased:
        return None
    done = _reached(position, day)
    index = done if done is not None and done < position.index else position.index - 1
    says = "It is as you had it last time, when you asked for easier."
    return position.at(index, "as-it-was-eased", says, f"{_DURING}: not all repetitions are needed")


def no_more_yet(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """A little pain, sore muscles or an exercise not done to its end: no more than last time.

    Source: catalogue, Rules, Progress: 'sore muscles a day or two later are normal'; and During a
    session: 'not all repetitions are needed'.
    """
    del limits
    reasons = {
        "It stays as it was, because it troubled you a little.": bool(day.pains),
        "It stays as it was, because your muscles were sore after it.": day.sore,
        "It stays as it was, because last time not all of it was done.": not day.complete,
    }
    says = next((says for says, holds in reasons.items() if holds), None)
    if says is None:
        return None
    return position.at(position.index, "no-more-yet", says, f"{_PROGRESS}: sore muscles")


def more_repetitions(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """From ten repetitions upwards: after two good days in a row there are more of them.

    Source: catalogue, Rules, Progress: 'start with 10 repetitions; then more repetitions'.
    """
    del day, limits
    above = _above(position)
    if above is None or above.repetitions == position.step.repetitions:
        return None
    if above.variation != position.step.variation or above.hold_s != position.step.hold_s:
        return None
    says = f"It has gone well, so there are more: {above.repetitions} times."
    return position.at(
        position.index + 1, "more-repetitions", says, f"{_PROGRESS}: more repetitions"
    )


def longer_holds(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """After the repetitions the holds: two good days in a row make them longer.

    Source: catalogue, Rules, Progress: 'then longer holds at the top'.
    """
    del day, limits
    above = _above(position)
    if (
        above is None
        or above.variation != position.step.variation
        or above.hold_s <= position.step.hold_s
    ):
        return None
    says = f"It has gone well, so you hold longer: {above.hold_s:g} seconds."
    return position.at(position.index + 1, "longer-holds", says, f"{_PROGRESS}: then longer holds")


def next_variation(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """After repetitions and holds the next variation of the progression, with the first dose again.

    Source: catalogue, Rules, Progress: 'then both legs, then not lowering fully, then weights'.
    """
    del day, limits
    above = _above(position)
    if above is None or above.variation == position.step.variation:
        return None
    says = f"It has gone well, so it goes on to the next step: {above.variation}."
    return position.at(position.index + 1, "next-variation", says, f"{_PROGRESS}: then both legs")


def as_it_was(position: ProgressionPosition, day: Day, limits: PainLimits) -> ProgressionPosition:
    """A good day counts: what was done is where one stands, and two of them open the next step.

    Source: catalogue, Rules, Progress: 'more only as form improves'.
    """
    del limits
    reached = _reached(position, day)
    index = position.index if reached is None else max(position.index, reached)
    good_days = position.good_days + 1 if index == position.index else 1
    says = "It stays as it was; one more good day, and it becomes more."
    if index + 1 >= len(position.steps):
        says = "It stays as it was; there is nothing above it."
    went_on = position.at(index, "as-it-was", says, f"{_PROGRESS}: as form improves")
    return replace(went_on, good_days=good_days)


COMPLAINTS: tuple[Rule, ...] = (one_variation_lower, one_step_down, as_it_was_eased, no_more_yet)
"""Looked at first, in this order."""
RISES: tuple[Rule, ...] = (more_repetitions, longer_holds, next_variation)
"""Looked at after `GOOD_DAYS` good days; one of them fits unless the top is reached."""
RULES = (*COMPLAINTS, *RISES, as_it_was)


def position_of(
    exercise: Exercise, history: History, limits: PainLimits | None = None
) -> ProgressionPosition:
    """Return where a person with `history` stands on the steps of `exercise`.

    Args:
        exercise: as the catalogue has it, with only those variations that are open to the person.
        history: what was done up to now.
        limits: the pain limits; default: the usual ones.
    """
    steps = progression_of(exercise)
    position = ProgressionPosition(
        steps, first_step_on(steps, exercise.variations[exercise.start_variation].name)
    )
    for day in days_of(history, exercise.id):
        position = assessed(position, day, limits or PainLimits())
    return position


def assessed(position: ProgressionPosition, day: Day, limits: PainLimits) -> ProgressionPosition:
    """Return the position after `day`: the first rule that has something to say decides."""
    for rule in COMPLAINTS:
        if (after := rule(position, day, limits)) is not None:
            return after
    after = as_it_was(position, day, limits)
    if after.good_days < GOOD_DAYS:
        return after
    risen = (rule(after, day, limits) for rule in RISES)
    return next((position for position in risen if position is not None), after)


def easier_today(
    position: ProgressionPosition, history: History, day: int, limits: PainLimits
) -> ProgressionPosition:
    """A back that is at three or four today: a step down, for today.

    Source: catalogue, Rules, During a session: 'only as many as cause no discomfort'; asking
    before the session is ours, the scores are those of `safety`.
    """
    if not position.index or not troubled_today(history, day, limits):
        return position
    says = "It is one step easier, because your back is not at ease today."
    return position.at(position.index - 1, "easier-today", says, f"{_DURING}: if it hurts")


def troubled_today(history: History, day: int, limits: PainLimits) -> bool:
    """Whether the person answered today that the back is above what training goes on with."""
    return limits.is_troubling(history.pain_on(day))


def adjustment_on(position: ProgressionPosition, exercise: Exercise) -> tuple[Adjustment, ...]:
    """Return why `exercise` is offered as `position` has it.

    Before the first day there is a reason only where the dose is less than the catalogue's.
    """
    if position.rule:
        says, source = position.says, position.source
        return (
            Adjustment(Change.PROGRESS, position.rule, says, source, exercise.id, exercise.name),
        )
    if position.step.repetitions >= exercise.dose.repetitions:
        return ()
    ten = BEGIN_WITH_TEN
    return (Adjustment(Change.LIGHTER, ten.id, ten.reason, ten.source, exercise.id, exercise.name),)


def _above(position: ProgressionPosition) -> ProgressionStep | None:
    index = position.index + 1
    return position.steps[index] if index < len(position.steps) else None


def _reached(position: ProgressionPosition, day: Day) -> int | None:
    """Return the highest step that all sets of `day` came up to; None where there is none."""
    if not day.sets:
        return None
    last = day.sets[-1]
    most = max(each.done for each in day.sets)
    on_it = [
        index
        for index, step in enumerate(position.steps)
        if step.variation == last.variation
        and step.repetitions <= most
        and step.hold_s <= last.hold_s
    ]
    return on_it[-1] if on_it else None
