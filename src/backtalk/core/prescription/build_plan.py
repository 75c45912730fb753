"""A plan from a routine, a profile and a history: fitting, with what the journal knows.

Pure. The history fills in what the profile need not say (what hurt sharply, how long ago the last
session was), and each exercise is offered on the stair that `progress` found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import Exercise, Routine
from backtalk.core.model.history import History
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.plan import Plan, lay_out
from backtalk.core.model.profile import MAX_DAYS, Profile
from backtalk.core.prescription import rules
from backtalk.core.prescription.days import days_longer, sharp_days
from backtalk.core.prescription.fitting import Assessment, assess, fit
from backtalk.core.prescription.progress import (
    Place,
    adjustment_on,
    easier_today,
    place_of,
    troubled_today,
)
from backtalk.core.prescription.progression import standing_on
from backtalk.core.prescription.unlocked import opened, with_unlocked

WEEK_DAYS = 7
_REPLACING = tuple({other for rule in rules.EXERCISE_RULES for other in rule.instead.values()})


@dataclass(frozen=True)
class Past:
    """What is known of a person today."""

    history: History
    day: int
    """Today, counted as the history's days are."""
    limits: PainLimits = field(default_factory=PainLimits)


def trained(
    routine: Routine,
    exercises: Mapping[str, Exercise],
    routines: Mapping[str, Routine],
    profile: Profile | None,
    past: Past,
) -> Plan:
    """Return the plan of `routine` for today.

    Args:
        routine: what is to be trained.
        exercises: id to exercise, of the whole catalogue.
        routines: id to routine, for the balance of the week.
        profile: who trains; None: the plan is not fitted, but what hurt sharply rests.
        past: what the journal knows.

    Raises:
        KeyError: the routine names an exercise that is not there.
    """
    if profile is None:
        return _unfitted(routine, exercises, past)
    written = profile_with_history(profile, past, other_than=routine.id)
    known = with_unlocked(written, exercises, past.history, past.day, past.limits)
    week = [routines[name] for name in known.week if name in routines]
    if not _to_be_placed(past):
        return fit(routine, exercises, known, week)
    wanted = [exercises[name] for name in (*routine.exercises, *_REPLACING) if name in exercises]
    places = {e.id: place_today(e, exercises, known, past) for e in wanted}
    standing = {e.id: standing_on(e, places[e.id].stair) for e in wanted}
    plan = fit(routine, {**exercises, **standing}, known, week)
    return _with_earned_adjustments(_with_progress(plan, exercises, places), written, known)


def assess_exercise(
    exercise: Exercise, exercises: Mapping[str, Exercise], profile: Profile | None, past: Past
) -> Assessment:
    """Return what rules and history make of one exercise, as `fitting.judge` does."""
    written = known = profile
    if profile is not None:
        written = profile_with_history(profile, past)
        known = with_unlocked(written, exercises, past.history, past.day, past.limits)
    place = place_today(exercise, exercises, known, past)
    began = _to_be_placed(past)
    standing = standing_on(exercise, place.stair) if began else exercise
    if written is None or known is None:
        resting = _resting(exercise, past)
        progress = adjustment_on(place, exercise) if began and not resting else ()
        return Assessment(None if resting else standing, (*resting, *progress))
    assessed = assess(standing, known, exercises)
    if not began or assessed.exercise is None or assessed.exercise.id != exercise.id:
        return assessed
    why = (*adjustment_on(place, exercise), *opened(exercise, written, known))
    return replace(assessed, adjustments=(*assessed.adjustments, *why))


def place_for(
    exercise: Exercise, exercises: Mapping[str, Exercise], profile: Profile | None, past: Past
) -> Place:
    """Return the stair of `exercise` over the variations that are open to the person.

    Without a profile nobody is led above the variation on which one begins.
    """
    if profile is None:
        open_variations = exercise.variations[: exercise.start_variation + 1]
        able = replace(exercise, variations=open_variations)
    else:
        rested = replace(profile, sharp_days_ago=MappingProxyType({}))
        assessed = assess(exercise, rested, exercises).exercise
        usable = assessed is not None and assessed.id == exercise.id
        able = replace(assessed, dose=exercise.dose) if assessed and usable else exercise
    return place_of(able, past.history, past.limits)


