"""The words that are open now: what the recogniser listens for and what its text means.

The one place in hearing that knows situations.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backtalk.core.model.events import SCORES, Command, Situation
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import Grammar


@dataclass(frozen=True)
class OpenWords:
    """The words of one situation; the stop class is among them in every one."""

    vocabulary: Vocabulary = field(compare=False)
    situation: Situation

    @property
    def grammar(self) -> Grammar:
        """What a recogniser is to listen for."""
        return self.vocabulary.grammar(self.situation)

    @property
    def rivals(self) -> tuple[str, ...]:
        """Phrases that sound like a stop word and were asked for: 'six' is no 'sick' then."""
        if self.situation is not Situation.SCORE:
            return ()
        return tuple(score.value for score in SCORES)

    def command(self, text: str) -> Command | None:
        """Return the open command that `text` is, all of it; None where it is none."""
        return self.vocabulary.command(text, self.situation)
