"""The one question after a session: how the back is now. No answer is fine."""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Verdict
from backtalk.core.dialogue.interview import YOUR_DOCTOR
from backtalk.core.dialogue.questions import AFTERWARDS, LEG_WEAK, YES
from backtalk.core.model.events import Command, phrase
from backtalk.core.model.pain import Outcome, PainLimits
from backtalk.core.model.records import QuestionAnswered, Record

AFTERWARDS_WAIT_S = 10.0


class HowWasIt:
    """The one question after a session. No answer is fine."""

    def __init__(self, limits: PainLimits, whom_to_call: str = YOUR_DOCTOR) -> None:
        self._limits = limits
        self._whom = whom_to_call
        self._records: list[Record] = []

    def take_records(self) -> tuple[Record, ...]:
        """Return what was answered since the last time, for the journal."""
        taken, self._records = tuple(self._records), []
        return taken

    def open(self) -> Question:
        """Ask."""
        return Question((AFTERWARDS.ask,), AFTERWARDS.situation, AFTERWARDS_WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Take a number; any other word that is no question goes to the goodbye.

        'Back' means nothing here: nothing was asked before it.
        """
        if command in {Command.LOUDER, Command.QUIETER, Command.BACK}:
            return None
        if command in {Command.WHY, Command.HELP}:
            lines = (AFTERWARDS.why, AFTERWARDS.ask)
            return Question(lines, AFTERWARDS.situation, AFTERWARDS_WAIT_S)
        if command is Command.LEG:
            self._keep(LEG_WEAK, YES)
            return Verdict(Decision.END, (phrase("leg_signs"),))
        given = AFTERWARDS.given_by(command)
        if given is None:
            return Verdict(Decision.END)
        self._keep(AFTERWARDS.id, given)
        bad = self._limits.outcome(int(given)) is Outcome.END
        return Verdict(Decision.END, (phrase("rest_and_ask", whom=self._whom),) if bad else ())

    def unanswered(self) -> Reply:
        """Say goodbye."""
        return Verdict(Decision.END)

    def _keep(self, question: str, given: str) -> None:
        self._records.append(QuestionAnswered(question, given))
