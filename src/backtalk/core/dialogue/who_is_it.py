"""Who has come: where several people live in one home, the coach asks for each by name.

Only 'yes' and 'no' are listened for: names are not among the words that a recogniser is given, and
one it had never learnt would be misheard. Anyone who is none of them, or does not answer, is a
guest: asked everything, given none of the others' past, and not written down. What was misheard is
taken back by 'back' at the next question, until anything was recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Verdict
from backtalk.core.dialogue.interview import Asking
from backtalk.core.dialogue.resume_offer import BrokenOff
from backtalk.core.model.events import Command, Line, Situation, phrase
from backtalk.core.model.person import GUEST, Person
from backtalk.core.model.plan import Plan

ASK_ID = "who"
ANSWER_WAIT_S = 10.0
SILENCES = 2
"""So many times without an answer, and it is a guest."""


@dataclass(frozen=True)
class Start:
    """What a session of one person begins with."""

    plan: Plan
    asking: Asking | None = None
    begin_at: int = 0
    """The set to begin with."""
    broken_off: BrokenOff | None = None
    """A session that may be taken up, if the person wants to."""


@dataclass(frozen=True)
class Arrival:
    """Who may come, and what is known of each."""

    people: tuple[Person, ...]
    """In the order to ask."""
    start: Callable[[Person], Start]
    """From one of `people`, or the guest, to what their session begins with."""
    forget: Callable[[], None] = lambda: None
    """Takes back who has come: it was misheard, and nothing was recorded of them."""

    def telling(self, tell: Callable[[Person], None]) -> Arrival:
        """Return the same arrival, which tells `tell` who has come before they begin.

        Where that is taken back, `tell` is given the guest.
        """

        def start(person: Person) -> Start:
            tell(person)
            return self.start(person)

        def forget() -> None:
            tell(GUEST)
            self.forget()

        return Arrival(self.people, start, forget)


class WhoIsIt:
    """Asks for one person after the other."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        """Prepare to ask for `people`, at least one."""
        self._people = people
        self._at = 0
        self._silences = 0
        self.over = False
        """Whether it is settled who it is."""
        self.found: Person | None = None
        """Who was answered with yes, or the guest; None until it is settled."""

    @property
    def asked(self) -> Person:
        """Who is being asked for."""
        return self._people[self._at]

    def open(self) -> Question:
        """Ask for the first of them."""
        return self._ask()

    def take_back(self) -> None:
        """Take back who it is; who was asked for last is asked for again."""
        self.over, self.found, self._silences = False, None, 0

    def answer(self, command: Command) -> Reply:
        """Take a yes or no; 'back' asks for the one before, 'leg' and 'finish' end it."""
        if command in {Command.LOUDER, Command.QUIETER}:
            return None
        if command in {Command.FINISH, Command.LEG}:
            leg = (phrase("leg_signs"),) if command is Command.LEG else ()
            return Verdict(Decision.END, leg)
        if command in {Command.WHY, Command.HELP}:
            return self._ask((phrase("because_who"),))
        return self._answered(command)

    def unanswered(self) -> Reply:
        """Ask once more; then it is a guest."""
        self._silences += 1
        if self._silences < SILENCES:
            return self._ask((phrase("not_understood"),))
        return self._is(GUEST)

    def _answered(self, command: Command) -> Reply:
        if command is Command.YES:
            return self._is(self.asked)
        if command in {Command.NO, Command.BACK}:
            return self._turn_to(self._at + (1 if command is Command.NO else -1))
        return self.unanswered()

    def _turn_to(self, place: int) -> Reply:
        self._silences = 0
        if place >= len(self._people):
            return self._is(GUEST)
        self._at = max(0, place)
        return self._ask()

    def _is(self, person: Person) -> Verdict:
        self.over, self.found = True, person
        if person.is_guest:
            return Verdict(Decision.ASKED, (phrase("somebody_new"),))
        greeting = (phrase("hello", name=person.name),) if person.is_named else ()
        return Verdict(Decision.ASKED, greeting)

    def _ask(self, before: tuple[Line, ...] = ()) -> Question:
        who = self.asked
        ask = phrase("who_is_it", name=who.name) if who.is_named else phrase("who_without_name")
        return Question((*before, ask), Situation.CONFIRM, ANSWER_WAIT_S)
