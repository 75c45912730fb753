"""A routine fitted to a person: what is offered, left out, replaced or lighter, and why.

Pure: routine, exercises and profile in, a plan with its adjustments out. The reasons are those of
`rules`; nothing is changed here without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import POSITIONS, Exercise, Purpose
from backtalk.core.model.plan import Plan, lay_out
from backtalk.core.model.profile import Profile
from backtalk.core.model.routine import Routine
from backtalk.core.prescription import routine_rules, rules
from backtalk.core.prescription.dosing import fitted_dose
from backtalk.core.prescription.routine_rules import RoutineRule
from backtalk.core.prescription.rules import ExerciseRule


@dataclass(frozen=True)
class Assessment:
    """What the rules make of one exercise for one person."""

    exercise: Exercise | None
    """As it is offered, with its dose and its open variations; None when it is not offered."""
    adjustments: tuple[Adjustment, ...] = ()


def fit(
    routine: Routine,
    exercises: Mapping[str, Exercise],
    profile: Profile,
    week: Iterable[Routine] = (),
) -> Plan:
    """Return the plan of `routine` for `profile`.

    Args:
        routine: what was asked for.
        exercises: id to exercise, also of those that replace others.
        profile: who trains.
        week: the other routines of the week, for the balance of belly and back.

    Returns:
        A plan whose `adjustments` give every reason. It has no sets when the routine is declined or
        when nothing of it is left.

    Raises:
        KeyError: the routine names an exercise that is not there.
    """
    adjustments = _adjustments_on(routine, profile)
    offered: list[Exercise] = []
    for exercise_id in routine.exercises:
        taken = {*routine.exercises, *(exercise.id for exercise in offered)}
        assessed = assess(exercises[exercise_id], profile, exercises, taken)
        adjustments += assessed.adjustments
        offered += [assessed.exercise] if assessed.exercise is not None else []
    adjustments = list(dict.fromkeys(adjustments))
    if any(adjustment.change is Change.DECLINED for adjustment in adjustments):
        return Plan(routine, (), tuple(adjustments), fitted=True)
    if routine.free_order and offered != (ordered := seldom_up_and_down(offered)):
        offered = ordered
        adjustments.append(_on(routine_rules.SELDOM_UP_AND_DOWN, Change.MOVED))
    adjustments += _on_balance(offered, exercises, week)
    order = tuple(exercise.id for exercise in offered)
    plan = lay_out(replace(routine, exercises=order), {e.id: e for e in offered})
    return replace(plan, adjustments=tuple(adjustments), fitted=True)


def assess(
    exercise: Exercise,
    profile: Profile,
    exercises: Mapping[str, Exercise],
    beside: Iterable[str] = (),
) -> Assessment:
    """Return what the rules make of `exercise`.

    Args:
        exercise: what was asked for.
        profile: who trains.
        exercises: id to exercise, of those that may take its place.
        beside: ids of the routine's exercises; one of them takes no other's place.
    """
    against = _applying(exercise, profile)
    start = _nearest_open_variation(exercise, profile)
    if start is not None:
        return _from_variation(exercise, start, profile, against)
    instead = against[0].instead.get(exercise.id)
    if instead is not None and instead in exercises and instead not in beside:
        other = assess(exercises[instead], profile, exercises, beside)
        if other.exercise is not None:
            adjustment = _about(against[0], Change.REPLACED, exercise, profile)
            return Assessment(
                other.exercise, (replace(adjustment, instead=instead), *other.adjustments)
            )
    return Assessment(None, tuple(_about(r, Change.LEFT_OUT, exercise, profile) for r in against))


def seldom_up_and_down(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Return `exercises` from standing to lying, so that one goes down once and gets up once.

    Within one position the order stays as it was.
    """
    return sorted(exercises, key=lambda exercise: -POSITIONS.index(exercise.position))


