"""The questions before a session, as a dialogue: one after another, until all are answered.

What is unclear is asked again twice and then left for the keyboard; 'why' gives the reason and
asks again. A 'yes' to a red flag ends the session with a clear word about whom to call, and so
does a back that is too bad for training. Without an answer nothing begins: silence is never taken
for a 'no'. A dialogue like the others: it knows neither time nor phases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from backtalk.core.dialogues import Decision, Question, Reply, Verdict
from backtalk.core.history import PAIN_NOW
from backtalk.core.messages import SCORES, Command, Line, Record, phrase, record
from backtalk.core.plan import Plan
from backtalk.core.questions import AFTERWARDS, LEG_WEAK, YES, Form, Item, Kind
from backtalk.core.safety import Outcome, PainLimits

ASKED_AGAIN = 2
"""How often an unclear answer is asked for again by voice."""
ANSWER_WAIT_S = 12.0
"""Patience for an answer: one has to think about oneself first, and older people need longer."""
KEY_WAIT_S = 60.0
AFTERWARDS_WAIT_S = 10.0
YOUR_DOCTOR = "your doctor"
"""Whom to call where the settings do not say."""


@dataclass(frozen=True)
class Asking:
    """What a session asks, and what it does with the answers."""

    items: tuple[Item, ...]
    """The questions before the session, in order."""
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Question id to the answer that still stands."""
    replan: Callable[[Mapping[str, str]], Plan] | None = None
    """From what was answered now to the plan; None: the answers change nothing of it."""
    whom_to_call: str = YOUR_DOCTOR
    """Who examines a red flag, in words that follow 'call'."""


class Interview:
    """One person's questions. Opened anew, it goes on with the one that was being asked."""

    def __init__(self, asking: Asking, limits: PainLimits | None = None) -> None:
        """Prepare to ask those of `asking.items` that are not known yet.

        `limits` say what score is too much for a session.
        """
        self._items = asking.items
        self._known = asking.known
        self._whom = asking.whom_to_call
        self._limits = limits or PainLimits()
        self._given: dict[str, str] = {}
        self._records: list[Record] = []
        self._unclear = 0
        self._begun = False

    @property
    def asked(self) -> Item | None:
        """The question that is being asked; None when all are answered."""
        return next((item for item in self._items if self._missing(item)), None)

    @property
    def given(self) -> Mapping[str, str]:
        """What was answered in this interview, by question id."""
        return dict(self._given)

    def take_records(self) -> tuple[Record, ...]:
        """Return what was answered since the last time, for the journal."""
        taken, self._records = tuple(self._records), []
        return taken

    def open(self) -> Question:
        """Say what this is, then ask the first question; later, ask the present one again.

        Raises:
            ValueError: everything is answered.
        """
        item = self.asked
        if item is None:
            raise ValueError("there is nothing left to ask")
        before = () if self._begun else (phrase("interview_intro"),)
        self._begun = True
        return self._ask(item, before)

    def answer(self, command: Command) -> Reply:
        """Take an answer, give a reason, or ask again; 'leg' and 'finish' count at any time."""
        item = self.asked
        if item is None or command in {Command.LOUDER, Command.QUIETER}:
            return None
        if command is Command.FINISH:
            return Verdict(Decision.END)
        if command is Command.LEG:
            self._take(LEG_WEAK, YES)
            return Verdict(Decision.END, (phrase("leg_signs"),))
        if command in {Command.WHY, Command.HELP}:
            return self._ask(item, (item.why,))
        given = item.given_by(command)
        if given is None:
            return self._ask(item) if self._needs_key else self.unanswered()
        self._take(item.id, given, consent=item.kind is Kind.CONSENT and given == YES)
        return self._after(item, given)

    def unanswered(self) -> Reply:
        """Ask again twice, then by keys; then there is no session."""
        item = self.asked
        if item is None or self._needs_key:
            return Verdict(Decision.END, (phrase("not_without_answers"),))
        self._unclear += 1
        if not self._needs_key:
            return self._ask(item, (phrase("not_understood"),))
        by_number = item.form is Form.SCORE
        return self._ask(item, (phrase("press_a_number" if by_number else "press_yes_or_no"),))

    @property
    def _needs_key(self) -> bool:
        return self._unclear > ASKED_AGAIN

    def _missing(self, item: Item) -> bool:
        """Whether `item` is to be asked: not answered, and asked for by what was answered."""
        if item.id in self._given or item.id in self._known:
            return False
        said = {**self._known, **self._given}
        wanted = not item.after or said.get(item.after) == YES
        return wanted and not (item.unless and said.get(item.unless) == YES)

    def _take(self, question: str, given: str, *, consent: bool = False) -> None:
        self._given[question] = given
        self._records.append(
            record("answer", question=question, answer=given, consent=int(consent))
        )
        self._unclear = 0

    def _after(self, item: Item, given: str) -> Reply:
        if item.kind is Kind.RED_FLAG and given == YES:
            if item.urgent:
                return Verdict(Decision.END, (phrase("red_flag_urgent"),))
            return Verdict(Decision.END, (phrase("red_flag", whom=self._whom),))
        if item.id == PAIN_NOW and self._limits.outcome(int(given)) is Outcome.END:
            return Verdict(Decision.END, too_bad(int(given), self._whom))
        following = self.asked
        return Verdict(Decision.ASKED) if following is None else self._ask(following)

    def _ask(self, item: Item, before: tuple[Line, ...] = ()) -> Question:
        wait_s = KEY_WAIT_S if self._needs_key else ANSWER_WAIT_S
        lines = (*before, item.ask)
        return Question(lines, item.situation, wait_s, needs_key=self._needs_key)


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
        """Take a number; any other word that is no question goes to the goodbye."""
        if command in {Command.LOUDER, Command.QUIETER}:
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
        self._records.append(record("answer", question=question, answer=given, consent=0))


def too_bad(score: int, whom: str) -> tuple[Line, ...]:
    """Return why there is no session with the back at `score`, and whom to ask."""
    return (phrase("now_rest", score=SCORES[score].value), phrase("rest_and_ask", whom=whom))
