"""Moments of a session by name, for recordings that are heard outside of one: which words are open.

Made from the tables and from real questions, as a session makes them.
"""

from __future__ import annotations

from enum import Enum

from backtalk.core.dialogue.after_pain import AfterPain
from backtalk.core.dialogue.after_stop import AfterStop
from backtalk.core.dialogue.dialogue import Question
from backtalk.core.dialogue.interview import Interview
from backtalk.core.dialogue.questions import RED_FLAGS
from backtalk.core.model.events import STOP_CLASS, Command, phrase
from backtalk.core.model.pain import PainLimits
from backtalk.core.session.machine.meanings import COMMANDS
from backtalk.core.session.machine.states import State


class Situation(Enum):
    """A moment of a session."""

    FLOW = "flow"
    """The session runs, rests or is paused."""
    SCORE = "score"
    """The coach asked for a number from zero to ten."""
    CHOICE = "choice"
    """The session is latched and the coach asked how to go on."""
    CONFIRM = "confirm"
    """The coach asked a yes-or-no question before the session."""
    ANY = "any"
    """Everything at once."""

    @property
    def commands(self) -> frozenset[Command]:
        """The words that are open, besides the stop class."""
        match self:
            case Situation.FLOW:
                return frozenset(COMMANDS[State.MOVING])
            case Situation.SCORE:
                return _open(State.PAIN_SCORE, AfterPain(PainLimits(), "").open())
            case Situation.CHOICE:
                return _open(State.STOPPED, AfterStop(phrase("silent_now")).open())
            case Situation.CONFIRM:
                return _open(State.INTERVIEW, Interview(RED_FLAGS[:1]).open())
            case Situation.ANY:
                return frozenset(Command) - STOP_CLASS


def _open(state: State, question: Question) -> frozenset[Command]:
    return frozenset(COMMANDS[state]) | question.accepts
