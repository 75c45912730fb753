"""After a report of pain: how bad it is, from zero to ten, then what the score allows."""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Verdict
from backtalk.core.model.events import SCORES, Command, phrase
from backtalk.core.model.pain import Outcome, PainLimits
from backtalk.core.model.records import PainReported, Record

SCORE_WAIT_S = 12.0
CHOICE_WAIT_S = 20.0
_SCORE = frozenset(SCORES)
_CHOICE = frozenset({Command.EASIER, Command.SKIP, Command.CONTINUE})


class AfterPain:
    """Zero to ten, then a choice. Zero is a false alarm. Silence is asked about once, then ends."""

    def __init__(self, limits: PainLimits, exercise: str) -> None:
        """`exercise` is the id of what hurt; '' before anything was trained."""
        self._limits = limits
        self._exercise = exercise
        self._asked = 0
        self._records: list[Record] = []
        self.score: int | None = None
        """The answer, once there is one."""

    def open(self) -> Question:
        """Ease out of it first; then the question, or the choice where the score is known."""
        self._asked = 1
        ease_out = phrase("ease_out")
        if self.score is not None:
            offer = self._offer()
            return replace(offer, lines=(ease_out, *offer.lines))
        return Question((ease_out, phrase("how_bad")), _SCORE, SCORE_WAIT_S)

    def answer(self, command: Command) -> Reply:
        """Take a score, then a choice it allows."""
        if self.score is None:
            return self._take_score(command)
        return self._choose(command)

    def unanswered(self) -> Reply:
        """Ask once more; then end safely."""
        if self._asked > 1:
            return Verdict(Decision.END, (phrase("no_answer"),))
        self._asked += 1
        if self.score is None:
            return self._ask_for_number()
        return self._offer()

    def doubted(self) -> Question | None:
        """Ask for the number in other words; somebody who speaks has not fallen silent."""
        return None if self.score is not None else self._ask_for_number()

    def take_records(self) -> tuple[Record, ...]:
        """Return the score, once."""
        taken, self._records = tuple(self._records), []
        return taken

    def _take_score(self, command: Command) -> Reply:
        if command not in SCORES:
            return None
        self.score, self._asked = SCORES.index(command), 1
        self._records.append(PainReported(score=self.score, exercise=self._exercise))
        if self._limits.outcome(self.score) is Outcome.END:
            return Verdict(Decision.END, (phrase("enough_for_today"),))
        return self._offer() if self.score else Verdict(Decision.FALSE_ALARM)

    @staticmethod
    def _ask_for_number() -> Question:
        return Question((phrase("how_bad_again"),), _SCORE, SCORE_WAIT_S)

    def _offer(self) -> Question:
        offer = phrase("offer_easier" if self._may_ease else "offer_leave_out")
        return Question((offer, phrase("offer_leg")), _CHOICE, CHOICE_WAIT_S)

    @property
    def _may_ease(self) -> bool:
        return self._limits.outcome(self.score or 0) is Outcome.EASE

    def _choose(self, command: Command) -> Reply:
        if command is Command.EASIER:
            ease = Decision.GO_ON_EASIER if self._may_ease else Decision.LEAVE_OUT_EASIER
            return Verdict(ease)
        if command is Command.SKIP:
            return Verdict(Decision.LEAVE_OUT)
        if command is Command.CONTINUE:  # what hurt is not repeated as it was
            offer = phrase("offer_easier" if self._may_ease else "offer_leave_out")
            return Question((offer,), _CHOICE, CHOICE_WAIT_S)
        return None
