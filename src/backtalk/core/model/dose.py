"""How much of an exercise: repetitions, holds, tempo, sets and rests, within what is possible."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.model.sides import Sides

MAX_REPETITIONS = 60
MAX_HOLD_S = 1200.0
MAX_TEMPO_S = 60.0
MAX_SETS = 10
MAX_REST_S = 600.0
MIN_REPEAT_AFTER_S = 60.0
MAX_REPEAT_AFTER_S = 6 * 3600.0
MAX_TIMES_A_DAY = 6


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


def _require(condition: bool, sentence: str) -> None:  # noqa: FBT001  a guard reads best this way
    if not condition:
        raise ValueError(sentence)
