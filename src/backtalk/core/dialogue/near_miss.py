"""The question after a cry or half a stop word, and what it put off.

It may come in the middle of another question. Where nothing hurt, that one is asked again as it
was: no answer is lost, and none is taken for one that was not given.
"""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.dialogue.dialogue import Decision, Dialogue, Question, Reply, Verdict
from backtalk.core.model.events import Command, Situation, phrase

ASK_ID = "did-that-hurt"
_NO = frozenset({Command.NO, Command.CONTINUE, Command.START})


@dataclass(frozen=True)
class PutOff:
    """What was being asked when something else had to be asked first."""

    dialogue: Dialogue
    question: Question


class DidThatHurt:
    """After a cry or half a stop word. Only a 'no' goes on; silence counts as yes."""

    WAIT_S = 6.0

    def __init__(self, put_off: PutOff | None = None) -> None:
        """`put_off` is what was being asked; None in the middle of an exercise."""
        self.put_off = put_off

    def open(self) -> Question:
        """Ask."""
        return Question((phrase("did_that_hurt"),), Situation.CONFIRM, self.WAIT_S)

    def answer(self, command: Command) -> Reply:
        """No and continue go on, yes is pain, finish ends."""
        if command is Command.FINISH:
            return Verdict(Decision.END)
        if command is Command.YES:
            return Verdict(Decision.HURT)
        return Verdict(Decision.GO_ON) if command in _NO else None

    def unanswered(self) -> Reply:
        """Somebody who does not answer may not be able to."""
        return Verdict(Decision.HURT)
