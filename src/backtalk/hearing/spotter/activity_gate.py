"""The spotter's gate: whether anything has risen out of the noise lately.

It keeps quiet rooms cheap. What rose does not matter: a door opens it as well as a word.
"""

from __future__ import annotations

import numpy as np

from backtalk.hearing.acoustics.noise_floor import NoiseFloor
from backtalk.hearing.spotter.embedding import STEP_S, Floats
from backtalk.ports import RATE_HZ

LEVEL_FRAMES = 320
"""Levels are taken every 20 ms, after a difference that takes out hum and rumble."""

FLOOR_S = 4.0
"""The noise floor is a low percentile of the levels over this time."""

FLOOR_PERCENTILE = 15.0

LEAST_FLOOR = 2.0
"""The floor is never lower: some microphones gate to digital silence."""

RISE = 1.25
"""A level this far (2 dB) above the floor is worth listening to; steady noise varies by half of
it. A word 10 dB under a noise cannot be spotted anyway, and is not lost by the gate alone."""

LINGER_S = 1.0
"""How long listening goes on after the last such level: words end more quietly than they begin,
and the head sees 1.0 s."""

ENOUGH_LEVELS = round(2.0 * RATE_HZ / LEVEL_FRAMES)
"""Levels before the floor is trusted; until then everything is listened to."""


class Gate:
    """Says whether anything has risen out of the noise lately."""

    def __init__(self) -> None:
        self._floor = NoiseFloor(
            round(FLOOR_S * RATE_HZ / LEVEL_FRAMES), FLOOR_PERCENTILE, least=LEAST_FLOOR
        )
        self._open_steps = 0

    @property
    def is_open(self) -> bool:
        """Whether what was heard last is worth listening to."""
        return self._open_steps > 0

    def process(self, step: Floats) -> bool:
        """Take in `STEP_FRAMES` of sound; return whether the gate is open after them."""
        # A difference from sample to sample takes out hum and rumble, which are loud and low.
        rises = np.diff(step, prepend=step[:1]).reshape(-1, LEVEL_FRAMES)
        levels = np.sqrt((rises * rises).mean(1))
        for level in levels:
            self._floor.process(float(level))
        self._open_steps = max(0, self._open_steps - 1)
        if self._floor.count < ENOUGH_LEVELS or float(levels.max()) > RISE * self._floor.level:
            self._open_steps = round(LINGER_S / STEP_S)
        return self.is_open
