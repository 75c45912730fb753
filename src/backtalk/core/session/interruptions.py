"""What interrupts a session from outside: a stop, a near-miss, sound that is lost, other trouble.

Each leads to a safe state first and to words second. What the person says after it is the business
of the dialogues; the course of a session is `session`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.dialogue.dialogue import AfterPain, AfterStop, WhilePaused
from backtalk.core.dialogue.hearing_check import HearingCheck
from backtalk.core.dialogue.near_miss import DidThatHurt
from backtalk.core.model.effects import Chime, Latch, Release
from backtalk.core.model.events import Command, Signal, phrase
from backtalk.core.model.records import FoundSound, LostSound, NearMissAsked, Record, TroubleNoticed
from backtalk.core.session import answers
from backtalk.core.session.outbox import stop_record
from backtalk.core.session.phases import RUNNING, Phase

if TYPE_CHECKING:
    from backtalk.core.session.session import Session

ANSWER_AFTER_STOP_S = 2.0
"""A stop word in the middle of the pain question may be a misheard answer ('six', 'sick'): the
question waits this long for the answer before it is asked again."""


def stop(session: Session, command: Command, now_s: float, *, by_key: bool) -> None:
    """The loudspeaker is already silent and latched. What follows is only words."""
    check = session.waiting.dialogue
    if isinstance(check, HearingCheck) and check.hears(command) and not by_key:
        # Nothing was under way that the word could set going again: it is the answer asked for.
        session.out.add(Release())
        answers.follow(session, check.heard(), now_s)
        return
    session.latched = True
    session.clock.stand_still()
    session.out.add(_stopped(session, command))
    if session.phase is Phase.HURT:
        session.waiting.interrupted(now_s, ANSWER_AFTER_STOP_S)
    elif command is Command.PAIN:
        ask_about_pain(session, now_s)
    else:
        session.enter("stop")
        first = phrase("lie_still" if command is Command.UNWELL else "silent_now")
        session.open_dialogue(AfterStop(first), now_s)


def ask_about_pain(session: Session, now_s: float) -> None:
    """It hurts: ask how badly. The loudspeaker is latched."""
    session.unanswered_pain = None
    session.enter("hurt")
    session.open_dialogue(AfterPain(session.limits), now_s)


def near_miss(session: Session, suspected: Command | None, now_s: float) -> None:
    """Fall silent and ask whether it hurt, in the middle of a question, too.

    `suspected` is the stop word it may have been; None for a cry. A 'no' leads back to what was
    being asked or done. Passed over is only what needs no question:

    - while latched: the person is being asked already, or the session is over, and nothing goes on;
    - in a pause: nothing goes on without the person's own word;
    - when that very question is open;
    - before the session: nothing is under way;
    - the word that the hearing check asks for, where the word itself would be no stop either: it
      is the attempt that the check waits for. When nothing clearer comes, the check's own patience
      ends in measuring and advice. A cry, and half of another word, is no attempt: it asks.
    """
    if not _needs_question(session, suspected):
        return
    question = DidThatHurt(session.waiting.put_off())
    session.out.add(NearMissAsked())
    if session.phase is Phase.ASKING:
        session.interrupt()
        session.open_dialogue(question, now_s)
    else:
        session.wait("ask", question, now_s)


def _needs_question(session: Session, suspected: Command | None) -> bool:
    dialogue = session.waiting.dialogue
    if session.latched or session.phase in {Phase.READY, Phase.PAUSED}:
        return False
    if isinstance(dialogue, HearingCheck) and suspected is not None:
        return not dialogue.hears(suspected)
    return not isinstance(dialogue, DidThatHurt)


def it_did_hurt(session: Session, now_s: float) -> None:
    """The near-miss was pain after all, or nobody said otherwise: stop as for the word itself."""
    session.latched = True
    session.out.add(Latch())
    session.out.add(_stopped(session, Command.PAIN))
    ask_about_pain(session, now_s)


def sound_lost(session: Session, reason: str, now_s: float) -> None:
    """Latch, sound the alarm, and say how to be safe without being heard."""
    session.sound_gone = True
    if session.phase is Phase.DEAF:
        return
    session.latched = True
    session.clock.stand_still()
    session.out.add(Latch())
    session.out.add(LostSound(reason))
    if isinstance(session.waiting.dialogue, AfterPain):
        session.unanswered_pain = session.waiting.dialogue
    session.enter("lose_sound", reason)
    session.out.add(Chime(Signal.ALARM, safety=True))
    session.open_dialogue(AfterStop(phrase("cannot_hear")), now_s)


def sound_found(session: Session, now_s: float) -> None:
    """Say so and ask how to go on; nothing starts by itself."""
    session.sound_gone = False
    if session.phase is Phase.DEAF:
        session.out.add(FoundSound())
        session.open_dialogue(AfterStop(phrase("hear_again")), now_s)


def troubled(session: Session, reason: str, now_s: float) -> None:
    """Pause, if the session is running, so that nobody trains on with a broken coach."""
    session.out.add(TroubleNoticed(reason))
    if session.phase in RUNNING:
        session.wait("pause", WhilePaused(first=phrase("trouble")), now_s)


def _stopped(session: Session, command: Command) -> Record:
    """Return the record of a stop; before anything is trained, no exercise is to blame."""
    exercise_set = None if session.preliminary else session.course.exercise_set
    return stop_record(command, exercise_set, session.course.done + 1)
