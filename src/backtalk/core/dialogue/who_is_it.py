"""Who it is that comes: several people in one home are told apart by asking for each by name.

Only 'yes' and 'no' are listened for: names are not among the words that a recogniser is given, and
one it had never learnt would be misheard. Whoever is nobody of them, or does not answer, is taken
for somebody new: asked everything, given nothing of anybody's past, and not written down. What
was misheard is taken back by 'back' at the next question, until anything was recorded.
"""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Unrecorded, Verdict
from backtalk.core.model.events import Command, Line, phrase

WITHOUT_NAME = ""
"""The one who trains without having given a name."""
ASK_ID = "who"
ANSWER_WAIT_S = 10.0
SILENCES = 2
"""So many times without an answer, and it is taken for nobody's."""


_ACCEPTS = frozenset({Command.YES, Command.NO, Command.BACK, Command.WHY, Command.HELP})


class WhoIsIt(Unrecorded):
    """Asks for one name after the other."""

    def __init__(self, people: tuple[str, ...]) -> None:
        """Prepare to ask for `people`, at least one name."""
        self._people = people
        self._at = 0
        self._silences = 0
        self.over = False
        """Whether it is known who it is, or that nobody knows."""
        self.found: str | None = None
        """The name that was answered with yes."""

    @property
    def asked(self) -> str:
        """The name that is being asked for."""
        return self._people[self._at]

    def open(self) -> Question:
        """Ask for the name."""
        return self._ask()

    def take_back(self) -> None:
        """Take back who it is; the name that was asked for last is to be asked for again."""
        self.over, self.found, self._silences = False, None, 0

    def answer(self, command: Command) -> Reply:
        """Take a yes or no; 'back' asks for the name before."""
        if command in {Command.WHY, Command.HELP}:
            return self._ask((phrase("because_who"),))
        return self._answered(command)

    def unanswered(self) -> Reply:
        """Ask once more; then it is nobody whom the coach knows."""
        self._silences += 1
        if self._silences < SILENCES:
            return self._ask((phrase("not_understood"),))
        return self._is(None)

    def _answered(self, command: Command) -> Reply:
        if command is Command.YES:
            return self._is(self.asked)
        if command in {Command.NO, Command.BACK}:
            return self._turn_to(self._at + (1 if command is Command.NO else -1))
        return self.unanswered()

    def _turn_to(self, place: int) -> Reply:
        self._silences = 0
        if place >= len(self._people):
            return self._is(None)
        self._at = max(0, place)
        return self._ask()

    def _is(self, name: str | None) -> Verdict:
        self.over, self.found = True, name
        if name is None:
            return Verdict(Decision.GO_ON, (phrase("somebody_new"),))
        greeting = (phrase("hello", name=name),) if name != WITHOUT_NAME else ()
        return Verdict(Decision.GO_ON, greeting)

    def _ask(self, before: tuple[Line, ...] = ()) -> Question:
        unnamed = self.asked == WITHOUT_NAME
        ask = phrase("who_without_name") if unnamed else phrase("who_is_it", name=self.asked)
        return Question((*before, ask), _ACCEPTS, ANSWER_WAIT_S, f"{ASK_ID}:{self.asked}")
