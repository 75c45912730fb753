"""The question after a cry or half a stop word.

It may come in the middle of another question. Where nothing hurt, the session comes back to that
one as it was: no answer is lost, and none is made up.
"""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Unrecorded, Verdict
from backtalk.core.model.events import Command, phrase

ASK_ID = "did-that-hurt"
WAIT_S = 6.0
_DECISIONS = {
    Command.YES: Decision.HURT,
    Command.NO: Decision.GO_ON,
    Command.CONTINUE: Decision.GO_ON,
}
_ACCEPTS = frozenset(_DECISIONS)


class NearMissQuestion(Unrecorded):
    """Only a 'no' goes on; silence counts as yes."""

    def open(self) -> Question:
        """Ask."""
        return Question((phrase("did_that_hurt"),), _ACCEPTS, WAIT_S, ASK_ID)

    def answer(self, command: Command) -> Reply:
        """Yes is pain, no and continue go on."""
        return Verdict(_DECISIONS[command]) if command in _DECISIONS else None

    def unanswered(self) -> Reply:
        """Silence counts as pain: a person who does not answer may not be able to."""
        return Verdict(Decision.HURT)
