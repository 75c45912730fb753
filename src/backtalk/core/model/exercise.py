"""An exercise as data: what to do, how much of it, its easier and harder variations.

Everything here is frozen and checked when it is made; a wrong value raises `ValueError` with one
sentence. Nothing here knows where the data came from: `catalogue` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from backtalk.core.model.events import Line, phrase

MAX_REPETITIONS = 60
MAX_HOLD_S = 1200.0
MAX_TEMPO_S = 60.0
MAX_SETS = 10
MAX_REST_S = 600.0
MIN_REPEAT_AFTER_S = 60.0
MAX_REPEAT_AFTER_S = 6 * 3600.0
MAX_TIMES_A_DAY = 6

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


class Side(Enum):
    """One side or direction of a set."""

    RIGHT = "right"
    LEFT = "left"
    CLOCKWISE = "clockwise"
    COUNTERCLOCKWISE = "counterclockwise"


class Sides(Enum):
    """How an exercise divides between left and right."""

    NONE = "none"
    """Both sides at once; nothing to switch."""
    EACH = "each"
    """A full count on one side, then a full count on the other."""
    ALTERNATING = "alternating"
    """Right and left in turn within one count; `repetitions` counts every movement."""
    DIRECTIONS = "directions"
    """A full count clockwise, then a full count the other way round."""

    @property
    def named(self) -> tuple[Side, ...]:
        """The sides that have a sentence of their own, in the order in which they are done."""
        match self:
            case Sides.EACH | Sides.ALTERNATING:
                return (Side.RIGHT, Side.LEFT)
            case Sides.DIRECTIONS:
                return (Side.CLOCKWISE, Side.COUNTERCLOCKWISE)
            case Sides.NONE:
                return ()

    @property
    def of_sets(self) -> tuple[Side | None, ...]:
        """The side of one set after another; None where a single set is for both."""
        return self.named if self in {Sides.EACH, Sides.DIRECTIONS} else (None,)


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
class Dose:
    """How much of an exercise: the numbers of the catalogue."""

    repetitions: int = 10
    """In each set (and on each side where `sides` is EACH or DIRECTIONS)."""
    hold_s: float = 0.0
    """Held still at the top of each repetition."""
    tempo_s: float = 4.0
    """One repetition out and back, without the hold."""
    sets: int = 1
    series: tuple[int, ...] = ()
    """A descending series such as 5, 3, 1 in place of `sets` x `repetitions`."""
    rest_s: float = 15.0
    """Rest between the sets of this exercise."""
    rest_first: bool = False
    """Whether `rest_s` is the rest before the exercise instead."""
    sides: Sides = Sides.NONE
    repetitions_max: int | None = None
    """The upper end where the source gives a range of repetitions."""
    hold_max_s: float | None = None
    """The upper end where the source gives a range of holding times."""
    hold_step_s: float = 0.0
    """How much longer to hold after each day of practice, up to `hold_max_s`."""
    breath: bool = False
    """Whether a repetition is one breath: the cues are those of breathing."""
    repeat_after_s: float | None = None
    """When to do the exercise once more on the same day."""
    times_a_day: int = 1
    """On how many occasions a day the source wants it."""
    times_a_day_max: int | None = None
    """The upper end where the source gives a range of occasions."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for an impossible dose."""
        counts = self.series or (self.repetitions,)
        _require(
            all(1 <= n <= MAX_REPETITIONS for n in counts),
            f"repetitions are 1 to {MAX_REPETITIONS}",
        )
        _require(0 <= self.hold_s <= MAX_HOLD_S, f"hold_s is 0 to {MAX_HOLD_S:g}")
        _require(1 <= self.tempo_s <= MAX_TEMPO_S, f"tempo_s is 1 to {MAX_TEMPO_S:g}")
        _require(1 <= self.sets <= MAX_SETS, f"sets are 1 to {MAX_SETS}")
        _require(len(self.series) <= MAX_SETS, f"a series has at most {MAX_SETS} sets")
        _require(0 <= self.rest_s <= MAX_REST_S, f"rest_s is 0 to {MAX_REST_S:g}")
        if self.repetitions_max is not None:
            _require(
                self.repetitions <= self.repetitions_max <= MAX_REPETITIONS,
                f"repetitions_max is repetitions to {MAX_REPETITIONS}",
            )
        if self.hold_max_s is not None:
            _require(
                self.hold_s <= self.hold_max_s <= MAX_HOLD_S,
                f"hold_max_s is hold_s to {MAX_HOLD_S:g}",
            )
        self._check_days()

    def _check_days(self) -> None:
        _require(
            self.hold_step_s == 0
            or 0 < self.hold_step_s <= (self.hold_max_s or self.hold_s) - self.hold_s,
            "hold_step_s needs a hold_max_s and fits between hold_s and it",
        )
        _require(1 <= self.times_a_day <= MAX_TIMES_A_DAY, f"times_a_day is 1 to {MAX_TIMES_A_DAY}")
        if self.times_a_day_max is not None:
            _require(
                self.times_a_day <= self.times_a_day_max <= MAX_TIMES_A_DAY,
                f"times_a_day_max is times_a_day to {MAX_TIMES_A_DAY}",
            )
        if self.repeat_after_s is not None:
            _require(
                MIN_REPEAT_AFTER_S <= self.repeat_after_s <= MAX_REPEAT_AFTER_S,
                f"repeat_after_s is {MIN_REPEAT_AFTER_S:g} to {MAX_REPEAT_AFTER_S:g}",
            )

    @property
    def set_counts(self) -> tuple[int, ...]:
        """Repetitions of each set in order: the series, or `sets` times `repetitions`."""
        return self.series or (self.repetitions,) * self.sets


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
        _require(bool(self.variations), "an exercise has at least one variation")
        _require(
            0 <= self.start_variation < len(self.variations),
            "start_variation is one of the variations",
        )
        _require(bool(self.words.setup) and bool(self.words.do), "an exercise has words to say")


def _require(condition: bool, sentence: str) -> None:  # noqa: FBT001  a guard reads best this way
    if not condition:
        raise ValueError(sentence)