def place_today(
    exercise: Exercise, exercises: Mapping[str, Exercise], profile: Profile | None, past: Past
) -> Place:
    """Return the stair for today: that of `place_for`, a step down where the back is not at ease.

    Only today's: it does not change where the person stands.
    """
    place = place_for(exercise, exercises, profile, past)
    return easier_today(place, past.history, past.day, past.limits)


def profile_with_history(profile: Profile, past: Past, other_than: str = "") -> Profile:
    """Return `profile` with what the history knows better: what hurt, when, and this week.

    `other_than` is the routine for today, which is not one of the others of the week.
    """
    history, day = past.history, past.day
    last_day = history.last_day
    if last_day is None:
        return profile
    sharp = {name: _since(when, day) for name, when in sharp_days(history, past.limits).items()}
    for name, days in profile.sharp_days_ago.items():
        sharp[name] = min(days, sharp.get(name, days))
    names = {each.exercise for session in history.sessions for each in session.sets}
    longer = dict(profile.days_trained) | {name: days_longer(name, history) for name in names}
    lately = [s.routine for s in history.trained if day - WEEK_DAYS < s.day <= day]
    week = dict.fromkeys((*profile.week, *lately))
    week.pop(other_than, None)
    return replace(
        profile,
        days_since_last=_since(last_day, day),
        sharp_days_ago=MappingProxyType(sharp),
        days_trained=MappingProxyType(longer),
        week=tuple(week),
    )


def _to_be_placed(past: Past) -> bool:
    """Whether anything is known that says where on its stairs an exercise stands."""
    history = past.history
    return history.last_day is not None or troubled_today(history, past.day, past.limits)


def _unfitted(routine: Routine, exercises: Mapping[str, Exercise], past: Past) -> Plan:
    if not _to_be_placed(past):
        return lay_out(routine, exercises)
    resting: list[Adjustment] = []
    offered: dict[str, Exercise] = {}
    places: dict[str, Place] = {}
    for name in routine.exercises:
        exercise = exercises[name]
        why = _resting(exercise, past)
        resting += why
        if not why:
            places[name] = place_today(exercise, exercises, None, past)
            offered[name] = standing_on(exercise, places[name].stair)
    order = tuple(name for name in routine.exercises if name in offered)
    plan = lay_out(replace(routine, exercises=order), offered)
    return _with_progress(
        replace(plan, adjustments=tuple(dict.fromkeys(resting))), exercises, places
    )


def _resting(exercise: Exercise, past: Past) -> tuple[Adjustment, ...]:
    """Return why `exercise` rests: it hurt sharply within the month."""
    when = sharp_days(past.history, past.limits).get(exercise.id)
    if when is None or _since(when, past.day) >= rules.AGAIN_AFTER_DAYS:
        return ()
    rule = next(rule for rule in rules.EXERCISE_RULES if rule.id == "sharp-lately")
    return (
        Adjustment(Change.LEFT_OUT, rule.id, rule.reason, rule.source, exercise.id, exercise.name),
    )


def _with_progress(
    plan: Plan, exercises: Mapping[str, Exercise], places: Mapping[str, Place]
) -> Plan:
    """Return `plan` with the reasons of `progress`, which look at the catalogue's `exercises`."""
    ids = dict.fromkeys(e.id for e in plan.exercises if e.id in places)
    why = tuple(r for name in ids for r in adjustment_on(places[name], exercises[name]))
    return replace(plan, adjustments=(*plan.adjustments, *why))


def _with_earned_adjustments(plan: Plan, written: Profile, known: Profile) -> Plan:
    """Return `plan` with the reasons why it has what was closed to the person before."""
    offered = {exercise.id: exercise for exercise in plan.exercises}
    why = tuple(r for exercise in offered.values() for r in opened(exercise, written, known))
    return replace(plan, adjustments=(*plan.adjustments, *why))


def _since(when: int, day: int) -> int:
    return min(MAX_DAYS, max(0, day - when))
