"""The stages of a session, one after another: introduce, work, switch sides, rest, the next.

Each begins where the one before was planned to end. What interrupts them, and what the person says
in between, is decided elsewhere; it leads back here by `resume` or `leave_out`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.model.events import Line, phrase
from backtalk.core.model.records import ExerciseLeftOut
from backtalk.core.session import greeting, pacing
from backtalk.core.session.adjust import easier
from backtalk.core.session.outbox import set_record
from backtalk.core.session.phases import Phase

if TYPE_CHECKING:
    from backtalk.core.session.session import Session

_WORKING = (Phase.MOVING, Phase.HOLDING)


def over(session: Session, end_s: float) -> None:
    """Go on with what follows the stage that is over."""
    match session.phase:
        case Phase.CHECKING_VOICE:
            introduce(session, end_s)
        case Phase.INTRODUCING | Phase.SWITCHING:
            work(session, end_s)
        case Phase.MOVING | Phase.HOLDING:
            set_done(session, end_s)
        case Phase.RESTING:
            after_rest(session, end_s)
        case Phase.FINISHING:
            session.clock.stand_still()
            session.enter("end")


def introduce(session: Session, now_s: float, before: tuple[Line, ...] = ()) -> None:
    """Describe the coming set and leave time to get into place."""
    if session.closing or session.course.at_end:
        greeting.goodbye(session, now_s, before)
        return
    exercise_set = session.course.exercise_set
    times = session.course.times_described
    session.course.describe()
    first = phrase("next_exercise" if session.course.index else "first_exercise")
    lines = (
        first,
        pacing.name_line(exercise_set),
        *pacing.description(exercise_set, times_heard=times),
    )
    session.enter("introduce")
    session.start(pacing.introduction((*before, *lines), pacing.SETTLE_NEW_POSITION_S), now_s)


def resume(session: Session, now_s: float, before: tuple[Line, ...]) -> None:
    """Go on with the present set where it was left, after words and a moment to settle.

    A description that was not heard to its end is begun again: nobody has to guess the rest.
    """
    ends = session.closing or session.course.at_end
    if ends or not session.course.times_described:
        introduce(session, now_s, before)
        return
    working = session.phase in _WORKING
    lines = before + pacing.reminder(
        session.course.exercise_set, session.course.done, in_place=working
    )
    settle_s = pacing.SETTLE_S if working else pacing.SETTLE_NEW_POSITION_S
    session.enter("introduce")
    session.start(pacing.introduction(lines, settle_s), now_s)


def work(session: Session, now_s: float) -> None:
    """Begin the repetitions of the present set."""
    session.course.begin_work()
    session.enter("move")
    session.start(
        pacing.work(session.course.exercise_set, session.course.done, session.pace), now_s
    )


def set_done(session: Session, now_s: float) -> None:
    """Record the set, then switch sides, rest, or close."""
    repetitions = session.course.done
    before = session.course.complete()
    session.out.add(set_record(before, repetitions))
    if session.course.at_end:
        greeting.goodbye(session, now_s, ())
        return
    coming = session.course.exercise_set
    if coming.set_number == before.set_number and not coming.opens_exercise:
        session.enter("switch")
        session.start(pacing.switching(coming), now_s)
    else:
        rest(session, coming.rest_before_s, pacing.coming_lines(coming), now_s)


def rest(session: Session, rest_s: float, coming: tuple[Line, ...], now_s: float) -> None:
    """Rest for `rest_s`, saying what comes after."""
    session.enter("rest")
    then_work = not session.course.exercise_set.opens_exercise
    session.start(pacing.resting(rest_s, coming, then_work=then_work), now_s)


def after_rest(session: Session, now_s: float) -> None:
    """Go on after a rest: a new exercise is described, a known one begins."""
    if session.course.exercise_set.opens_exercise:
        introduce(session, now_s)
    else:
        work(session, now_s)


def leave_out(session: Session, now_s: float, *, easier_next: bool = False) -> None:
    """Go on with the next exercise, taking that one step easier where asked."""
    session.interrupt()
    left = session.course.leave_out()
    session.out.add(ExerciseLeftOut(left.exercise.id))
    step = (
        easier(session.course.exercise_set) if easier_next and not session.course.at_end else None
    )
    if step is not None:
        session.course.change(step.change)
    introduce(session, now_s, (phrase("left_out"),))
