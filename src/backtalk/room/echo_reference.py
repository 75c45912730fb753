"""Which part of what was played belongs to a block that the microphone captured.

Pure: told what was played and captured and at which stream times; no device, thread or clock.
Stream times jitter by a few samples, so the two counts of samples are *locked* to each other by
one offset, which moves only when the median of the measured offsets has moved (two devices drift
apart, an overrun loses samples, a stream was started again). An echo canceller needs that
steadiness: a jump of 15 ms halves what it removes.
"""

from __future__ import annotations

import statistics
from collections import deque

import numpy as np

from backtalk.ports import RATE_HZ, Pcm

LEAD_FRAMES = RATE_HZ // 50
"""The reference runs 20 ms early, because it must never come after its echo: an echo canceller
looks only into the past. More would not help, and must already have been asked of the player: a
loudspeaker stream runs at least 20 ms ahead of a microphone's."""

TOLERANCE_FRAMES = RATE_HZ // 100
"""The lock moves when it is off by more than 10 ms. Measured: on an idle machine the median of
stream times stays within 0.5 ms, but on a starved one PulseAudio's estimates wander by up to
17 ms although nothing moves; at 2 ms the lock moved up to 19 times in five seconds for nothing."""

MEASUREMENTS = 50
"""The offset is the median of this many blocks (one second)."""

FEWEST_MEASUREMENTS = 5
"""So many blocks must agree before the lock moves."""

REMEMBERED_FRAMES = 2 * RATE_HZ


class EchoReference:
    """Pairs captured blocks with what the loudspeaker played at the same stream time."""

    def __init__(self) -> None:
        self._ring: Pcm = np.zeros(REMEMBERED_FRAMES, np.int16)
        self._played = 0
        self._captured = 0
        self._latest: tuple[int, float] | None = None
        self._offset: int | None = None
        self._measured: deque[float] = deque(maxlen=MEASUREMENTS)
        self.locks = 0
        """How often the offset was set: once at the start, then at each jump."""

    def add_played(self, block: Pcm, start_s: float) -> None:
        """Remember `block`, whose first sample sounds at stream time `start_s` (seconds)."""
        places = np.arange(self._played, self._played + len(block)) % REMEMBERED_FRAMES
        self._ring[places] = block
        self._latest = (self._played, start_s)
        self._played += len(block)

    def reference_for(self, frames: int, start_s: float) -> Pcm:
        """Return what was played while `frames` samples were captured from `start_s` on.

        Exactly `frames` samples, silence where nothing was played, `LEAD_FRAMES` early.
        """
        if self._latest is not None:
            index, sounded_s = self._latest
            self._measure(index + (start_s - sounded_s) * RATE_HZ - self._captured)
        start = self._captured + (self._offset or 0) + LEAD_FRAMES
        self._captured += frames
        return self._slice(start, frames)

    def unlock(self) -> None:
        """Forget the measurements: samples were lost, so the old ones no longer hold."""
        self._measured.clear()

    def _measure(self, offset: float) -> None:
        self._measured.append(offset)
        if self._offset is None:
            self._lock(offset)
        elif len(self._measured) >= FEWEST_MEASUREMENTS:
            median = statistics.median(self._measured)
            if abs(median - self._offset) > TOLERANCE_FRAMES:
                self._lock(median)

    def _lock(self, offset: float) -> None:
        self._offset = round(offset)
        self.locks += 1

    def _slice(self, start: int, frames: int) -> Pcm:
        wanted = np.arange(start, start + frames)
        known = (wanted >= max(0, self._played - REMEMBERED_FRAMES)) & (wanted < self._played)
        found: Pcm = np.where(known, self._ring[wanted % REMEMBERED_FRAMES], 0).astype(np.int16)
        return found
