"""How an exercise goes on from what came of it: rules one can read, each with its reason.

A person's place on the `stairs` of an exercise follows from the history alone: every day is
judged in turn, and the first rule that has something to say decides. Nothing is kept but the
history, so the same history always gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.history import PAIN_NOW, History
from backtalk.core.model.pain import PainLimits
from backtalk.core.prescription.days import Day, days_of
from backtalk.core.prescription.progression import Stair, first_on, stairs_of
from backtalk.core.prescription.rules import BEGIN_WITH_TEN

GOOD_DAYS = 2
"""So many good days in a row before more is asked; ours, the source says 'as form improves'."""
_PROGRESS = "catalogue, Rules, Progress"
_DURING = "catalogue, Rules, During a session"


@dataclass(frozen=True)
class Place:
    """Where somebody stands on the stairs of an exercise, and what led there."""

    stairs: tuple[Stair, ...]
    index: int
    good_days: int = 0
    """Days in a row, on this stair, with nothing to complain of."""
    rule: str = ""
    """The id of the rule that decided last; '' before the first day."""
    says: str = ""
    source: str = ""

    @property
    def stair(self) -> Stair:
        """The stair itself."""
        return self.stairs[self.index]

    def at(self, index: int, rule: str, says: str, source: str) -> Place:
        """Return the place after `rule` decided for the stair `index`."""
        index = min(max(index, 0), len(self.stairs) - 1)
        return replace(self, index=index, good_days=0, rule=rule, says=says, source=source)


Rule = Callable[[Place, Day, PainLimits], Place | None]
"""Judges one day; None: it has nothing to say of it."""


def one_variation_lower(place: Place, day: Day, limits: PainLimits) -> Place | None:
    """What hurt sharply rests for a month and comes back one variation lower, with the first dose.

    Source: catalogue, Rules, During a session: 'left out and tried again in a month'; the variation
    lower is ours. The month itself is kept by the rule 'sharp-lately'.
    """
    if not day.sharp(limits):
        return None
    variations = list(dict.fromkeys(stair.variation for stair in place.stairs))
    number = variations.index(place.stair.variation)
    index = first_on(place.stairs, variations[number - 1]) if number else 0
    says = "It troubled you sharply, so it comes back one step lower after its month of rest."
    return place.at(index, "one-rung-lower", says, f"{_DURING}: tried again in a month")


def one_stair_down(place: Place, day: Day, limits: PainLimits) -> Place | None:
    """Pain of three or four, pain without a number, or pain that stayed overnight: a step down.

    Source: catalogue, Rules, During a session: 'only as many as cause no discomfort'; the scores
    are those of `safety`.
    """
    unknown = bool(day.pains) and day.score is None
    middling = day.score is not None and day.score > limits.ease_to
    if day.settled and not unknown and not middling:
        return None
    says = "It is one step easier, because it troubled you last time."
    if not day.settled:
        says = "It is one step easier, because last time it had not settled by the next morning."
    return place.at(place.index - 1, "one-stair-down", says, f"{_DURING}: if it hurts")


def as_it_was_eased(place: Place, day: Day, limits: PainLimits) -> Place | None:
    """What the person asked to have easier is offered as it was done then.

    Source: catalogue, Rules, During a session: 'only as many as cause no discomfort'.
    """
    del limits
    if not day.eased:
        return None
    done = _reached(place, day)
    index = done if done is not None and done < place.index else place.index - 1
    says = "It is as you had it last time, when you asked for easier."
    return place.at(index, "as-it-was-eased", says, f"{_DURING}: not all repetitions are needed")


def no_more_yet(place: Place, day: Day, limits: PainLimits) -> Place | None:
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
    return place.at(place.index, "no-more-yet", says, f"{_PROGRESS}: sore muscles")


def more_repetitions(place: Place, day: Day, limits: PainLimits) -> Place | None:
    """From ten repetitions upwards: after two good days in a row there are more of them.

    Source: catalogue, Rules, Progress: 'start with 10 repetitions; then more repetitions'.
    """
    del day, limits
    above = _above(place)
    if above is None or above.repetitions == place.stair.repetitions:
        return None
    if above.variation != place.stair.variation or above.hold_s != place.stair.hold_s:
        return None
    says = f"It has gone well, so there are more: {above.repetitions} times."
    return place.at(place.index + 1, "more-repetitions", says, f"{_PROGRESS}: more repetitions")


def longer_holds(place: Place, day: Day, limits: PainLimits) -> Place | None:
    """After the repetitions the holds: two good days in a row make them longer.

    Source: catalogue, Rules, Progress: 'then longer holds at the top'.
    """
    del day, limits
    above = _above(place)
    if (
        above is None
        or above.variation != place.stair.variation
        or above.hold_s <= place.stair.hold_s
    ):
        return None
    says = f"It has gone well, so you hold longer: {above.hold_s:g} seconds."
    return place.at(place.index + 1, "longer-holds", says, f"{_PROGRESS}: then longer holds")


def next_variation(place: Place, day: Day, limits: PainLimits) -> Place | None:
    """After repetitions and holds the next variation of the progression, with the first dose again.

    Source: catalogue, Rules, Progress: 'then both legs, then not lowering fully, then weights'.
    """
    del day, limits
    above = _above(place)
    if above is None or above.variation == place.stair.variation:
        return None
    says = f"It has gone well, so it goes on to the next step: {above.variation}."
    return place.at(place.index + 1, "next-rung", says, f"{_PROGRESS}: then both legs")


def as_it_was(place: Place, day: Day, limits: PainLimits) -> Place:
    """A good day counts: what was done is where one stands, and two of them open the next stair.

    Source: catalogue, Rules, Progress: 'more only as form improves'.
    """
    del limits
    reached = _reached(place, day)
    index = place.index if reached is None else max(place.index, reached)
    good_days = place.good_days + 1 if index == place.index else 1
    says = "It stays as it was; one more good day, and it becomes more."
    if index + 1 >= len(place.stairs):
        says = "It stays as it was; there is nothing above it."
    went_on = place.at(index, "as-it-was", says, f"{_PROGRESS}: as form improves")
    return replace(went_on, good_days=good_days)


COMPLAINTS: tuple[Rule, ...] = (one_variation_lower, one_stair_down, as_it_was_eased, no_more_yet)
"""Looked at first, in this order."""
RISES: tuple[Rule, ...] = (more_repetitions, longer_holds, next_variation)
"""Looked at after `GOOD_DAYS` good days; one of them fits unless the top is reached."""
RULES = (*COMPLAINTS, *RISES, as_it_was)


def place_of(exercise: Exercise, history: History, limits: PainLimits | None = None) -> Place:
    """Return where a person with `history` stands on the stairs of `exercise`.

    Args:
        exercise: as the catalogue has it, with only those variations that are open to the person.
        history: what was done up to now.
        limits: the pain limits; default: the usual ones.
    """
    stairs = stairs_of(exercise)
    place = Place(stairs, first_on(stairs, exercise.variations[exercise.start_variation].name))
    for day in days_of(history, exercise.id):
        place = assessed(place, day, limits or PainLimits())
    return place


def assessed(place: Place, day: Day, limits: PainLimits) -> Place:
    """Return the place after `day`: the first rule that has something to say decides."""
    for rule in COMPLAINTS:
        if (after := rule(place, day, limits)) is not None:
            return after
    after = as_it_was(place, day, limits)
    if after.good_days < GOOD_DAYS:
        return after
    risen = (rule(after, day, limits) for rule in RISES)
    return next((place for place in risen if place is not None), after)


def easier_today(place: Place, history: History, day: int, limits: PainLimits) -> Place:
    """A back that is at three or four today: a step down, for today.

    Source: catalogue, Rules, During a session: 'only as many as cause no discomfort'; asking
    before the session is ours, the scores are those of `safety`.
    """
    if not place.index or not troubled_today(history, day, limits):
        return place
    says = "It is one step easier, because your back is not at ease today."
    return place.at(place.index - 1, "easier-today", says, f"{_DURING}: if it hurts")


def troubled_today(history: History, day: int, limits: PainLimits) -> bool:
    """Whether the person answered today that the back is above what training goes on with."""
    now = history.last_answer(PAIN_NOW)
    if now is None or now.day != day or not now.answer.isdecimal():
        return False
    return int(now.answer) > limits.ease_to


def adjustment_on(place: Place, exercise: Exercise) -> tuple[Adjustment, ...]:
    """Return why `exercise` is offered as `place` has it.

    Before the first day there is a reason only where the dose is less than the catalogue's.
    """
    if place.rule:
        says, source = place.says, place.source
        return (Adjustment(Change.PROGRESS, place.rule, says, source, exercise.id, exercise.name),)
    if place.stair.repetitions >= exercise.dose.repetitions:
        return ()
    ten = BEGIN_WITH_TEN
    return (Adjustment(Change.LIGHTER, ten.id, ten.reason, ten.source, exercise.id, exercise.name),)


def _above(place: Place) -> Stair | None:
    index = place.index + 1
    return place.stairs[index] if index < len(place.stairs) else None


def _reached(place: Place, day: Day) -> int | None:
    """Return the highest stair that all sets of `day` came up to; None where there is none."""
    if not day.sets:
        return None
    last = day.sets[-1]
    most = max(each.done for each in day.sets)
    on_it = [
        index
        for index, stair in enumerate(place.stairs)
        if stair.variation == last.variation
        and stair.repetitions <= most
        and stair.hold_s <= last.hold_s
    ]
    return on_it[-1] if on_it else None
