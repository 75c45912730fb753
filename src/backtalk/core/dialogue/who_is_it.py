"""Who has come: where several people live in one home, the coach asks for each by name.

Only 'yes' and 'no' are listened for: names are not among the words that a recogniser is given, and
one it had never learnt would be misheard. Anyone who is none of them, or does not answer, is a
guest: asked everything, given none of the others' past, and not written down. What was misheard is
taken back by 'back' at the next question, until anything was recorded.
"""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Unrecorded, Verdict
from backtalk.core.model.events import Command, Line, phrase
from backtalk.core.model.person import GUEST, Person

ASK_ID = "who"
ANSWER_WAIT_S = 10.0
SILENCES = 2
"""So many times without an answer, and it is a guest."""


_ACCEPTS = frozenset({Command.YES, Command.NO, Command.BACK, Command.WHY, Command.HELP})


class WhoIsIt(Unrecorded):
    """Asks for one name after the other."""

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
        """Take a yes or no; 'back' asks for the name before."""
        if command in {Command.WHY, Command.HELP}:
            return self._ask((phrase("because_who"),))
        return self._answered(command)

    def unanswered(self) -> Reply:
        """Ask once more; then it is a guest."""
        return self._ask_again()

    def _answered(self, command: Command) -> Reply:
        if command is Command.YES:
            return self._is(self.asked)
        if command in {Command.NO, Command.BACK}:
            return self._turn_to(self._at + (1 if command is Command.NO else -1))
        return self._ask_again((phrase("not_understood"),))

    def _ask_again(self, before: tuple[Line, ...] = ()) -> Reply:
        self._silences += 1
        return self._ask(before) if self._silences < SILENCES else self._is(GUEST)

    def _turn_to(self, place: int) -> Reply:
        self._silences = 0
        if place >= len(self._people):
            return self._is(GUEST)
        self._at = max(0, place)
        return self._ask()

    def _is(self, person: Person) -> Verdict:
        self.over, self.found = True, person
        if person.is_guest:
            return Verdict(Decision.GO_ON, (phrase("someone_new"),))
        greeting = (phrase("hello", name=person.name),) if person.is_named else ()
        return Verdict(Decision.GO_ON, greeting)

    def _ask(self, before: tuple[Line, ...] = ()) -> Question:
        who = self.asked
        ask = phrase("who_is_it", name=who.name) if who.is_named else phrase("who_without_name")
        name = who.name if who.is_named else ""
        return Question((*before, ask), _ACCEPTS, ANSWER_WAIT_S, f"{ASK_ID}:{name}")
