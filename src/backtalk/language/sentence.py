"""A sentence as it was said, and what it can mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from backtalk.core.model.events import Command
from backtalk.language import wording


class Asks(Enum):
    """What the coach waits for, as far as it changes what words mean."""

    OTHER = auto()
    """Nothing in particular, or a yes or no: what may be said then is in the open commands."""
    SCORE = auto()
    """A number from zero to ten for a pain: 'none' is zero, 'my knee' says where."""
    CHOICE = auto()
    """How to go on after a pain: 'my knee' says where."""


class Kind(Enum):
    """What a sentence is."""

    COMMAND = auto()
    """A request or an answer: `Sentence.command`, open now or of the stop class."""
    REFUSAL = auto()
    """Something is not to be done: `Sentence.command`, None where it is not said or no command."""
    DOUBT = auto()
    """No answer, though the person spoke to the coach: to be asked again in other words."""
    SCORE = auto()
    """A number from zero to ten: `Sentence.score`."""
    PAIN = auto()
    """It hurts: `Sentence.place` where it was said."""
    NOT_PAIN = auto()
    """It does not hurt, or a complaint is taken back."""
    NOTHING = auto()
    """Not for the coach, or not understood."""


@dataclass(frozen=True)
class Sentence:
    """What was understood."""

    kind: Kind
    command: Command | None = None
    score: int | None = None
    place: str = ""
    """The part of the body, by the names of the language's sentences; '' if none was named."""


NOTHING = Sentence(Kind.NOTHING)
DOUBT = Sentence(Kind.DOUBT)
NOT_PAIN = Sentence(Kind.NOT_PAIN)


@dataclass(frozen=True)
class Said:
    """One utterance and when it was said."""

    words: tuple[str, ...]
    """With ',' and '.' among them."""
    open: frozenset[Command]
    asks: Asks

    @property
    def scoped(self) -> str:
        """The words with their stops, for patterns that may not reach beyond one."""
        return "".join(f"{word} " for word in self.words)

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(f"{word} " for word in wording.without_stops(self.words))

    @property
    def parts(self) -> tuple[Said, ...]:
        """The sentences it consists of."""
        ends = [place for place, word in enumerate(self.words) if word == "."]
        starts = [0, *(end + 1 for end in ends)]
        return tuple(
            replace(self, words=self.words[start:end])
            for start, end in zip(starts, [*ends, len(self.words)], strict=True)
        )
