"""What a fitted plan says of itself: before the first exercise, after the last, and when asked why.

Only chooses lines; the reasons come with the plan's adjustments, the phrases from the phrasebook.
"""

from __future__ import annotations

from collections.abc import Iterable

from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.duration import MINUTE_S, left, minutes_left
from backtalk.core.model.events import Line, phrase
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.plan import Plan
from backtalk.core.model.records import DoctorAgreed, Record

_SAID_OF_AN_EXERCISE = (
    Change.REPLACED,
    Change.EASED,
    Change.LIGHTER,
    Change.LONGER,
    Change.PROGRESS,
    Change.AGREED,
    Change.LEFT_OUT,
)
_MORNING_AND_EVENING = 2


def welcome(plan: Plan, index: int, pace: float) -> tuple[Line, ...]:
    """Return the welcome to `plan`, which begins with set `index`: what comes, and how long.

    Where it goes on in the middle, only what is left counts.
    """
    if index:
        return phrase("welcome_back", name=plan.routine.name), left(plan, index, pace)
    return (phrase("welcome", name=plan.routine.name, count=minutes_left(plan, 0, pace)),)


def opening(plan: Plan) -> tuple[Line, ...]:
    """Return what a person should know before `plan` begins: why today, and what was changed."""
    lines: list[Line] = [*plan.today]
    if adjustments.of(plan.adjustments, Change.AGREED):
        lines.append(phrase("as_agreed"))
    told = adjustments.of(plan.adjustments, Change.PROGRAMME, Change.CAUTION)
    lines += [adjustment.says for adjustment in told]
    names = dict.fromkeys(r.name for r in adjustments.of(plan.adjustments, Change.LEFT_OUT))
    if names:
        lines.append(phrase("left_out_for_you", names=tuple(names)))
    offered = {exercise.id: exercise.name for exercise in plan.exercises}
    for adjustment in adjustments.of(plan.adjustments, Change.REPLACED):
        if adjustment.instead in offered:
            lines.append(phrase("instead_of", old=adjustment.name, new=offered[adjustment.instead]))
            lines.append(adjustment.says)
    if adjustments.of(plan.adjustments, Change.LIGHTER):
        lines.append(phrase("lighter_today"))
    return tuple(lines)


def closing(plan: Plan) -> tuple[Line, ...]:
    """Return the advice of the routine, and which exercises come once more on the same day."""
    return (*plan.routine.advice, *(line for e in _once(plan) for line in later_today(e)))


def later_today(exercise: Exercise) -> tuple[Line, ...]:
    """Return when `exercise` comes again on the same day; nothing when it does not."""
    dose, lines = exercise.dose, []
    if dose.repeat_after_s is not None:
        minutes = round(dose.repeat_after_s / MINUTE_S)
        lines.append(phrase("repeat_later", count=minutes, name=exercise.name))
    if dose.times_a_day_max is not None and dose.times_a_day_max > dose.times_a_day:
        most = dose.times_a_day_max
        times = dose.times_a_day
        lines.append(phrase("times_a_day_range", name=exercise.name, times=times, most=most))
    elif dose.times_a_day == _MORNING_AND_EVENING:
        lines.append(phrase("twice_a_day", name=exercise.name))
    elif dose.times_a_day > 1:
        lines.append(phrase("times_a_day", name=exercise.name, times=dose.times_a_day))
    return tuple(lines)


def why(plan: Plan, exercise: Exercise) -> tuple[Line, ...]:
    """Return why `exercise` is in `plan` as it is, briefly: the session goes on meanwhile."""
    lines = reasons(exercise, plan.adjustments, fitted=plan.fitted)
    return lines if plan.fitted else (*lines, plan.routine.about)


def reasons(exercise: Exercise, of_plan: Iterable[Adjustment], *, fitted: bool) -> tuple[Line, ...]:
    """Return what `exercise` is for, and what the adjustments of a plan say of it."""
    lines: list[Line] = [phrase(f"why_{purpose.value}") for purpose in exercise.trains]
    about = adjustments.about(adjustments.of(of_plan, *_SAID_OF_AN_EXERCISE), exercise.id)
    for adjustment in about:
        if adjustment.change is Change.REPLACED and adjustment.instead == exercise.id:
            lines.append(phrase("why_instead", name=adjustment.name))
        lines.append(adjustment.says)
    if fitted and not about:
        lines.append(phrase("why_fitted"))
    return tuple(lines)


def consents(plan: Plan) -> tuple[Record, ...]:
    """Return the records of the rules that the doctor's consent lifted, for the journal."""
    return tuple(
        DoctorAgreed(adjustment.rule, adjustment.exercise)
        for adjustment in adjustments.of(plan.adjustments, Change.AGREED)
    )


def refusal(plan: Plan) -> tuple[Line, ...]:
    """Return why nothing of `plan` is trained; nothing where something is."""
    if plan.sets and not plan.declined:
        return ()
    reasons = plan.declined or adjustments.of(plan.adjustments, Change.LEFT_OUT)
    return tuple(dict.fromkeys(reason.says for reason in reasons))


def _once(plan: Plan) -> tuple[Exercise, ...]:
    return tuple({exercise.id: exercise for exercise in plan.exercises}.values())
