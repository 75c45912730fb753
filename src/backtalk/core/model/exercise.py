"""An exercise as data: what to do, what it asks of the body, its easier and harder variations.

Everything here is frozen and checked when it is made; a wrong value raises `ValueError` with one
sentence. Nothing here knows where the data came from: `catalogue` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from backtalk.core.model.dose import Dose
from backtalk.core.model.events import Line, phrase
from backtalk.core.model.sides import Side

POSITIONS = (
    "supine",
    "prone",
    "side",
    "all fours",
    "kneeling",
    "floor sitting",
    "seated",
    "standing",
    "hanging",
    "bench",
)
"""Where an exercise starts; near the floor first. Seated is on a chair, bench is a machine."""

LIFT, AND_LOWER = phrase("lift"), phrase("and_lower")
"""The words of a held repetition where an exercise has none of its own."""


class Trait(Enum):
    """What an exercise asks of the body; the rules that fit a plan to a person look at these."""

    TWIST = "twist"
    FLEXION = "flexion"
    EXTENSION = "extension"
    HANG = "hang"
    LOAD = "load"
    BALANCE = "balance"
    PRONE = "prone"
    KNEEL = "kneel"
    FLOOR = "floor"


class Purpose(Enum):
    """What an exercise is for; says why it is done, and whether a week trains both halves."""

    BELLY = "belly"
    BACK = "back"
    LEGS = "legs"
    ARMS = "arms"
    BALANCE = "balance"
    MOBILITY = "mobility"
    STRETCH = "stretch"
    POSTURE = "posture"
    BREATH = "breath"


@dataclass(frozen=True)
class Variation:
    """One way of doing an exercise, easier or harder than the others."""

    name: str
    """Short name, such as 'arms at the sides'."""
    say: str
    """The sentence that changes the exercise to this variation; empty for the one to start on."""
    traits: frozenset[Trait] = frozenset()
    """What this variation asks of the body beyond the traits of its exercise."""
    equipment: tuple[str, ...] = ()
    """What this variation needs in place of the exercise's equipment; empty: the same."""


@dataclass(frozen=True)
class Words:
    """What the coach says for an exercise, written for the ear."""

    setup: tuple[str, ...]
    """Two or three short sentences: how to get into position."""
    do: tuple[str, ...]
    """What one repetition is, one action a sentence, with the breathing."""
    mind: str
    """One thing to mind."""
    short: str
    """In place of `setup`, `do` and `mind` from the third time on."""
    effort: Line = LIFT
    """Said at the start of a repetition that is held."""
    release: Line = AND_LOWER
    """Said at the end of a hold."""
    sides: tuple[tuple[Side, str], ...] = ()
    """What each side means here, such as (RIGHT, 'Right arm, left leg.')."""

    def side(self, side: Side) -> Line:
        """Return the sentence for `side`, or its plain name."""
        return dict(self.sides).get(side) or phrase(f"side_{side.value}")


@dataclass(frozen=True)
class Exercise:
    """One exercise of the catalogue."""

    id: str
    name: str
    position: str
    """Where it starts: one of `POSITIONS`."""
    dose: Dose
    words: Words
    variations: tuple[Variation, ...]
    """Easiest first; always at least one."""
    start_variation: int = 0
    """Index into `variations` of the exercise as the source describes it."""
    equipment: tuple[str, ...] = ()
    traits: frozenset[Trait] = frozenset()
    trains: tuple[Purpose, ...] = ()
    """What it is for, the most important first."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for an exercise without variations or without words to say."""
        if not self.variations:
            raise ValueError("an exercise has at least one variation")
        if not 0 <= self.start_variation < len(self.variations):
            raise ValueError("start_variation is one of the variations")
        if not (self.words.setup and self.words.do):
            raise ValueError("an exercise has words to say")