def _applying(exercise: Exercise, profile: Profile) -> tuple[ExerciseRule, ...]:
    return tuple(
        rule
        for rule in rules.EXERCISE_RULES
        if rule.applies(profile, exercise) and not rule.lifted_for(profile)
    )


def _lifted(exercise: Exercise, profile: Profile) -> tuple[Adjustment, ...]:
    return tuple(
        _about(rule, Change.AGREED, exercise, profile)
        for rule in rules.EXERCISE_RULES
        if rule.applies(profile, exercise) and rule.lifted_for(profile)
    )


def _as_on(exercise: Exercise, variation: int) -> Exercise:
    """Return `exercise` with what `variation` asks for, as the rules are to see it."""
    step = exercise.variations[variation]
    return replace(
        exercise,
        traits=exercise.traits | step.traits,
        equipment=step.equipment or exercise.equipment,
    )


def _nearest_open_variation(exercise: Exercise, profile: Profile) -> int | None:
    """Return the standard variation or the nearest easier one left open by the rules, or None."""
    downward = range(exercise.start_variation, -1, -1)
    return next((n for n in downward if not _applying(_as_on(exercise, n), profile)), None)


def _from_variation(
    exercise: Exercise, start: int, profile: Profile, against: tuple[ExerciseRule, ...]
) -> Assessment:
    """Return the exercise from variation `start` on, with its open ones, dosed for the person.

    `against` are the rules that close the standard variation, if that is not where it starts.
    """
    adjustments = [_about(rule, Change.EASED, exercise, profile) for rule in against]
    open_variations = [n for n in range(start) if not _applying(_as_on(exercise, n), profile)]
    below = len(open_variations)
    for number in range(start, len(exercise.variations)):
        reached = _as_on(exercise, number)
        closing = _applying(reached, profile)
        if closing:  # the variations after it build on it
            adjustments += [] if against else [_about(closing[0], Change.CLOSED, reached, profile)]
            break
        adjustments += _lifted(reached, profile)
        open_variations.append(number)
    fitted = replace(
        _as_on(exercise, start),
        variations=tuple(exercise.variations[number] for number in open_variations),
        start_variation=below,
    )
    dose, why = fitted_dose(fitted, profile)
    return Assessment(replace(fitted, dose=dose), (*dict.fromkeys(adjustments), *why))


def _adjustments_on(routine: Routine, profile: Profile) -> list[Adjustment]:
    adjustments = []
    for rule in routine_rules.DECLINING_RULES:
        if rule.applies(profile, routine):
            lifted = rule.lifted_for(profile)
            adjustments.append(_on(rule, Change.AGREED if lifted else Change.DECLINED))
    adjustments += [
        _on(rule, Change.CAUTION)
        for rule in routine_rules.CAUTIONS
        if rule.applies(profile, routine)
    ]
    return adjustments


def _on_balance(
    offered: Iterable[Exercise], exercises: Mapping[str, Exercise], week: Iterable[Routine]
) -> list[Adjustment]:
    """Point out a week that would train the belly without the back, or the reverse."""
    trained = {purpose for exercise in offered for purpose in exercise.trains}
    beside = {
        purpose
        for routine in week
        for exercise_id in routine.exercises
        for purpose in exercises[exercise_id].trains
    }
    belly, back = Purpose.BELLY, Purpose.BACK
    if belly in trained and back not in trained | beside:
        return [_on(routine_rules.BELLY_WITHOUT_BACK, Change.CAUTION)]
    if back in trained and belly not in trained | beside:
        return [_on(routine_rules.BACK_WITHOUT_BELLY, Change.CAUTION)]
    return []


def _on(rule: RoutineRule, change: Change) -> Adjustment:
    return Adjustment(change, rule.id, rule.reason, rule.source)


def _about(rule: ExerciseRule, change: Change, exercise: Exercise, profile: Profile) -> Adjustment:
    says = rule.says(profile, exercise)
    return Adjustment(change, rule.id, says, rule.source, exercise.id, exercise.name)
