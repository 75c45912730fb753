"""What a handler sees, and what it answers: frozen on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.dialogue.dialogue import Dialogue, Measurement, Question
from backtalk.core.model.effects import Effect
from backtalk.core.model.events import Line
from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.machine.states import State


@dataclass(frozen=True)
class Turn:
    """Where the session stands when something happens."""

    state: State
    memory: Memory
    dialogue: Dialogue | None = None
    """The conversation under way."""
    question: Question | None = None
    """What it asks."""
    left_s: float = 0.0
    """Seconds left of the stage under way."""


@dataclass(frozen=True)
class Step:
    """What is to be done about it, in this order."""

    hush: bool = False
    """Drop what is being said: a word of the person is answered."""
    effects: tuple[Effect, ...] = ()
    memory: Memory | None = None
    """What is remembered from here on; None: as before."""
    says: tuple[Line, ...] = ()
    """Said beside what goes on."""
    reply: Question | Measurement | None = None
    """How the conversation under way goes on."""
    aside: tuple[Line, ...] = ()
    """Said in the middle of a question, which stays open: its patience begins again."""
    cut_short: bool = False
    """Whether the question being asked was cut short: it is asked again in a moment."""
    trigger: str = ""
    """Fired last; '' stays."""
    detail: str = ""
    """Why, for timelines."""
    before: tuple[Line, ...] = ()
    """Said first by what the trigger leads to."""
    opens: Dialogue | None = None
    """The conversation that begins there, where it is not the usual one."""
