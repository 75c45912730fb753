"""Whether the microphone's line is alive, and how loud it is. It knows nothing of words."""

from __future__ import annotations

from backtalk.hearing.acoustics.levels import FULL_SCALE, level
from backtalk.ports import RATE_HZ, Pcm

FLAT_LINE_S = 1.2
"""A microphone whose samples do not change at all for this long is dead: real ones hiss."""


class MicrophoneWatchdog:
    """Measures one stream of blocks."""

    def __init__(self) -> None:
        self._flat_frames = 0
        self.level = 0.0
        """Root mean square of the last block, 0 to 1."""

    @property
    def dead(self) -> bool:
        """Whether the line has been flat for too long."""
        return self._flat_frames >= FLAT_LINE_S * RATE_HZ

    def process(self, block: Pcm) -> bool:
        """Measure `block`; return whether it is anything but one value repeated."""
        if not len(block):
            return False
        self.level = level(block) / FULL_SCALE
        # Nearly every block of a live line shows it in its first and last sample.
        flat = block[0] == block[-1] and bool((block == block[0]).all())
        self._flat_frames = self._flat_frames + len(block) if flat else 0
        return not flat
