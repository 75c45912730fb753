"""The level of the room between the words: a low percentile of the levels heard lately.

The one such measure in hearing. Its users differ in what they call a level (a root mean square, a
power, decibels), in how far they look back and in how low they look, and say so where they make
one. It counts levels, not seconds: each user takes them at its own rate.
"""

from __future__ import annotations

from collections import deque

from backtalk.hearing.acoustics.levels import percentile


class NoiseFloor:
    """Takes levels in order and knows the one below which a share of the last of them lies."""

    def __init__(
        self,
        window: int,
        percent: float,
        *,
        least: float,
        renewal: int = 0,
        begins_quiet: bool = False,
    ) -> None:
        """Set up.

        Args:
            window: how many levels it looks back.
            percent: the percentile: low enough for the gaps between words to set the floor.
            least: the floor is never lower, and this is what it is before anything was heard:
                some microphones gate to digital silence.
            renewal: it is worked out again after so many levels, because sorting is most of what
                a quiet room costs; 0: whenever it is asked for.
            begins_quiet: whether to begin as if the whole window had been at `least`; else the
                first levels alone set the floor.
        """
        self._percent = percent
        self._least = least
        self._renewal = renewal
        self._levels: deque[float] = deque([least] * window * begins_quiet, maxlen=window)
        self._since_renewal = 0
        self._level = least

    @property
    def level(self) -> float:
        """The noise floor."""
        if not self._renewal:
            self._renew()
        return self._level

    @property
    def levels(self) -> tuple[float, ...]:
        """The levels in the window, oldest first."""
        return tuple(self._levels)

    @property
    def count(self) -> int:
        """How many levels are in the window."""
        return len(self._levels)

    def process(self, level: float) -> None:
        """Take one level."""
        self._levels.append(level)
        self._since_renewal += 1
        if self._since_renewal == self._renewal:
            self._since_renewal = 0
            self._renew()

    def clear(self) -> None:
        """Forget all levels."""
        self._levels.clear()
        self._level = self._least

    def _renew(self) -> None:
        if self._levels:
            self._level = max(percentile(self._levels, self._percent), self._least)
