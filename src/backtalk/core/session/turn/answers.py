"""What follows from what the person answers, or does not answer, while a question is open.

A word that the question accepts goes to its dialogue; any other to the tables. Whatever a dialogue
decides, the tables say where it leads: nothing goes on while pain is unanswered, sound is gone, or
the hearing check is not over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from backtalk.core.dialogue.after_pain import AfterPain
from backtalk.core.dialogue.dialogue import (
    Decision,
    Dialogue,
    Measurement,
    Reply,
    Verdict,
)
from backtalk.core.dialogue.hearing_check import HearingCheck
from backtalk.core.dialogue.questions import LEG_WEAK, YES
from backtalk.core.model.effects import CheckEnded, Effect
from backtalk.core.model.events import SCORES, Command, Line, RoomLevels, phrase
from backtalk.core.model.records import PainReported, QuestionAnswered
from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.machine.states import State
from backtalk.core.session.machine.tables import DECISIONS, HOW_IT_HURT
from backtalk.core.session.turn.recording import stopped
from backtalk.core.session.turn.step import Step, Turn


def answered(turn: Turn, dialogue: Dialogue, command: Command) -> Step:
    """Offer `command` to the dialogue under way and return what follows."""
    reply = dialogue.answer(command)
    if reply is None:
        return Step()
    return replace(replied(turn, dialogue, reply), hush=True)


def unanswered(turn: Turn, dialogue: Dialogue) -> Step:
    """Return what follows when nobody has answered."""
    return replied(turn, dialogue, dialogue.unanswered())


def measured(turn: Turn, levels: RoomLevels) -> Step:
    """Tell the hearing check what it asked for."""
    if not isinstance(turn.dialogue, HearingCheck):
        return Step()
    return replied(turn, turn.dialogue, turn.dialogue.measured(levels))


def ended(turn: Turn, command: Command) -> Step:
    """End at the person's word: 'finish', or that it is in a leg, which is for a doctor.

    A warning sign that was raised is told however the questions end.
    """
    if command is not Command.LEG:
        return Step(hush=True, trigger="end", before=_warning(turn.memory))
    # After the last set there is nothing that it could have ended.
    ends_training = turn.memory.prepared and turn.state is not State.DEBRIEF
    memory = replace(turn.memory, unhandled_pain=turn.memory.unhandled_pain or ends_training)
    lines: tuple[Line, ...] = (phrase("leg_signs"),)
    if turn.state is not State.INTERVIEW:  # there the words about the leg say whom to call
        lines = (*lines, *_warning(turn.memory))
    records = _leg_records(turn)
    return Step(hush=True, effects=records, memory=memory, trigger="end", before=lines)


def hurt_with_score(turn: Turn, command: Command) -> Step:
    """Take a score in 'Did that hurt?' as a yes with its number: what it allows follows at once."""
    memory = replace(turn.memory, unhandled_pain=True)
    limits = memory.setup.limits
    dialogue = AfterPain(limits, memory.exercise)
    reply = dialogue.answer(command)
    lines = (*reply.lines, *_warning(memory)) if isinstance(reply, Verdict) else ()
    return Step(
        hush=True,
        effects=(stopped(memory, Command.PAIN), *dialogue.take_records()),
        memory=memory,
        trigger=HOW_IT_HURT[limits.outcome(SCORES.index(command))],
        before=lines,
        opens=None if isinstance(reply, Verdict) else dialogue,
    )


def replied(turn: Turn, dialogue: Dialogue, reply: Reply) -> Step:
    """Return what a dialogue's reply leads to: its records come first."""
    records: tuple[Effect, ...] = dialogue.take_records()
    if isinstance(reply, Verdict):
        return _decided(turn, reply, records)
    if isinstance(reply, Measurement):
        return Step(effects=records, reply=reply)
    if isinstance(dialogue, AfterPain) and dialogue.score is not None:
        trigger = "score" if turn.state is State.PAIN_SCORE else ""
        return Step(effects=records, reply=reply, trigger=trigger)
    return Step(effects=records, reply=reply)


def _decided(turn: Turn, verdict: Verdict, records: tuple[Effect, ...]) -> Step:
    trigger, lines = DECISIONS[verdict.decision], verdict.lines
    if verdict.decision is Decision.END:
        told = lines if turn.state is State.INTERVIEW else (*lines, *_warning(turn.memory))
        return Step(effects=records, trigger=trigger, before=told)
    if verdict.decision is Decision.HURT:
        memory = replace(turn.memory, unhandled_pain=True)
        record = stopped(turn.memory, Command.PAIN)
        return Step(effects=(*records, record), memory=memory, trigger=trigger)
    if verdict.decision is Decision.GO_ON and turn.state in _SETTLED:
        memory, effects = _SETTLED[turn.state](turn.memory)
        return Step(effects=(*records, *effects), memory=memory, trigger=trigger, before=lines)
    return Step(effects=records, trigger=trigger, before=lines)


_Settled = tuple[Memory, tuple[Effect, ...]]


def _checked(memory: Memory) -> _Settled:
    """The hearing check is over where it says so itself; else it is taken up again."""
    result = memory.check.result if memory.check is not None else None
    if result is None:
        return memory, ()
    return replace(memory, check=None, checked=result), (CheckEnded(result),)


def _identified(memory: Memory) -> _Settled:
    """Go on as the session of whoever it is: with their plan, their questions, their past."""
    who, identify = memory.who, memory.setup.identify
    if who is None or who.found is None or identify is None:
        return memory, ()
    theirs = memory.setup.of(identify(who.found))
    memory = replace(memory, who=None, named=who, named_at=memory.records)
    return memory.with_setup(theirs), ()


def _interviewed(memory: Memory) -> _Settled:
    """Fit the plan to what was answered."""
    given = memory.interview.given if memory.interview is not None else {}
    return memory.with_answers(given), ()


_SETTLED: Mapping[State, Callable[[Memory], _Settled]] = MappingProxyType(
    {
        State.HEARING_CHECK: _checked,
        State.IDENTIFY: _identified,
        State.INTERVIEW: _interviewed,
    }
)
"""What a question before the session changes, once it is answered."""


def _warning(memory: Memory) -> tuple[Line, ...]:
    return memory.interview.warning if memory.interview is not None else ()


def _leg_records(turn: Turn) -> tuple[Effect, ...]:
    """Return what is written down of a leg: a report of pain, or an answer to the questions."""
    records: list[Effect] = []
    if turn.state in {State.INTERVIEW, State.DEBRIEF}:
        records.append(QuestionAnswered(LEG_WEAK, YES))
    if turn.memory.prepared:
        records.append(PainReported(place="leg", exercise=turn.memory.exercise))
    return tuple(records)
