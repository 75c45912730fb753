"""The questions before a session, as a dialogue: one after another, until all are answered.

What is unclear is asked again twice and then left for the keyboard; so is silence, without a word
about it. A doubt is asked about in other words; where a warning sign is in doubt, yes is the
careful answer. 'Why' gives the reason and asks again; 'back' takes the last answer back and asks
for it anew. What was understood of the red flags is read back before anything follows from it. A
'yes' to a red flag ends the session with a clear word about whom to call, and so does a back that
is too bad for training. Without an answer nothing begins: silence never counts as a 'no'. A
dialogue like the others: it knows neither the time nor the session's states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Verdict
from backtalk.core.dialogue.questions import YES, Form, Item, Kind
from backtalk.core.dialogue.read_back import flag_raised, read_back
from backtalk.core.model.events import SCORES, Command, Line, phrase
from backtalk.core.model.history import PAIN_NOW
from backtalk.core.model.pain import Outcome, PainLimits
from backtalk.core.model.records import AnswerTakenBack, QuestionAnswered, Record

ASKED_AGAIN = 2
"""How often an unclear answer is asked for again by voice."""
FLAGS_ASKED_AGAIN = 1
"""How often the red flags are asked once more by voice, when what was read back was not right."""
ANSWER_WAIT_S = 12.0
"""Patience for an answer: one has to think about oneself first, and older people need longer."""
KEY_WAIT_S = 60.0
YOUR_DOCTOR = "your doctor"
"""Whom to call where the settings do not say."""


class Interview:
    """One person's questions. Opened again, it goes on with the one that was being asked."""

    def __init__(
        self,
        items: tuple[Item, ...],
        known: Mapping[str, str] = MappingProxyType({}),
        whom_to_call: str = YOUR_DOCTOR,
        limits: PainLimits | None = None,
    ) -> None:
        """Prepare to ask those of `items` that are not `known` yet.

        Args:
            items: the questions, in order.
            known: question id to the answer that still stands.
            whom_to_call: who examines a red flag, in words that follow 'call'.
            limits: say what score is too much for a session.
        """
        self._items = items
        self._flags = tuple(item for item in items if item.kind is Kind.RED_FLAG)
        self._known = known
        self._whom = whom_to_call
        self._limits = limits or PainLimits()
        self._given: dict[str, str] = {}
        """In the order in which it was answered."""
        self._flags_confirmed = False
        self._flags_denied = 0
        """How often the person said that what was read back was not right."""
        self._records: list[Record] = []
        self._unclear = 0
        self._begun = False

    @property
    def asked(self) -> Item | None:
        """The question that is being asked; None when all are answered."""
        return self._to_read_back() or self._first_missing(self._items)

    @property
    def given(self) -> Mapping[str, str]:
        """What was answered in this interview, by question id."""
        return dict(self._given)

    @property
    def warning(self) -> tuple[Line, ...]:
        """Whom to call about a red flag that was raised, in whatever way the session ends."""
        refusal = self._refusal()
        return refusal.lines if refusal is not None else ()

    def take_records(self) -> tuple[Record, ...]:
        """Return what was answered or taken back since the last time, for the journal."""
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
        first = () if self._begun else (phrase("interview_intro"),)
        self._begun = True
        return replace(self._ask(item), first=first)

    def answer(self, command: Command) -> Reply:
        """Take an answer, give a reason, or ask again."""
        item = self.asked
        if item is None:
            return None
        if command in {Command.WHY, Command.HELP}:
            return self._ask(item, (item.why,))
        return self._back(item) if command is Command.BACK else self._answered(item, command)

    def unanswered(self) -> Reply:
        """Ask again twice, then by keys; then there is no session.

        A person who raised a red flag and then says nothing may need help: there the flag stands.
        """
        item = self.asked
        refusal = self._refusal()
        if refusal is not None:
            return refusal
        if item is None or self._needs_key:
            return Verdict(Decision.END, (phrase("not_without_answers"),))
        return self._ask_again(item)

    def doubted(self) -> Question | None:
        """Ask again in other words, with a yes or no of the coach's own never at the end."""
        item = self.asked
        if item is None:
            return None
        if item.form is Form.SCORE:
            return replace(self._ask(item), lines=(phrase("how_bad_again"),))
        careful = item.kind is Kind.RED_FLAG
        return self._ask(item, (phrase("if_not_sure" if careful else "say_yes_or_no"),))

    def _answered(self, item: Item, command: Command) -> Reply:
        given = item.given_by(command)
        if given is None:
            if self._needs_key:
                return self._ask(item)
            return self._ask_again(item, (phrase("not_understood"),))
        if item.kind is Kind.READ_BACK:
            return self._confirmed() if given == YES else self._not_right()
        self._take(item.id, given, consent=item.kind is Kind.CONSENT and given == YES)
        return self._after(item, given)

    @property
    def _needs_key(self) -> bool:
        item = self.asked
        about_flags = item is not None and item.kind in {Kind.RED_FLAG, Kind.READ_BACK}
        misheard = about_flags and self._flags_denied > FLAGS_ASKED_AGAIN
        return misheard or self._unclear > ASKED_AGAIN

    def _to_read_back(self) -> Item | None:
        if self._flags_confirmed:
            return None
        last = self._first_missing(self._flags) is None
        return read_back(self._flags, self._given, last=last)

    def _first_missing(self, items: tuple[Item, ...]) -> Item | None:
        return next((item for item in items if self._missing(item)), None)

    def _missing(self, item: Item) -> bool:
        """Whether `item` is to be asked: not answered, and asked for by what was answered."""
        if item.id in self._given or item.id in self._known:
            return False
        said = {**self._known, **self._given}
        wanted = not item.after or said.get(item.after) == YES
        return wanted and not (item.unless and said.get(item.unless) == YES)

    def _take(self, question: str, given: str, *, consent: bool = False) -> None:
        self._given[question] = given
        self._records.append(QuestionAnswered(question, given, consent))
        self._unclear = 0

    def _take_back(self, question: str) -> None:
        del self._given[question]
        self._records.append(AnswerTakenBack(question))
        self._unclear = 0

    def _back(self, item: Item) -> Reply:
        """Take the last answer back and ask for it again; before the first there is nothing."""
        if not self._given:
            return self._ask(item, (phrase("nothing_before"),))
        last = next(reversed(self._given))
        self._take_back(last)
        if any(flag.id == last for flag in self._flags):
            self._flags_confirmed = False
        return self._following()

    def _confirmed(self) -> Reply:
        refusal = self._refusal()
        if refusal is not None:
            return refusal
        self._flags_confirmed, self._unclear = True, 0
        return self._following()

    def _not_right(self) -> Reply:
        """Ask once more: the flag that was raised, else all that were asked; then by keys."""
        raised = flag_raised(self._flags, self._given)
        wrong = [raised] if raised is not None else self._flags
        for flag in wrong:
            if flag.id in self._given:
                self._take_back(flag.id)
        self._flags_denied += 1
        by_keys = self._needs_key
        if by_keys:
            return self._following((phrase("not_understood"), phrase("press_yes_or_no")))
        return self._following((phrase("once_again"),))

    def _refusal(self) -> Verdict | None:
        """Return the end of a session with a red flag, and whom to call; None without one."""
        flag = flag_raised(self._flags, self._given)
        if flag is None:
            return None
        urgent = phrase("red_flag_urgent")
        return Verdict(
            Decision.END, (urgent if flag.urgent else phrase("red_flag", whom=self._whom),)
        )

    def _after(self, item: Item, given: str) -> Reply:
        if item.id == PAIN_NOW and self._limits.outcome(int(given)) is Outcome.END:
            return Verdict(Decision.END, too_bad(int(given), self._whom))
        return self._following()

    def _following(self, before: tuple[Line, ...] = ()) -> Reply:
        following = self.asked
        return Verdict(Decision.GO_ON) if following is None else self._ask(following, before)

    def _ask_again(self, item: Item, before: tuple[Line, ...] = ()) -> Reply:
        """Ask again, after `before`; at last by keys. A flag that was raised stands."""
        self._unclear += 1
        if not self._needs_key:
            return self._ask(item, before)
        refusal = self._refusal()
        if refusal is not None:
            return refusal
        by_number = item.form is Form.SCORE
        keys = phrase("press_a_number" if by_number else "press_yes_or_no")
        return self._ask(item, (*before, keys))

    def _ask(self, item: Item, before: tuple[Line, ...] = ()) -> Question:
        wait_s = KEY_WAIT_S if self._needs_key else ANSWER_WAIT_S
        lines = (*before, *item.first, item.ask)
        accepts = item.accepts | {Command.WHY, Command.HELP, Command.BACK}
        return Question(lines, accepts, wait_s, item.id, needs_key=self._needs_key)


def too_bad(score: int, whom: str) -> tuple[Line, ...]:
    """Return why there is no session with the back at `score`, and whom to ask."""
    return (phrase("now_rest", score=SCORES[score].value), phrase("rest_and_ask", whom=whom))
