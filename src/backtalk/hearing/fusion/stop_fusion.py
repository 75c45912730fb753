"""What several detectors of the stop class say, taken together.

Any detector that is sure stops. One that only suspects stops when another suspects too; alone it
is a near-miss. What one of them said already is not said again by another. The fusion refuses to
wait: it rules on each word as it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from backtalk.core.model.events import Command

SAME_WORD_S = 1.5
"""Two detectors need up to this long to know the same word."""

RANKS = {Command.STOP: 0, Command.UNWELL: 1, Command.PAIN: 2}
"""What asks for more care comes higher: 'stop, it hurts' is a report of pain."""


class Decision(Enum):
    """What is to be done about a claim."""

    STOP = auto()
    ASK = auto()
    """A near-miss."""
    NOTHING = auto()


@dataclass(frozen=True)
class Claim:
    """A detector believes to have heard a word of the stop class."""

    detector: str
    command: Command
    sure: bool
    at_s: float


class StopFusion:
    """Rules on the claims of one stream, in the order of time."""

    def __init__(self) -> None:
        self._stop: Claim | None = None
        self._doubts: dict[str, Claim] = {}

    def rule(self, claim: Claim) -> Decision:
        """Return what `claim` leads to, together with those of the last moments."""
        supported = any(
            doubt.detector != claim.detector and claim.at_s - doubt.at_s <= SAME_WORD_S
            for doubt in self._doubts.values()
        )
        known = self._known(claim)
        if not claim.sure:
            self._doubts[claim.detector] = claim
        if known:
            return Decision.NOTHING
        if claim.sure or supported:
            self._stop = claim
            return Decision.STOP
        return Decision.ASK

    def _known(self, claim: Claim) -> bool:
        """Whether another detector has stopped for this word, or for a graver one, already."""
        before = self._stop
        return (
            before is not None
            and before.detector != claim.detector
            and claim.at_s - before.at_s <= SAME_WORD_S
            and RANKS[claim.command] <= RANKS[before.command]
        )
