"""The pain rules: what a score from zero to ten allows.

The limits follow common practice in physiotherapy for muscle pain during exercise (up to two is
acceptable, up to four is a reason to change something, five and more a reason to end) and are
settings, so that a clinician may choose others. They are not a diagnosis.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MAX_SCORE = 10


class Outcome(Enum):
    """What the person may do after a report of pain."""

    EASE = "ease"
    """Go on with an easier step, leave the exercise out, or finish."""
    LEAVE_OUT = "leave out"
    """Leave the exercise out or finish; easier only for another exercise."""
    END = "end"
    """The session ends kindly."""


@dataclass(frozen=True)
class PainLimits:
    """The highest scores, inclusive, with which one may ease, or leave the exercise out."""

    ease_to: int = 2
    leave_out_to: int = 4

    def __post_init__(self) -> None:
        """Raise `ValueError` unless 0 <= ease_to <= leave_out_to <= 10."""
        if not 0 <= self.ease_to <= self.leave_out_to <= MAX_SCORE:
            raise ValueError("pain limits rise from 0 to 10: ease_to, then leave_out_to")

    def outcome(self, score: int) -> Outcome:
        """Return what `score` (0 to 10) allows."""
        if score <= self.ease_to:
            return Outcome.EASE
        return Outcome.LEAVE_OUT if score <= self.leave_out_to else Outcome.END

    def is_sharp(self, score: int | None) -> bool:
        """Whether `score` ends a session; None, which is no score, does not."""
        return score is not None and self.outcome(score) is Outcome.END

    def is_troubling(self, score: int | None) -> bool:
        """Whether `score` is above what one goes on with; None, which is no score, is not."""
        return score is not None and self.outcome(score) is not Outcome.EASE
