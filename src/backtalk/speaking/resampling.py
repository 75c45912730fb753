"""Sound of any rate made into Backtalk's: 16 kHz, mono, int16, without silence around it.

Pure: arrays in, arrays out. It does not change the level; rendering does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

from backtalk.ports import RATE_HZ, Pcm

Sound = npt.NDArray[np.float32]
"""Samples from -1 to 1, one dimension, at a rate told beside it."""

SILENCE = 0.0004
"""Amplitude (of full scale) below which it is silent; the breath of an 'h' is above."""

KEPT_S = 0.010
"""Silence kept before the first and after the last sound, so that nothing starts with a click."""


def trim(sound: Sound, rate_hz: int) -> Sound:
    """Return `sound` without the silence before and after it; empty when it is all silence."""
    loud = np.flatnonzero(np.abs(sound) > SILENCE)
    if not loud.size:
        return sound[:0]
    kept_frames = round(KEPT_S * rate_hz)
    return sound[max(0, loud[0] - kept_frames) : loud[-1] + 1 + kept_frames]


def to_pcm(sound: Sound, rate_hz: int) -> Pcm:
    """Return `sound`, sampled at `rate_hz`, as int16 samples at 16 kHz."""
    resampled = sound if rate_hz == RATE_HZ else soxr.resample(sound, rate_hz, RATE_HZ)
    return np.rint(np.clip(resampled, -1, 1) * np.iinfo(np.int16).max).astype(np.int16)
