"""The one question after a session: how the back is now. No answer is fine."""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Verdict
from backtalk.core.dialogue.questions import AFTERWARDS
from backtalk.core.model.events import Command, Line, phrase
from backtalk.core.model.pain import Outcome, PainLimits
from backtalk.core.model.records import QuestionAnswered, Record

WAIT_S = 10.0


class Debrief:
    """Asks once; whatever is not a number goes to the goodbye."""

    def __init__(self, limits: PainLimits, whom_to_call: str) -> None:
        """`whom_to_call` is who examines a back that is bad, in words that follow 'ask'."""
        self._limits = limits
        self._whom = whom_to_call
        self._records: list[Record] = []

    def take_records(self) -> tuple[Record, ...]:
        """Return what was answered since the last time, for the journal."""
        taken, self._records = tuple(self._records), []
        return taken

    def open(self) -> Question:
        """Ask."""
        return self._ask()

    def answer(self, command: Command) -> Reply:
        """Take a number; 'why' gives the reason and asks again."""
        if command in {Command.WHY, Command.HELP}:
            return self._ask(AFTERWARDS.why)
        given = AFTERWARDS.given_by(command)
        if given is None:
            return Verdict(Decision.END)
        self._records.append(QuestionAnswered(AFTERWARDS.id, given))
        bad = self._limits.outcome(int(given)) is Outcome.END
        return Verdict(Decision.END, (phrase("rest_and_ask", whom=self._whom),) if bad else ())

    def unanswered(self) -> Reply:
        """Say goodbye."""
        return Verdict(Decision.END)

    def doubted(self) -> Question | None:
        """Leave the question as it is: no answer is fine."""
        return None

    def _ask(self, *before: Line) -> Question:
        accepts = AFTERWARDS.accepts | {Command.WHY, Command.HELP}
        return Question((*before, AFTERWARDS.ask), accepts, WAIT_S, AFTERWARDS.id)
