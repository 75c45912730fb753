"""How an exercise goes on from what came of it: rules one can read, each with its reason.

A person's position in the progression of an exercise follows from the history alone: every day is
looked at in turn, and the first rule that applies decides. Nothing is kept but the history, so the
same history always gives the same answer. What a rule cites as its source is in `sources.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.events import phrase
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.history import History
from backtalk.core.model.pain import PainLimits
from backtalk.core.prescription.days import Day, days_of
from backtalk.core.prescription.progression import (
    ProgressionPosition,
    ProgressionStep,
    first_step_on,
    progression_of,
)
from backtalk.core.prescription.rules import BEGIN_WITH_TEN

GOOD_DAYS = 2
"""So many good days in a row before more is asked; ours for 'as form improves'."""


_AGAIN_IN_A_MONTH = "during a session: again in a month; ours: one variation lower"
_NO_MORE_YET = "progress: sore muscles; during a session: not all repetitions"
_ASKED_FIRST = "during a session: if it hurts; ours: asking first"

Rule = Callable[[ProgressionPosition, Day, PainLimits], ProgressionPosition | None]
"""Looks at one day and returns the position after it; None: the rule does not apply."""


def one_variation_lower(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """What hurt sharply comes back after a month, one variation lower and with its first dose.

    The month itself is kept by the rule 'sharp-lately'.
    """
    if not day.sharp(limits):
        return None
    variations = list(dict.fromkeys(step.variation for step in position.steps))
    number = variations.index(position.step.variation)
    index = first_step_on(position.steps, variations[number - 1]) if number else 0
    says = phrase("progress_after_a_month")
    return position.at(index, "one-variation-lower", says, _AGAIN_IN_A_MONTH)


def one_step_down(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """Pain of three or four, pain without a number, or pain that stayed overnight: a step down."""
    unknown = bool(day.pains) and day.score is None
    if day.settled and not unknown and not limits.is_troubling(day.score):
        return None
    says = phrase("progress_easier")
    if not day.settled:
        says = phrase("progress_easier_unsettled")
    return position.at(position.index - 1, "one-step-down", says, "during a session: if it hurts")


def as_it_was_eased(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """What the person asked to have easier is offered as it was done then."""
    del limits
    if not day.eased:
        return None
    done = _reached(position, day)
    index = done if done is not None and done < position.index else position.index - 1
    says = phrase("progress_as_eased")
    return position.at(index, "as-it-was-eased", says, "during a session: not all repetitions")


def no_more_yet(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """A little pain, sore muscles or an exercise not done to its end: no more than last time."""
    del limits
    reasons = {
        phrase("progress_stays_troubled"): bool(day.pains),
        phrase("progress_stays_sore"): day.sore,
        phrase("progress_stays_incomplete"): not day.complete,
    }
    says = next((says for says, holds in reasons.items() if holds), None)
    if says is None:
        return None
    return position.at(position.index, "no-more-yet", says, _NO_MORE_YET)


def more_repetitions(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """From ten repetitions upwards: after two good days in a row there are more of them."""
    del day, limits
    above = _above(position)
    if above is None or above.repetitions == position.step.repetitions:
        return None
    if above.variation != position.step.variation or above.hold_s != position.step.hold_s:
        return None
    says = phrase("progress_more_repetitions", count=above.repetitions)
    return position.at(position.index + 1, "more-repetitions", says, "progress: more repetitions")


def longer_holds(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """After the repetitions the holds: two good days in a row make them longer."""
    del day, limits
    above = _above(position)
    if (
        above is None
        or above.variation != position.step.variation
        or above.hold_s <= position.step.hold_s
    ):
        return None
    says = phrase("progress_longer_holds", seconds=f"{above.hold_s:g}")
    return position.at(position.index + 1, "longer-holds", says, "progress: longer holds")


def next_variation(
    position: ProgressionPosition, day: Day, limits: PainLimits
) -> ProgressionPosition | None:
    """After repetitions and holds comes the next variation, with its first dose."""
    del day, limits
    above = _above(position)
    if above is None or above.variation == position.step.variation:
        return None
    says = phrase("progress_next_variation", name=above.variation)
    return position.at(position.index + 1, "next-variation", says, "progress: harder variations")


def as_it_was(position: ProgressionPosition, day: Day, limits: PainLimits) -> ProgressionPosition:
    """A good day counts: what was done is where one stands, and two of them open the next step."""
    del limits
    reached = _reached(position, day)
    index = position.index if reached is None else max(position.index, reached)
    good_days = position.good_days + 1 if index == position.index else 1
    says = phrase("progress_stays")
    if index + 1 >= len(position.steps):
        says = phrase("progress_at_the_top")
    went_on = position.at(index, "as-it-was", says, "progress: as form improves")
    return replace(went_on, good_days=good_days)


COMPLAINTS: tuple[Rule, ...] = (one_variation_lower, one_step_down, as_it_was_eased, no_more_yet)
"""Looked at first, in this order."""
RISES: tuple[Rule, ...] = (more_repetitions, longer_holds, next_variation)
"""Looked at after `GOOD_DAYS` good days; one of them fits unless the top is reached."""
RULES = (*COMPLAINTS, *RISES, as_it_was)


def position_of(
    exercise: Exercise, history: History, limits: PainLimits | None = None
) -> ProgressionPosition:
    """Return the position in the progression of `exercise` of a person with `history`.

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
    """Return the position after `day`: the first rule that applies decides."""
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
    """A back that is at three or four today: a step down, for today."""
    if not position.index or not troubled_today(history, day, limits):
        return position
    says = phrase("progress_easier_today")
    return position.at(position.index - 1, "easier-today", says, _ASKED_FIRST)


def troubled_today(history: History, day: int, limits: PainLimits) -> bool:
    """Whether the back is worse today, by the person's own answer, than training goes on with."""
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
