"""What follows from what the person answers, or does not answer, while a session waits.

A word is offered to the dialogue first; what it does not take steers the session (`steering`).
Whatever a dialogue decides, nothing goes on while pain is unanswered, sound is gone, or the
hearing check is not over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.dialogue.dialogue import (
    AfterPain,
    AfterStop,
    Decision,
    Measurement,
    Question,
    Reply,
    WhilePaused,
)
from backtalk.core.dialogue.hearing_check import HearingCheck
from backtalk.core.dialogue.near_miss import DidThatHurt, PutOff
from backtalk.core.model.effects import CheckEnded, Hush, MeasureRoom, Release
from backtalk.core.model.events import Command, Line, RoomLevels, Situation, phrase
from backtalk.core.model.records import PainReported
from backtalk.core.session import greeting, interruptions, interviewing, preliminaries, stages
from backtalk.core.session.adjust import easier
from backtalk.core.session.commands import steer, take_step
from backtalk.core.session.phases import Phase

if TYPE_CHECKING:
    from backtalk.core.session.session import Session


def take(session: Session, command: Command, now_s: float, *, by_key: bool) -> None:
    """Offer `command` to the dialogue under way; what it does not take steers the session."""
    question = session.waiting.question
    if question is not None and question.needs_key and not by_key:
        return
    if command is Command.BACK and preliminaries.back_to_who(session, now_s):
        return
    reply = session.waiting.answer(command)
    if reply is not None:
        _record_score(session, question)
        interviewing.keep_answers(session)
        if command is Command.LEG and not session.preliminary:
            exercise = session.course.exercise_set.exercise.id
            session.out.add(PainReported(place="leg", exercise=exercise))
        session.out.add(Hush())
        follow(session, reply, now_s)
    else:
        steer(session, command, now_s)


def measured(session: Session, levels: RoomLevels, now_s: float) -> None:
    """Tell the hearing check what it asked for."""
    if isinstance(session.waiting.dialogue, HearingCheck):
        follow(session, session.waiting.dialogue.measured(levels), now_s)


def follow(session: Session, reply: Reply, now_s: float) -> None:
    """Do what a dialogue replied: ask, measure, or go where its verdict leads."""
    if isinstance(reply, Question):
        session.waiting.ask(reply, session.out, safety=session.latched)
    elif isinstance(reply, Measurement):
        session.out.add(MeasureRoom(reply.keep))
    elif reply is not None and reply.decision is Decision.END:
        greeting.goodbye(session, now_s, (*reply.lines, *interviewing.still_to_be_told(session)))
    elif reply is not None and reply.decision is Decision.HURT:
        interruptions.it_did_hurt(session, now_s)
    elif reply is not None and not _still_held(session, now_s):
        _go_on(session, reply.decision, reply.lines, now_s)


def _still_held(session: Session, now_s: float) -> bool:
    """Go back to what must come before anything goes on; return whether there was such a thing."""
    if session.unanswered_pain is not None:
        dialogue, session.unanswered_pain = session.unanswered_pain, None
        session.enter("hurt")
        session.open_dialogue(dialogue, now_s)
    elif session.sound_gone:
        session.enter("lose_sound")
        session.open_dialogue(AfterStop(phrase("cannot_hear")), now_s)
    elif (put_off := _put_off(session)) is not None:
        _take_up(session, put_off, now_s)
    elif session.paused_before_asking and session.phase is Phase.ASKING:
        session.wait("pause", WhilePaused(), now_s)
    else:
        return False
    return True


def _put_off(session: Session) -> PutOff | None:
    dialogue = session.waiting.dialogue
    return dialogue.put_off if isinstance(dialogue, DidThatHurt) else None


def _take_up(session: Session, put_off: PutOff, now_s: float) -> None:
    """Ask once more what a near miss put off; nothing of it has changed meanwhile."""
    if put_off.dialogue is session.check:
        session.enter("check")
    session.waiting.dialogue = put_off.dialogue
    follow(session, put_off.question, now_s)


def _go_on(session: Session, decision: Decision, lines: tuple[Line, ...], now_s: float) -> None:
    session.waiting.end()
    if session.latched:
        session.latched = False
        session.out.add(Release())
    session.out.listen(Situation.FLOW)
    if session.closing:
        greeting.goodbye(session, now_s, lines)
    elif session.check is not None:
        _go_on_checking(session, session.check, decision, lines, now_s)
    elif session.preliminary:
        preliminaries.go_on(session, lines, now_s)
    elif session.course.at_end:  # all is done: nothing to go on with, make easier or leave out
        greeting.goodbye(session, now_s, lines)
    elif decision is Decision.GO_ON:
        stages.resume(session, now_s, (phrase("going_on"),))
    elif (
        decision is Decision.GO_ON_EASIER
        and (step := easier(session.course.exercise_set)) is not None
    ):
        take_step(session, step, "easier", now_s)
    else:  # also where nothing easier is left: what hurt is not repeated unchanged
        stages.leave_out(session, now_s, easier_next=decision is Decision.LEAVE_OUT_EASIER)


def _go_on_checking(
    session: Session,
    check: HearingCheck,
    decision: Decision,
    lines: tuple[Line, ...],
    now_s: float,
) -> None:
    """End a check that says itself that it is over; otherwise take it up before any exercise.

    One that has failed is over only by key: a word that goes on after a stop leads back to it.
    """
    if session.phase is not Phase.CHECKING_VOICE:
        session.enter("check")
    result = check.result
    if result is None or decision is not Decision.CHECKED:
        session.open_dialogue(check, now_s)
        return
    session.check, session.checked = None, result
    session.out.add(CheckEnded(result))
    preliminaries.go_on(session, lines, now_s)


def _record_score(session: Session, question: Question | None) -> None:
    dialogue = session.waiting.dialogue
    asked = question is not None and question.situation is Situation.SCORE
    if asked and isinstance(dialogue, AfterPain) and dialogue.score is not None:
        exercise = "" if session.preliminary else session.course.exercise_set.exercise.id
        session.out.add(PainReported(score=dialogue.score, exercise=exercise))
