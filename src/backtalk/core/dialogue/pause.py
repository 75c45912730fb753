"""A pause: reminds now and then; ends the session when no one comes back."""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Unrecorded, Verdict
from backtalk.core.model.events import Command, Line, phrase

WAIT_S = 120.0
REMINDERS = 4
_ACCEPTS = frozenset({Command.CONTINUE, Command.START, Command.DONE})


class Pause(Unrecorded):
    """Only going on is an answer; every other command is the session's."""

    def __init__(self, first: Line | None = None) -> None:
        """`first` is said before the rest, where there is a reason to name."""
        self._first = (first,) if first is not None else ()
        self._reminded = 0

    def open(self) -> Question:
        """Say that the session is paused."""
        return Question((*self._first, phrase("paused")), _ACCEPTS, WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Go on."""
        return Verdict(Decision.GO_ON) if command in _ACCEPTS else None

    def unanswered(self) -> Reply:
        """Remind a few times; then end."""
        self._reminded += 1
        if self._reminded > REMINDERS:
            return Verdict(Decision.END, (phrase("no_answer"),))
        return Question((phrase("still_paused"),), _ACCEPTS, WAIT_S)
