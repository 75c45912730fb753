"""The level of the room between the words: a low percentile of the last seconds."""

from __future__ import annotations

from collections import deque

from backtalk.hearing.acoustics.levels import level, percentile
from backtalk.ports import BLOCK_S, Pcm

WINDOW_S = 3.0
"""The floor looks back this far: longer than a sentence goes without a gap."""

PERCENTILE = 20.0
"""Low enough for the gaps between words to set the floor, not the words."""

RENEWAL_BLOCKS = 5
"""The floor is worked out anew every 0.1 s: sorting is most of what a quiet room costs."""

LEAST_LEVEL = 20.0
"""The floor is never taken for lower: some microphones gate to digital silence."""


class NoiseFloor:
    """Takes blocks of 20 ms and knows the level below which little of the last seconds lies."""

    def __init__(self) -> None:
        window_blocks = round(WINDOW_S / BLOCK_S)
        self._levels: deque[float] = deque([LEAST_LEVEL] * window_blocks, maxlen=window_blocks)
        self._blocks = 0
        self._level = LEAST_LEVEL

    @property
    def level(self) -> float:
        """The noise floor: a root mean square of int16 samples."""
        return self._level

    def push(self, block: Pcm) -> float:
        """Take one block; return its level."""
        loudness = level(block)
        self._levels.append(max(loudness, LEAST_LEVEL))
        self._blocks += 1
        if self._blocks % RENEWAL_BLOCKS == 0:
            self._level = percentile(self._levels, PERCENTILE)
        return loudness
