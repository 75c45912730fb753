"""What each command does to a session that is not waiting for an answer.

Adjusting works everywhere, questions are answered, steering moves the session along; a command
that makes no sense now gets a spoken 'not now'. Stop words never come this way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.dialogue.dialogue import ConfirmFinish, WhilePaused
from backtalk.core.model.effects import AdjustRate, AdjustVolume, Hush
from backtalk.core.model.events import Command, Line, phrase
from backtalk.core.model.records import DoseChanged
from backtalk.core.session import preliminaries, stages
from backtalk.core.session.adjust import Step, easier, harder
from backtalk.core.session.phases import RUNNING, Phase
from backtalk.core.session.replies import QUESTIONS, View, reply

if TYPE_CHECKING:
    from backtalk.core.session.session import Session

SLOWER, FASTER = 1.25, 0.8
SLOWEST, FASTEST = 2.0, 0.6
MORE_REST_S = 30.0
_WORKING = (Phase.MOVING, Phase.HOLDING)
_PAUSES = (Phase.RESTING, Phase.SWITCHING)
_ASKED = (Phase.ASKING, Phase.HURT, Phase.STOPPED, Phase.DEAF)


def steer(session: Session, command: Command, now_s: float) -> None:
    """Do what `command` says, or say 'not now'."""
    if session.phase is Phase.READY:
        if command is Command.START:
            preliminaries.begin(session, now_s)
    elif session.phase in _ASKED or session.latched:
        _while_asked(session, command)
    elif session.preliminary:
        _before_it_begins(session, command, now_s)
    elif not (_adjusted(session, command, now_s) or _answered(session, command, now_s)):
        closing = session.phase is Phase.FINISHING
        if closing or not (_moved(session, command, now_s) or _changed(session, command, now_s)):
            session.out.say((phrase("not_now"),))


def _while_asked(session: Session, command: Command) -> None:
    """Help repeats the question, the volume can be changed; every other word waits.

    So it is in the closing words after a stop, too: no cue may answer while latched.
    """
    question = session.waiting.question
    if command in {Command.LOUDER, Command.QUIETER}:
        session.out.add(AdjustVolume(1 if command is Command.LOUDER else -1))
    elif command is Command.HELP and question is not None:
        session.out.add(Hush())
        session.waiting.ask(question, session.out, safety=session.latched)


def _before_it_begins(session: Session, command: Command, now_s: float) -> None:
    """No word leads past the hearing check, not even in a pause; only to the end."""
    if command is Command.FINISH and session.phase is Phase.PAUSED:
        session.wait("ask", ConfirmFinish(), now_s)
    else:
        _while_asked(session, command)


def _adjusted(session: Session, command: Command, now_s: float) -> bool:
    if command in {Command.LOUDER, Command.QUIETER}:
        session.out.add(AdjustVolume(1 if command is Command.LOUDER else -1))
        session.out.say((phrase(command.value),))
        return True
    if command in {Command.SLOWER, Command.FASTER}:
        factor = SLOWER if command is Command.SLOWER else FASTER
        session.pace = min(SLOWEST, max(FASTEST, session.pace * factor))
        session.out.add(AdjustRate(-1 if command is Command.SLOWER else 1))
        _say_and_go_on(session, (phrase(command.value),), now_s)
        return True
    return False


def _answered(session: Session, command: Command, now_s: float) -> bool:
    if command not in QUESTIONS:
        return False
    course = session.course
    left_s = session.left_s(now_s)
    view = View(course.plan, course.index, course.done, session.phase, left_s, session.pace)
    session.out.say(reply(command, view))
    return True


def _moved(session: Session, command: Command, now_s: float) -> bool:
    """Move through the plan; False where `command` does not move or cannot now."""
    phase = session.phase
    match command:
        case Command.SKIP if phase in _PAUSES:
            _go(session, now_s)
        case Command.SKIP:
            stages.leave_out(session, now_s)
        case Command.BACK:
            session.interrupt()
            session.course.back()
            stages.introduce(session, now_s, (phrase("going_back"),))
        case Command.REPEAT:
            session.interrupt()
            session.course.repeat(previous=phase in _PAUSES)
            stages.introduce(session, now_s, (phrase("once_more"),))
        case Command.DONE if phase in _WORKING:
            session.out.add(Hush())
            stages.set_done(session, now_s)
        case Command.START | Command.CONTINUE | Command.DONE if phase not in _WORKING:
            _go(session, now_s)
        case _:
            return False
    return True


def _changed(session: Session, command: Command, now_s: float) -> bool:
    """Change how the session goes; False where `command` does not or cannot now."""
    match command:
        case Command.PAUSE if session.phase in RUNNING:
            session.wait("pause", WhilePaused(), now_s)
        case Command.FINISH:
            session.wait("ask", ConfirmFinish(), now_s)
        case Command.EASIER:
            take_step(session, easier(session.course.exercise_set), "easier", now_s)
        case Command.HARDER:
            take_step(session, harder(session.course.exercise_set), "harder", now_s)
        case Command.MORE_REST if session.phase in _PAUSES:
            session.out.add(Hush())
            stages.rest(session, session.left_s(now_s) + MORE_REST_S, (), now_s)
        case Command.MORE_REST:
            session.out.say((phrase("rest_later"),))
        case _:
            return False
    return True


def _go(session: Session, now_s: float) -> None:
    """Do not wait any longer: begin what is coming."""
    session.interrupt()
    if session.phase is Phase.RESTING:
        stages.after_rest(session, now_s)
    elif session.phase is Phase.CHECKING_VOICE:
        stages.introduce(session, now_s)
    else:
        stages.work(session, now_s)


def take_step(session: Session, step: Step | None, direction: str, now_s: float) -> None:
    """Make the present exercise easier or harder by `step` and say what changed.

    `direction` is 'easier' or 'harder'; a step of None says that there is none left.
    """
    if step is None:
        _say_and_go_on(session, (phrase(f"no_{direction}"),), now_s)
        return
    session.course.change(step.change)
    exercise = session.course.exercise_set.exercise.id
    session.out.add(DoseChanged(exercise, direction))
    _say_and_go_on(session, (phrase(direction), *step.says), now_s)


def _say_and_go_on(session: Session, lines: tuple[Line, ...], now_s: float) -> None:
    """Say `lines`; in the middle of work or of a description, take up the set after them."""
    if session.phase in {*_PAUSES, Phase.CHECKING_VOICE, Phase.PAUSED, Phase.FINISHING}:
        session.out.say(lines)
        return
    session.out.add(Hush())
    stages.resume(session, now_s, lines)
