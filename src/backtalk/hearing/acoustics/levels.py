"""How loud blocks of sound are. It is asked hundreds of times a second, so it is kept cheap.

Levels are root mean squares of int16 samples, or decibels below full scale.
"""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np

from backtalk.ports import Pcm

FULL_SCALE = 32768.0

SILENCE_DB = -100.0

SPOKEN_DB = -60.0
"""What the loudspeaker plays above this level, below full scale, is the coach speaking."""


def power(block: Pcm) -> float:
    """Return the mean square of `block`, 0 for an empty one."""
    samples = block.astype(np.float32)
    # `dot` costs half of what `@` does on so few samples.
    return float(samples.dot(samples)) / max(len(samples), 1)


def level(block: Pcm) -> float:
    """Return the root mean square of `block`, 0 for an empty one."""
    return math.sqrt(power(block))


def level_db(block: Pcm) -> float:
    """Return the level of `block` in decibels below full scale, -100 for silence."""
    share = power(block) / FULL_SCALE**2
    return max(SILENCE_DB, 10 * math.log10(share)) if share else SILENCE_DB


def percentile(levels: Collection[float], percent: float) -> float:
    """Return the level that `percent` of `levels` lie at or below, by nearest rank; of one or more.

    Sorting a few hundred numbers costs a tenth of what an array's percentile does.
    """
    ranked = sorted(levels)
    return ranked[round(percent / 100 * (len(ranked) - 1))]
