"""Noticing that the person speaks over the coach, before any word is known.

While the canceller works, what is left of the coach is weak against the raw microphone; a voice of
the room is not. So the level after cancelling is held against the level before it and against the
room's noise, in frames of 10 ms: seven of the last ten frames above both limits are a voice. With
the coach's echo as loud as the person, 30 of 30 stop words were noticed before they were over by
0.3 s (20 of 30 with -7 dB and eight frames), and none in 2.5 minutes of the coach alone; the limits
were chosen on these.
It is silent while the canceller has not converged: then every echo would look like a voice.
With headphones there is no echo, and the level above the room alone decides.
"""

from __future__ import annotations

import math
from collections import deque

from backtalk.hearing.acoustics.levels import power
from backtalk.hearing.acoustics.noise_floor import NoiseFloor
from backtalk.ports import RATE_HZ, Pcm

FRAME = RATE_HZ // 100
OVER_ECHO_DB = -12.0
"""Level after cancelling against before: above it, what is heard is not the coach
alone: of the coach, once it has converged, the tests find 25 dB and more taken away."""
OVER_FLOOR_DB = 13.0
"""Level after cancelling against the room's noise."""
CONVERGED_DB = 7.0
"""Echo reduction below which nothing is judged."""
WINDOW, NEEDED = 10, 7
"""Of the last 0.1 s of frames so many must be above both limits: a click is shorter."""
_SMOOTH = 8
"""Frames over which levels are averaged: the periods of a low voice beat with single ones."""
_FLOOR_FRAMES, _FLOOR_PERCENTILE = 400, 15
"""The room's noise: what lies low in the last 4 s, as the microphone gave them."""
_REFERENCE_ACTIVE = 60.0**2
"""Mean square of what is played above which there is an echo to take away."""
_RISEN = 4.0
"""Times the noise's power (6 dB) above which the echo and not the room is measured."""
_REDUCTION_MEMORY = 0.98
"""Share of the reduction known so far that each frame keeps: the mean of half a second."""


class DoubleTalk:
    """Watches blocks before and after cancelling. One thread feeds it."""

    def __init__(self) -> None:
        self._before: deque[float] = deque(maxlen=_SMOOTH)
        self._after: deque[float] = deque(maxlen=_SMOOTH)
        # Powers have one added to them, so that digital silence is 1.
        self._floor = NoiseFloor(_FLOOR_FRAMES, _FLOOR_PERCENTILE, least=1.0, renewal=WINDOW)
        self._hot: deque[bool] = deque(maxlen=WINDOW)
        self._reduction_db = 0.0

    def process(
        self, microphone: Pcm, cleaned: Pcm, reference: Pcm, *, is_echo: bool = True
    ) -> bool:
        """Return whether a voice speaks over the coach at the end of these blocks.

        Without an echo (`is_echo`) there is nothing to tell the voice from but the room's noise.
        """
        for start in range(0, len(microphone) - FRAME + 1, FRAME):
            part = slice(start, start + FRAME)
            self._frame(
                power(microphone[part]) + 1,
                power(cleaned[part]) + 1,
                power(reference[part]) + 1,
                is_echo=is_echo,
            )
        return sum(self._hot) >= NEEDED

    def _frame(self, before: float, after: float, reference: float, *, is_echo: bool) -> None:
        self._before.append(before)
        self._after.append(after)
        self._floor.process(before)
        # Both means cover the same frames, so that the ratio is of the same sound.
        ratio_db = _db(_mean(self._after) / _mean(self._before))
        if reference > _REFERENCE_ACTIVE and before > self._floor.level * _RISEN:
            kept = _REDUCTION_MEMORY
            self._reduction_db = kept * self._reduction_db - (1 - kept) * ratio_db
        over_floor_db = _db(_mean(self._after) / self._floor.level)
        # Before it has converged, every echo is as loud after cancelling as before: no sign.
        over_echo = ratio_db > OVER_ECHO_DB and self._reduction_db > CONVERGED_DB
        self._hot.append(over_floor_db > OVER_FLOOR_DB and (over_echo or not is_echo))


def _mean(values: deque[float]) -> float:
    return sum(values) / len(values)


def _db(ratio: float) -> float:
    return 10 * math.log10(ratio)
