"""A shrill cry, known by itself: a loud, high voice that is held longer than talk holds one."""

from __future__ import annotations

from backtalk.hearing.acoustics.pitch import Pitch
from backtalk.ports import BLOCK_S

SHRILL_DB = -32.0
"""Below full scale: the level at which talk near the microphone lies, too."""
LOWEST_HZ = 400.0
"""In 35 minutes of people's talk, no voice above this was held for as long as `HELD_S`."""
HELD_S = 0.3
"""Barks and laughter are as high, in pieces of under 0.25 s."""
LONGEST_STEP = 0.12
"""Share by which the pitch may change in 20 ms; an instrument's next note, or a pitch that was
taken for its octave, changes by more."""
GLIDE = 1.03
"""A throat's pitch strays by half a semitone in 0.3 s; a note, a whine and a beep do not."""


class Shrill:
    """Takes the level and pitch of each block of one stream."""

    def __init__(self) -> None:
        self._held_blocks = 0
        self._last_hz = self._lowest_hz = self._highest_hz = 0.0
        """Of the voice that has been held so far."""

    def process(self, loudness_db: float, pitch: Pitch) -> bool:
        """Take one block of 20 ms; return whether a cry has been held long enough by now."""
        if loudness_db < SHRILL_DB or not pitch.is_periodic or pitch.hz < LOWEST_HZ:
            self._held_blocks = 0
            return False
        if not self._held_blocks or abs(pitch.hz / self._last_hz - 1) > LONGEST_STEP:
            self._held_blocks = 0
            self._lowest_hz = self._highest_hz = pitch.hz
        self._held_blocks += 1
        self._last_hz = pitch.hz
        self._lowest_hz = min(self._lowest_hz, pitch.hz)
        self._highest_hz = max(self._highest_hz, pitch.hz)
        held = self._held_blocks * BLOCK_S >= HELD_S
        return held and self._highest_hz > GLIDE * self._lowest_hz
