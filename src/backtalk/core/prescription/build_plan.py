"""A plan from a routine, a profile and a history.

Pure. The history fills in what the profile need not say (what hurt sharply, how long ago the last
session was), and each exercise is offered at the step of its progression that `progress` found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.history import WEEK_DAYS, History
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.plan import Plan, lay_out
from backtalk.core.model.profile import MAX_DAYS, Profile
from backtalk.core.model.routine import Routine
from backtalk.core.prescription import rules
from backtalk.core.prescription.days import days_longer, sharp_days
from backtalk.core.prescription.fitting import Assessment, assess, fit
from backtalk.core.prescription.progress import (
    adjustment_on,
    easier_today,
    position_of,
    troubled_today,
)
from backtalk.core.prescription.progression import ProgressionPosition, at_step
from backtalk.core.prescription.unlocked import unlocking_reasons, with_unlocked

_REPLACING = tuple({other for rule in rules.EXERCISE_RULES for other in rule.instead.values()})


@dataclass(frozen=True)
class Past:
    """What is known of a person today."""

    history: History
    day: int
    """Today, counted as the history's days are."""
    limits: PainLimits = field(default_factory=PainLimits)


def build_plan(
    routine: Routine,
    exercises: Mapping[str, Exercise],
    routines: Mapping[str, Routine],
    profile: Profile | None,
    past: Past,
) -> Plan:
    """Return the plan of `routine` for today.

    Args:
        routine: what was asked for.
        exercises: id to exercise, of the whole catalogue.
        routines: id to routine, for the balance of the week.
        profile: the person's profile; None: the plan is not fitted, but what hurt sharply rests.
        past: what the journal knows.

    Raises:
        KeyError: the routine names an exercise that is not there.
    """
    if profile is None:
        return _unfitted(routine, exercises, past)
    written = profile_with_history(profile, past, other_than=routine.id)
    known = with_unlocked(written, exercises, past.history, past.day, past.limits)
    week = [routines[name] for name in known.week if name in routines]
    if not _has_position(past):
        return fit(routine, exercises, known, week)
    wanted = [exercises[name] for name in (*routine.exercises, *_REPLACING) if name in exercises]
    positions = {e.id: position_today(e, exercises, known, past) for e in wanted}
    standing = {e.id: at_step(e, positions[e.id].step) for e in wanted}
    plan = fit(routine, {**exercises, **standing}, known, week)
    return _with_unlocking_reasons(_with_progress(plan, exercises, positions), written, known)


def assess_exercise(
    exercise: Exercise, exercises: Mapping[str, Exercise], profile: Profile | None, past: Past
) -> Assessment:
    """Return what rules and history make of one exercise, as `fitting.assess` does."""
    written = known = profile
    if profile is not None:
        written = profile_with_history(profile, past)
        known = with_unlocked(written, exercises, past.history, past.day, past.limits)
    position = position_today(exercise, exercises, known, past)
    began = _has_position(past)
    standing = at_step(exercise, position.step) if began else exercise
    if written is None or known is None:
        resting = _resting(exercise, past)
        progress = adjustment_on(position, exercise) if began and not resting else ()
        return Assessment(None if resting else standing, (*resting, *progress))
    assessed = assess(standing, known, exercises)
    if not began or assessed.exercise is None or assessed.exercise.id != exercise.id:
        return assessed
    why = (*adjustment_on(position, exercise), *unlocking_reasons(exercise, written, known))
    return replace(assessed, adjustments=(*assessed.adjustments, *why))


def usual_position(
    exercise: Exercise, exercises: Mapping[str, Exercise], profile: Profile | None, past: Past
) -> ProgressionPosition:
    """Return the position in the progression of `exercise`, over the variations open to the person.

    Without a profile it never rises above the variation on which one begins.
    """
    if profile is None:
        open_variations = exercise.variations[: exercise.start_variation + 1]
        able = replace(exercise, variations=open_variations)
    else:
        rested = replace(profile, sharp_days_ago=MappingProxyType({}))
        assessed = assess(exercise, rested, exercises).exercise
        usable = assessed is not None and assessed.id == exercise.id
        able = replace(assessed, dose=exercise.dose) if assessed and usable else exercise
    return position_of(able, past.history, past.limits)


def position_today(
    exercise: Exercise, exercises: Mapping[str, Exercise], profile: Profile | None, past: Past
) -> ProgressionPosition:
    """Return the position for today: the usual one, or a step below it where the back is troubled.

    Only for today: the usual position stays as it is.
    """
    position = usual_position(exercise, exercises, profile, past)
    return easier_today(position, past.history, past.day, past.limits)


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


def _has_position(past: Past) -> bool:
    """Whether anything is known from which a position in a progression follows."""
    history = past.history
    return history.last_day is not None or troubled_today(history, past.day, past.limits)


def _unfitted(routine: Routine, exercises: Mapping[str, Exercise], past: Past) -> Plan:
    if not _has_position(past):
        return lay_out(routine, exercises)
    resting: list[Adjustment] = []
    offered: dict[str, Exercise] = {}
    positions: dict[str, ProgressionPosition] = {}
    for name in routine.exercises:
        exercise = exercises[name]
        why = _resting(exercise, past)
        resting += why
        if not why:
            positions[name] = position_today(exercise, exercises, None, past)
            offered[name] = at_step(exercise, positions[name].step)
    order = tuple(name for name in routine.exercises if name in offered)
    plan = lay_out(replace(routine, exercises=order), offered)
    return _with_progress(
        replace(plan, adjustments=tuple(dict.fromkeys(resting))), exercises, positions
    )


def _resting(exercise: Exercise, past: Past) -> tuple[Adjustment, ...]:
    """Return why `exercise` rests: it hurt sharply within the month."""
    when = sharp_days(past.history, past.limits).get(exercise.id)
    if when is None or _since(when, past.day) >= rules.AGAIN_AFTER_DAYS:
        return ()
    rule = rules.SHARP_LATELY
    says = rules.SHARP_LATELY_REASON
    return (Adjustment(Change.LEFT_OUT, rule.id, says, rule.source, exercise.id, exercise.name),)


def _with_progress(
    plan: Plan, exercises: Mapping[str, Exercise], positions: Mapping[str, ProgressionPosition]
) -> Plan:
    """Return `plan` with the reasons of `progress`; `exercises` are as the catalogue has them."""
    ids = dict.fromkeys(e.id for e in plan.exercises if e.id in positions)
    why = tuple(r for name in ids for r in adjustment_on(positions[name], exercises[name]))
    return replace(plan, adjustments=(*plan.adjustments, *why))


def _with_unlocking_reasons(plan: Plan, written: Profile, known: Profile) -> Plan:
    """Return `plan` with the reasons why it has what was closed to the person before."""
    offered = {exercise.id: exercise for exercise in plan.exercises}
    why = tuple(
        r for exercise in offered.values() for r in unlocking_reasons(exercise, written, known)
    )
    return replace(plan, adjustments=(*plan.adjustments, *why))


def _since(when: int, day: int) -> int:
    return min(MAX_DAYS, max(0, day - when))
