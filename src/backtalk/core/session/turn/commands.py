"""What a word of the person leads to: first the open question, then the tables.

Stop words never come this way. Here only the words that lead nowhere are answered; what the others
do is in `actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from backtalk.core.model.effects import AdjustVolume
from backtalk.core.model.events import Command, Line, phrase
from backtalk.core.session.machine.meanings import meaning
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing.replies import View, reply
from backtalk.core.session.turn import answers
from backtalk.core.session.turn.step import Step, Turn


def said(turn: Turn, command: Command, *, by_key: bool) -> Step:
    """Return what follows from `command`, said or pressed."""
    question, dialogue = turn.question, turn.dialogue
    trigger = meaning(turn.state, command, prepared=turn.memory.prepared)
    if question is not None and question.needs_key and not by_key and not trigger:
        return Step()  # the answers need the key; what every question allows works by voice
    if command is Command.BACK and _takes_the_name_back(turn):
        return Step(hush=True, trigger="ask_again_who")
    accepted = question is not None and command in question.accepts
    if dialogue is not None and (accepted or not trigger):
        return answers.answered(turn, dialogue, command)
    if trigger in _WITH_WORDS:
        return _WITH_WORDS[trigger](turn, command)
    return Step(hush=bool(trigger) and turn.state is not State.READY, trigger=trigger)


def _takes_the_name_back(turn: Turn) -> bool:
    asked = turn.state in {State.INTERVIEW, State.RESUME_OFFER}
    return asked and turn.memory.name_can_be_taken_back


def _answer(turn: Turn, command: Command) -> Step:
    position, memory = turn.memory.position, turn.memory
    view = View(position.plan, position.index, position.done, turn.state, turn.left_s, memory.pace)
    return Step(says=reply(command, view))


def _volume(turn: Turn, command: Command) -> Step:
    """Turn it by a step; said, too, where nothing else is being asked."""
    effect = AdjustVolume(1 if command is Command.LOUDER else -1)
    asked = turn.question is not None and turn.state is not State.PAUSED
    quiet = asked or not turn.memory.prepared or turn.state is State.LATCHED_GOODBYE
    says: tuple[Line, ...] = () if quiet else (phrase(command.value),)
    return Step(effects=(effect,), says=says)


def _ask_once_more(turn: Turn, command: Command) -> Step:
    del command
    return Step(hush=True, reply=turn.question)


def _not_now(turn: Turn, command: Command) -> Step:
    del turn, command
    return Step(says=(phrase("not_now"),))


def _rest_comes(turn: Turn, command: Command) -> Step:
    del turn, command
    return Step(says=(phrase("rest_later"),))


_WITH_WORDS: Mapping[str, Callable[[Turn, Command], Step]] = MappingProxyType(
    {
        "answer": _answer,
        "turn_up": _volume,
        "turn_down": _volume,
        "ask_once_more": _ask_once_more,
        "say_not_now": _not_now,
        "say_rest_comes": _rest_comes,
        "end": answers.ended,
        "it_hurt": answers.hurt_with_score,
    }
)
"""Triggers of a word that are answered, or whose words and records depend on the word."""
