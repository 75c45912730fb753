"""A routine fitted to a person: what is offered, left out, replaced or lighter, and why.

Pure: routine, exercises and profile in, a plan with its remarks out. The reasons are those of
`rules`; nothing is changed here without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backtalk.core.model.adjustments import Change, Remark
from backtalk.core.model.exercise import POSITIONS, Exercise, Purpose, Routine
from backtalk.core.model.plan import Plan, lay_out
from backtalk.core.model.profile import Profile
from backtalk.core.prescription import routine_rules, rules
from backtalk.core.prescription.dosing import fitted_dose
from backtalk.core.prescription.routine_rules import RoutineRule
from backtalk.core.prescription.rules import ExerciseRule


@dataclass(frozen=True)
class Judged:
    """What the rules make of one exercise for one person."""

    exercise: Exercise | None
    """As it is offered, with its dose and its open rungs; None when it is not offered."""
    remarks: tuple[Remark, ...] = ()


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
        A plan whose `remarks` give every reason. It has no bouts when the routine is declined or
        when nothing of it is left.

    Raises:
        KeyError: the routine names an exercise that is not there.
    """
    remarks = _remarks_on(routine, profile)
    offered: list[Exercise] = []
    for exercise_id in routine.exercises:
        taken = {*routine.exercises, *(exercise.id for exercise in offered)}
        judged = judge(exercises[exercise_id], profile, exercises, taken)
        remarks += judged.remarks
        offered += [judged.exercise] if judged.exercise is not None else []
    remarks = list(dict.fromkeys(remarks))
    if any(remark.change is Change.DECLINED for remark in remarks):
        return Plan(routine, (), tuple(remarks), fitted=True)
    if routine.free_order and offered != (ordered := seldom_up_and_down(offered)):
        offered = ordered
        remarks.append(_on(routine_rules.SELDOM_UP_AND_DOWN, Change.MOVED))
    remarks += _on_balance(offered, exercises, week)
    order = tuple(exercise.id for exercise in offered)
    plan = lay_out(replace(routine, exercises=order), {e.id: e for e in offered})
    return replace(plan, remarks=tuple(remarks), fitted=True)


def judge(
    exercise: Exercise,
    profile: Profile,
    exercises: Mapping[str, Exercise],
    beside: Iterable[str] = (),
) -> Judged:
    """Return what the rules make of `exercise`.

    Args:
        exercise: what was asked for.
        profile: who trains.
        exercises: id to exercise, of those that may take its place.
        beside: ids of the routine's exercises; one of them takes no other's place.
    """
    against = _applying(exercise, profile)
    start = _nearest_open_rung(exercise, profile)
    if start is not None:
        return _from_rung(exercise, start, profile, against)
    instead = against[0].instead.get(exercise.id)
    if instead is not None and instead in exercises and instead not in beside:
        other = judge(exercises[instead], profile, exercises, beside)
        if other.exercise is not None:
            remark = _about(against[0], Change.REPLACED, exercise, profile)
            return Judged(other.exercise, (replace(remark, instead=instead), *other.remarks))
    return Judged(None, tuple(_about(r, Change.LEFT_OUT, exercise, profile) for r in against))


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


def _lifted(exercise: Exercise, profile: Profile) -> tuple[Remark, ...]:
    return tuple(
        _about(rule, Change.AGREED, exercise, profile)
        for rule in rules.EXERCISE_RULES
        if rule.applies(profile, exercise) and rule.lifted_for(profile)
    )


def _as_on(exercise: Exercise, rung: int) -> Exercise:
    """Return `exercise` with what `rung` asks for, as the rules are to see it."""
    step = exercise.rungs[rung]
    return replace(
        exercise,
        traits=exercise.traits | step.traits,
        equipment=step.equipment or exercise.equipment,
    )


def _nearest_open_rung(exercise: Exercise, profile: Profile) -> int | None:
    """Return the standard rung or the nearest easier one that the rules leave open, or None."""
    downward = range(exercise.start_rung, -1, -1)
    return next((n for n in downward if not _applying(_as_on(exercise, n), profile)), None)


def _from_rung(
    exercise: Exercise, start: int, profile: Profile, against: tuple[ExerciseRule, ...]
) -> Judged:
    """Return the exercise from rung `start` on, with its open rungs, dosed for the person.

    `against` are the rules that close the standard rung, if that is not where it starts.
    """
    remarks = [_about(rule, Change.EASED, exercise, profile) for rule in against]
    open_rungs = [n for n in range(start) if not _applying(_as_on(exercise, n), profile)]
    below = len(open_rungs)
    for number in range(start, len(exercise.rungs)):
        reached = _as_on(exercise, number)
        closing = _applying(reached, profile)
        if closing:  # the rungs after it build on it
            remarks += [] if against else [_about(closing[0], Change.CLOSED, reached, profile)]
            break
        remarks += _lifted(reached, profile)
        open_rungs.append(number)
    fitted = replace(
        _as_on(exercise, start),
        rungs=tuple(exercise.rungs[number] for number in open_rungs),
        start_rung=below,
    )
    dose, why = fitted_dose(fitted, profile)
    return Judged(replace(fitted, dose=dose), (*dict.fromkeys(remarks), *why))


def _remarks_on(routine: Routine, profile: Profile) -> list[Remark]:
    remarks = []
    for rule in routine_rules.DECLINING_RULES:
        if rule.applies(profile, routine):
            lifted = rule.lifted_for(profile)
            remarks.append(_on(rule, Change.AGREED if lifted else Change.DECLINED))
    remarks += [
        _on(rule, Change.CAUTION)
        for rule in routine_rules.CAUTIONS
        if rule.applies(profile, routine)
    ]
    return remarks


def _on_balance(
    offered: Iterable[Exercise], exercises: Mapping[str, Exercise], week: Iterable[Routine]
) -> list[Remark]:
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


def _on(rule: RoutineRule, change: Change) -> Remark:
    return Remark(change, rule.id, rule.reason, rule.source)


def _about(rule: ExerciseRule, change: Change, exercise: Exercise, profile: Profile) -> Remark:
    says = rule.says(profile, exercise)
    return Remark(change, rule.id, says, rule.source, exercise.id, exercise.name)
