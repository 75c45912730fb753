"""From answers to a profile: which answers still stand, and what follows from them.

Pure. A written profile goes before answers wherever it says something: its starting
point, each of its conditions, its age, hanging, brittle bones, and its equipment where that is
more or less than a household's. Where it is silent the answers fill it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from backtalk.core.dialogue.questions import (
    BACK_NOW,
    BY_ID,
    CAN_HANG,
    HERNIA,
    INJURED,
    LOAD,
    MONTHLY,
    NO,
    OLDER,
    OSTEOPOROSIS,
    SETTLED_BY_MORNING,
    SEVERE,
    SORE_NOW,
    YES,
    Item,
    Kind,
    about_things,
    agreed,
    at_hand,
)
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.history import MONTH_DAYS, SETTLED, Answer, History
from backtalk.core.model.profile import (
    CONSENTS,
    ELDERLY_FROM_AGE,
    HOUSEHOLD,
    Condition,
    Profile,
    StartingPoint,
)
from backtalk.core.prescription.build_plan import Past
from backtalk.core.prescription.days import SORE_WITHIN_DAYS

STANDS_DAYS = MONTH_DAYS
"""An answer older than this is asked for again."""
_ASKED_CONDITIONS = tuple(condition for condition in Condition if condition.value in BY_ID)
_THINGS = at_hand("")


def due_items(exercises: tuple[Exercise, ...], past: Past) -> tuple[Item, ...]:
    """Return the questions before a session of `exercises`, also those already known."""
    history, last = past.history, past.history.last_day
    each_time = [BACK_NOW]
    if _may_have_settled(history, past.day):
        each_time.append(SETTLED_BY_MORNING)
    if last is not None and past.day - last <= SORE_WITHIN_DAYS:
        each_time.append(SORE_NOW)
    return (*MONTHLY, *about_things(exercises), *each_time)


def all_items(exercises: tuple[Exercise, ...]) -> tuple[Item, ...]:
    """Return every question there is, for a session of `exercises`."""
    return (*MONTHLY, *about_things(exercises), BACK_NOW, SETTLED_BY_MORNING, SORE_NOW)


def standing(past: Past) -> Mapping[str, str]:
    """Return the answers that need not be asked for again, by question id."""
    last = {answer.question: answer for answer in past.history.answers}
    return {name: answer.answer for name, answer in last.items() if _stands(answer, past.day)}


def remembered_answers(past: Past) -> Mapping[str, str]:
    """Return the last answer to each question; a consent only while it stands.

    An old 'yes' to a condition goes on counting until it is asked about again: that is the
    careful side. A consent is careful the other way round.
    """
    last = {answer.question: answer for answer in past.history.answers}
    consents = {agreed(name) for name in CONSENTS}
    return {
        name: answer.answer
        for name, answer in last.items()
        if name not in consents or _stands(answer, past.day)
    }


def with_answers(past: Past, given: Mapping[str, str]) -> Past:
    """Return `past` with what was answered today."""
    consents = {agreed(name) for name in CONSENTS}
    today = tuple(
        Answer(past.day, name, answer, consent=name in consents and answer == YES)
        for name, answer in given.items()
    )
    history = replace(past.history, answers=(*past.history.answers, *today))
    return replace(past, history=history)


def answers_of(profile: Profile | None) -> Mapping[str, str]:
    """Return what a profile says already, as answers: it is not asked for again."""
    if profile is None:
        return {}
    point = profile.starting_point
    said = {condition.value: YES for condition in profile.conditions}
    severe = point is StartingPoint.SEVERE
    said[INJURED] = YES if severe or point is StartingPoint.PAST_INJURY else NO
    said[SEVERE] = YES if severe else NO
    said[HERNIA] = YES if profile.may_have_hernia else NO
    said[LOAD] = YES if point is StartingPoint.HERNIA_OR_LOAD else NO
    said.setdefault(Condition.MOVEMENT_LIMITED.value, NO)
    said |= {agreed(name): YES for name in profile.agreed}
    if profile.age is not None:
        said[OLDER] = YES if profile.age >= ELDERLY_FROM_AGE else NO
    if profile.can_hang is not None:
        said[CAN_HANG] = YES if profile.can_hang else NO
    if profile.osteoporosis:
        said[OSTEOPOROSIS] = YES
    return said | {at_hand(thing): YES for thing in profile.equipment}


def profile_from(base: Profile | None, answers: Mapping[str, str]) -> Profile | None:
    """Return the profile that `base` and `answers` make together.

    Args:
        base: what was written down; it wins wherever it says something explicitly.
        answers: question id to answer.

    Returns:
        None where nothing was written down and the starting point was not asked for: then too
        little is known to fit a plan.
    """
    if base is None and INJURED not in answers:
        return None
    answers = {**answers, **answers_of(base)}
    start = base or Profile(_starting_point(answers))
    conditions = start.conditions | _conditions(answers, with_start=base is None)
    consents = {name for name in CONSENTS if _holds(answers, agreed(name))}
    things = {name.removeprefix(_THINGS) for name in answers if name.startswith(_THINGS)}
    have = {thing for thing in things if answers[at_hand(thing)] == YES}
    explicit = start.equipment != frozenset(HOUSEHOLD)
    return replace(
        start,
        conditions=conditions,
        osteoporosis=start.osteoporosis or _holds(answers, OSTEOPOROSIS),
        age=_age(answers) if start.age is None else start.age,
        can_hang=_said(answers, CAN_HANG) if start.can_hang is None else start.can_hang,
        equipment=start.equipment if explicit else start.equipment | have,
        agreed=start.agreed | consents,
    )


def _stands(answer: Answer, day: int) -> bool:
    item = BY_ID.get(answer.question)
    if item is not None:
        passing = answer.answer == item.passing
        if passing or item.kind in {Kind.EVERY_SESSION, Kind.AFTER}:
            return False
    return day - answer.day <= STANDS_DAYS


def _may_have_settled(history: History, day: int) -> bool:
    """Whether the last session brought trouble, and the next morning has not been asked about."""
    last = max((pain.day for pain in history.pains if pain.kind == "pain"), default=None)
    if last is None or last >= day or (history.last_day or 0) > last:
        return False
    told = history.last_answer(SETTLED)
    return told is None or told.day <= last


def _holds(answers: Mapping[str, str], question: str) -> bool:
    """Whether `question` was answered with yes, and what it depends on holds, too."""
    item = BY_ID.get(question)
    if answers.get(question) != YES:
        return False
    if item is None:
        return True
    needless = bool(item.unless) and answers.get(item.unless) == YES
    return not needless and (not item.after or _holds(answers, item.after))


def _said(answers: Mapping[str, str], question: str) -> bool | None:
    return answers[question] == YES if question in answers else None


def _age(answers: Mapping[str, str]) -> int | None:
    """Return the age from which on one counts as elderly, where the person is; else None."""
    return ELDERLY_FROM_AGE if _holds(answers, OLDER) else None


def _starting_point(answers: Mapping[str, str]) -> StartingPoint:
    """Return the most careful starting point that the answers name."""
    if _holds(answers, SEVERE):
        return StartingPoint.SEVERE
    if _holds(answers, HERNIA) or _holds(answers, LOAD):
        return StartingPoint.HERNIA_OR_LOAD
    injured = _holds(answers, INJURED)
    return StartingPoint.PAST_INJURY if injured else StartingPoint.NEVER_INJURED


def _conditions(answers: Mapping[str, str], *, with_start: bool) -> frozenset[Condition]:
    """Return the conditions; those of a starting point only where nothing is written down.

    An injury and trouble under load together close what each of them closes. The rules know that
    as a hernia, so it counts as one.
    """
    found = {c for c in _ASKED_CONDITIONS if c is not Condition.HERNIA}
    conditions: set[Condition] = {
        condition for condition in found if _holds(answers, condition.value)
    }
    both = _holds(answers, INJURED) and _holds(answers, LOAD)
    if with_start and (_holds(answers, HERNIA) or both):
        conditions.add(Condition.HERNIA)
    return frozenset(conditions)
