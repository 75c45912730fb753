"""What the coach asks while a session waits, and what the answers lead to.

A dialogue asks a question, takes a command as the answer, and says what follows: another
question, a decision, or nothing (the word means nothing here). It knows neither time nor phases:
`Session` waits and acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from backtalk.core.model.events import SCORES, Command, Line, Situation, phrase
from backtalk.core.model.pain import Outcome, PainLimits


class Decision(Enum):
    """How a session goes on after a dialogue."""

    GO_ON = "go on"
    GO_ON_EASIER = "go on easier"
    LEAVE_OUT = "leave out"
    LEAVE_OUT_EASIER = "leave out, the next one easier"
    END = "end"
    HURT = "hurt"
    """It did hurt: to be treated like the word itself."""
    CHECKED = "checked"
    """The hearing check is over."""
    ASKED = "asked"
    """The questions before the session are answered."""


@dataclass(frozen=True)
class Question:
    """Something said that waits for an answer."""

    lines: tuple[Line, ...]
    situation: Situation
    wait_s: float
    """Patience after the last word of the question."""
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


class Dialogue(Protocol):
    """One conversation: opened once, then answered or left unanswered until a verdict."""

    def open(self) -> Question:
        """Return the first question."""

    def answer(self, command: Command) -> Reply:
        """Return what `command` leads to; None when it is no answer here."""

    def unanswered(self) -> Reply:
        """Return what silence leads to."""


_GO = frozenset({Command.CONTINUE, Command.START})


class AfterPain:
    """Zero to ten, then what the score allows. Silence is asked about once, then it ends."""

    SCORE_WAIT_S = 12.0
    CHOICE_WAIT_S = 20.0

    def __init__(self, limits: PainLimits) -> None:
        self._limits = limits
        self._asked = 0
        self.score: int | None = None
        """The answer, once there is one."""

    def open(self) -> Question:
        """Ease out of it first; then the question."""
        self._asked, self.score = 1, None
        lines = (phrase("ease_out"), phrase("how_bad"))
        return Question(lines, Situation.SCORE, self.SCORE_WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Take a score, then a choice it allows; 'leg' and 'finish' count at any time."""
        if command is Command.LEG:
            return Verdict(Decision.END, (phrase("leg_signs"),))
        if command is Command.FINISH:
            return Verdict(Decision.END)
        if self.score is None:
            return self._take_score(command) if command in SCORES else None
        return self._choose(command)

    def unanswered(self) -> Reply:
        """Ask once more; then end safely."""
        if self._asked > 1:
            return Verdict(Decision.END, (phrase("no_answer"),))
        self._asked += 1
        if self.score is None:
            return Question((phrase("how_bad_again"),), Situation.SCORE, self.SCORE_WAIT_S)
        return self._offer()

    def _take_score(self, command: Command) -> Reply:
        self.score = SCORES.index(command)
        self._asked = 1
        if self._limits.outcome(self.score) is Outcome.END:
            return Verdict(Decision.END, (phrase("enough_for_today"),))
        return self._offer()

    def _offer(self) -> Question:
        ease = self._limits.outcome(self.score or 0) is Outcome.EASE
        offer = phrase("offer_easier" if ease else "offer_leave_out")
        return Question((offer, phrase("offer_leg")), Situation.CHOICE, self.CHOICE_WAIT_S)

    def _choose(self, command: Command) -> Reply:
        ease = self._limits.outcome(self.score or 0) is Outcome.EASE
        if command is Command.EASIER:
            return Verdict(Decision.GO_ON_EASIER if ease else Decision.LEAVE_OUT_EASIER)
        if command is Command.SKIP:
            return Verdict(Decision.LEAVE_OUT)
        if command in _GO:
            offer = phrase("offer_easier" if ease else "offer_leave_out")
            return Question((offer,), Situation.CHOICE, self.CHOICE_WAIT_S)
        return None


class AfterStop:
    """Going on needs 'continue', ending 'finish'. Silence is asked about once, then ends it."""

    WAIT_S = 40.0

    def __init__(self, first: Line) -> None:
        self._first = first
        self._asked = 0

    def open(self) -> Question:
        """Say what happened and how to go on or finish."""
        self._asked = 1
        lines = (self._first, phrase("continue_or_finish"))
        return Question(lines, Situation.CHOICE, self.WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Continue, leave the exercise out, take it easier, or finish."""
        if command in _GO:
            return Verdict(Decision.GO_ON)
        choices = {
            Command.SKIP: Decision.LEAVE_OUT,
            Command.EASIER: Decision.GO_ON_EASIER,
            Command.FINISH: Decision.END,
        }
        if command is Command.LEG:
            return Verdict(Decision.END, (phrase("leg_signs"),))
        return Verdict(choices[command]) if command in choices else None

    def unanswered(self) -> Reply:
        """Ask once more; then end safely."""
        if self._asked > 1:
            return Verdict(Decision.END, (phrase("no_answer"),))
        self._asked += 1
        return Question((phrase("continue_or_finish"),), Situation.CHOICE, self.WAIT_S)


class WhilePaused:
    """Reminds now and then; ends the session when nobody comes back."""

    WAIT_S = 120.0
    REMINDERS = 4

    def __init__(self, first: Line | None = None) -> None:
        """`first` is said before the rest, where there is a reason to name."""
        self._first = (first,) if first is not None else ()
        self._reminded = 0

    def open(self) -> Question:
        """Say that the session is paused."""
        return Question((*self._first, phrase("paused")), Situation.FLOW, self.WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Only going on is an answer; every other command is the session's business."""
        return Verdict(Decision.GO_ON) if command in {*_GO, Command.DONE} else None

    def unanswered(self) -> Reply:
        """Remind a few times; then end."""
        self._reminded += 1
        if self._reminded > self.REMINDERS:
            return Verdict(Decision.END, (phrase("no_answer"),))
        return Question((phrase("still_paused"),), Situation.FLOW, self.WAIT_S)


class ConfirmFinish:
    """Asks once whether to finish; anything but yes goes on."""

    WAIT_S = 8.0

    def open(self) -> Question:
        """Ask."""
        return Question((phrase("finish_now"),), Situation.CONFIRM, self.WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Yes ends (as does asking to finish again), no and continue go on."""
        if command in {Command.YES, Command.FINISH}:
            return Verdict(Decision.END)
        return Verdict(Decision.GO_ON) if command in {*_GO, Command.NO} else None

    def unanswered(self) -> Reply:
        """Silence is no wish to finish."""
        return Verdict(Decision.GO_ON)
