"""What several detectors of the stop class say, taken together.

Any detector that is sure stops, and so do two that suspect the same word. One that is sure by
little wants the second pass to confirm it; alone, one that only suspects is a near miss. What one
of them said already is not said again by another. Nothing waits here: each detection is decided as
it comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from backtalk.core.model.events import Command
from backtalk.hearing.detection import Detection, Source

SAME_WORD_S = 1.5
"""Two detectors need up to this long to know the same word."""

RANKS: Mapping[Command | None, int] = {Command.STOP: 0, Command.UNWELL: 1, Command.PAIN: 2}
"""What asks for more care comes higher: 'stop, it hurts' is a report of pain."""


class Decision(Enum):
    """What is to be done about a detection."""

    STOP = auto()
    ASK = auto()
    """A near miss."""
    CONFIRM = auto()
    """Sure by little: the second pass has its word first, if there is one."""
    NOTHING = auto()


class StopFusion:
    """Decides on the detections of one stream, in the order of time."""

    def __init__(self) -> None:
        self._stop: Detection | None = None
        """The last one that stopped."""
        self._doubts: dict[Source, Detection] = {}
        """The last of each detector that was not sure."""

    def decide(self, detection: Detection) -> Decision:
        """Return what `detection`, of the stop class, leads to beside those just before it."""
        supported = any(
            doubt.source != detection.source and detection.at_s - doubt.at_s <= SAME_WORD_S
            for doubt in self._doubts.values()
        )
        known = self._known(detection)
        # A doubt is kept even where the word is known already: it may support the next word.
        if not detection.sure or detection.barely:
            self._doubts[detection.source] = detection
        if known:
            return Decision.NOTHING
        if supported or (detection.sure and not detection.barely):
            self._stop = detection
            return Decision.STOP
        return Decision.CONFIRM if detection.sure else Decision.ASK

    def stopped(self, detection: Detection) -> None:
        """Take note that `detection` has stopped after all: no other need stop for its word."""
        self._stop = detection

    def has_stopped_since(self, since_s: float, command: Command) -> bool:
        """Whether anything has stopped for `command`, or for a graver one, since then."""
        before = self._stop
        return (
            before is not None
            and before.at_s >= since_s
            and RANKS[command] <= RANKS[before.command]
        )

    def _known(self, detection: Detection) -> bool:
        """Whether another detector has stopped for this word, or for a graver one, already."""
        before = self._stop
        return (
            before is not None
            # Of the same detector it is another word, which it reports once; but a word that it was
            # not quite sure of it reports again when it is.
            and (before.source != detection.source or before.barely or not before.sure)
            and detection.at_s - before.at_s <= SAME_WORD_S
            and RANKS[detection.command] <= RANKS[before.command]
        )
