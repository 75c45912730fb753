"""What a conversation is to a session: questions, answers, and what they lead to.

A dialogue asks a question, takes a command as the answer, and says what follows: another question,
a verdict, or a measurement. It knows neither time nor states: the session waits and acts. What
every question allows beside its own answers (the volume, help, finish, a leg) is not a dialogue's
concern: it stands in the session's tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from backtalk.core.model.events import Command, Line
from backtalk.core.model.records import Record


class Decision(Enum):
    """How a session goes on after a dialogue."""

    GO_ON = "go on"
    """Also: what was asked before the session is answered."""
    GO_ON_EASIER = "go on easier"
    LEAVE_OUT = "leave out"
    LEAVE_OUT_EASIER = "leave out, the next one easier"
    END = "end"
    HURT = "hurt"
    """It did hurt: to be treated like the word itself."""
    FALSE_ALARM = "false alarm"
    """Nothing hurts: back to where the report of pain came."""


@dataclass(frozen=True)
class Question:
    """Something said that waits for an answer."""

    lines: tuple[Line, ...]
    accepts: frozenset[Command]
    """The commands that answer it: they are listened for while it is open."""
    wait_s: float
    """Patience after the last word of the question."""
    id: str = ""
    """What it is about, for an answer by other means than speech; '' where it has no name."""
    needs_key: bool = False
    """Whether only a key may answer, because the voice was not heard well enough."""
    first: tuple[Line, ...] = ()
    """Said before `lines`; once it was heard to its end, it is not said again."""


@dataclass(frozen=True)
class Measurement:
    """Measure the room first; what was measured decides how it goes on."""

    keep: str = ""
    """The phrase whose sound is to be kept as an example; '' keeps nothing."""


@dataclass(frozen=True)
class Verdict:
    """A decision with the words that go before it."""

    decision: Decision
    lines: tuple[Line, ...] = ()


Reply = Question | Verdict | Measurement | None
"""What an answer, or silence, leads to; None: the word is no answer here."""


class Dialogue(Protocol):
    """One conversation: opened, then answered or left unanswered until a verdict."""

    def open(self) -> Question:
        """Return the question; opened once more, the one at which it stands."""

    def answer(self, command: Command) -> Reply:
        """Return what `command`, one that the question accepts, leads to."""

    def unanswered(self) -> Reply:
        """Return what silence leads to."""

    def doubted(self) -> Question | None:
        """Return the question in other words, for somebody who does not know; None: it stays."""

    def take_records(self) -> tuple[Record, ...]:
        """Return what was answered since the last time, for the journal."""


class Unrecorded:
    """A dialogue whose answers are not written down, and that has no other words for a doubt."""

    def doubted(self) -> Question | None:
        """Leave the question as it is."""
        return None

    def take_records(self) -> tuple[Record, ...]:
        """Return nothing."""
        return ()
