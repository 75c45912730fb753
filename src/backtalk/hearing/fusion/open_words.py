"""The words that are open now: what the recogniser listens for and what its text means."""

from __future__ import annotations

from dataclasses import dataclass, field

from backtalk.core.model.events import SCORES, Command
from backtalk.language.sentence import Asks
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import Grammar


@dataclass(frozen=True)
class OpenWords:
    """The words of some open commands; the stop class is always among them."""

    vocabulary: Vocabulary = field(compare=False)
    commands: frozenset[Command]

    @property
    def grammar(self) -> Grammar:
        """What a recogniser is to listen for."""
        return self.vocabulary.grammar(self.commands)

    @property
    def rivals(self) -> tuple[str, ...]:
        """Phrases that sound like a stop word and were asked for: 'six' is no 'sick' then."""
        if not set(SCORES) <= self.commands:
            return ()
        return tuple(score.value for score in SCORES)

    @property
    def asks(self) -> Asks:
        """What the coach waits for, as far as sentences mean something else then."""
        if set(SCORES) <= self.commands:
            return Asks.SCORE
        choosing = {Command.EASIER, Command.LEG} <= self.commands
        return Asks.CHOICE if choosing else Asks.OTHER

    def command(self, text: str) -> Command | None:
        """Return the open command that `text` is, all of it; None where it is none."""
        return self.vocabulary.command(text, self.commands)
