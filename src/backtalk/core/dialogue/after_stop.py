"""After a stop, or lost sound: going on needs its own word."""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Unrecorded, Verdict
from backtalk.core.model.events import Command, Line, phrase

WAIT_S = 40.0
_DECISIONS = {
    Command.CONTINUE: Decision.GO_ON,
    Command.SKIP: Decision.LEAVE_OUT,
    Command.EASIER: Decision.GO_ON_EASIER,
}
"""'Start' is none of them: it sounds too much like 'stop' to set anything going here."""
_ACCEPTS = frozenset(_DECISIONS)


class AfterStop(Unrecorded):
    """Going on needs 'continue', ending 'finish'. Silence is asked about once, then ends it."""

    def __init__(self, first: Line) -> None:
        """`first` says what happened."""
        self._first = first
        self._asked = 0

    def open(self) -> Question:
        """Say what happened and how to go on or finish."""
        self._asked = 1
        return Question((self._first, phrase("continue_or_finish")), _ACCEPTS, WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Continue, leave the exercise out, or take it easier."""
        return Verdict(_DECISIONS[command]) if command in _DECISIONS else None

    def unanswered(self) -> Reply:
        """Ask once more; then end safely."""
        if self._asked > 1:
            return Verdict(Decision.END, (phrase("no_answer"),))
        self._asked += 1
        return Question((phrase("continue_or_finish"),), _ACCEPTS, WAIT_S)
