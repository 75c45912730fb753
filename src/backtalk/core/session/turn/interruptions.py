"""What interrupts a session from outside: a stop, a near miss, sound that is lost, other trouble.

Each leads to a safe state first and to words second. What the person says after it is for the
dialogues and `answers`.
"""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.dialogue.after_stop import AfterStop
from backtalk.core.dialogue.hearing_check import HearingCheck
from backtalk.core.dialogue.pause import Pause
from backtalk.core.model.effects import Release
from backtalk.core.model.events import STOP_CLASS, Command, phrase
from backtalk.core.model.records import (
    FoundSound,
    LostSound,
    NearMissAsked,
    TroubleNoticed,
)
from backtalk.core.session.machine.states import PAIN, State
from backtalk.core.session.machine.tables import TRANSITIONS
from backtalk.core.session.turn.recording import stopped
from backtalk.core.session.turn.step import Step, Turn

_REPORTS = STOP_CLASS - {Command.STOP}
"""Words that report something, and wait for what is done about it."""
_SUSPECTED_FROM = frozenset(
    state for row in TRANSITIONS if row.trigger == "suspect" for state in row.sources
)
_PAUSED_BY_TROUBLE = frozenset(
    state for row in TRANSITIONS if row.trigger == "pause" for state in row.sources
)


def stop(turn: Turn, command: Command, *, by_key: bool) -> Step:
    """The loudspeaker is already silent and latched. What follows is only words."""
    check = turn.dialogue
    if isinstance(check, HearingCheck) and check.hears(command) and not by_key:
        # Nothing was under way that the word could set going again: it is the answer asked for.
        return Step(effects=(Release(),), reply=check.heard())
    memory = replace(turn.memory, unhandled_pain=turn.memory.unhandled_pain or command in _REPORTS)
    record = stopped(turn.memory, command)
    if turn.state in PAIN:
        return Step(effects=(record,), memory=memory, trigger="stop", cut_short=True)
    if command is Command.PAIN:
        return Step(effects=(record,), memory=memory, trigger="pain")
    first = phrase("lie_still" if command is Command.UNWELL else "silent_now")
    return Step(effects=(record,), memory=memory, trigger="stop", opens=AfterStop(first))


def near_miss(turn: Turn, suspected: Command | None) -> Step:
    """Fall silent and ask whether it hurt, in the middle of a question, too.

    `suspected` is the stop word it may have been; None for a cry. A 'no' leads back to what was
    being asked or done. The tables say where it is passed over: while latched, since the person is
    being asked already; in a pause and before the session, since nothing goes on; and where that
    very question is open. So is the word that the hearing check asks for, where the word itself
    would be no stop either: it is the attempt that the check waits for. When nothing clearer comes,
    the check's own patience ends in measuring and advice. A cry, and half of another word, is no
    attempt: it asks.
    """
    if turn.state not in _SUSPECTED_FROM:
        return Step()
    check = turn.dialogue
    if isinstance(check, HearingCheck) and suspected is not None and check.hears(suspected):
        return Step()
    return Step(hush=True, effects=(NearMissAsked(),), trigger="suspect")


def sound_lost(turn: Turn, reason: str) -> Step:
    """Latch, sound the alarm, and say how to be safe without being heard."""
    memory = replace(turn.memory, sound_gone=True)
    if turn.state is State.NO_AUDIO:
        return Step(memory=memory)
    return Step(effects=(LostSound(reason),), memory=memory, trigger="lose_sound", detail=reason)


def sound_found(turn: Turn) -> Step:
    """Say so and ask how to go on; nothing starts by itself."""
    memory = replace(turn.memory, sound_gone=False)
    if turn.state is not State.NO_AUDIO:
        return Step(memory=memory)
    again = AfterStop(phrase("hear_again"))
    return Step(effects=(FoundSound(),), memory=memory, trigger="find_sound", opens=again)


def troubled(turn: Turn, reason: str) -> Step:
    """Pause, if the session is running, so that nobody trains on with a broken coach."""
    noticed = TroubleNoticed(reason)
    if turn.state not in _PAUSED_BY_TROUBLE:
        return Step(effects=(noticed,))
    return Step(
        hush=True, effects=(noticed,), trigger="pause", opens=Pause(first=phrase("trouble"))
    )
