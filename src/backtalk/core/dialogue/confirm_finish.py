"""Whether to finish: asked once, before a session that is under way ends."""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Unrecorded, Verdict
from backtalk.core.model.events import Command, phrase

WAIT_S = 8.0
_DECISIONS = {
    Command.YES: Decision.END,
    Command.NO: Decision.GO_ON,
    Command.CONTINUE: Decision.GO_ON,
}
_ACCEPTS = frozenset(_DECISIONS)


class ConfirmFinish(Unrecorded):
    """Yes ends it (as does 'finish' again), no and continue go on."""

    def open(self) -> Question:
        """Ask."""
        return Question((phrase("finish_now"),), _ACCEPTS, WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Take yes or no."""
        return Verdict(_DECISIONS[command]) if command in _DECISIONS else None

    def unanswered(self) -> Reply:
        """Silence is no wish to finish."""
        return Verdict(Decision.GO_ON)
