"""A sound with the pitch and the harmonics of a voice, as loud as one likes, that is no word."""

from __future__ import annotations

import numpy as np

from backtalk.ports import RATE_HZ, Pcm

RNG = np.random.default_rng(3)


def voice(seconds: float, level: float, pitch_hz: float = 180.0) -> Pcm:
    """Return a buzz with the harmonics of a voice."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave = sum(np.sin(2 * np.pi * pitch_hz * n * time) / n for n in range(1, 9))
    scaled = wave / np.sqrt(np.mean(np.square(wave))) * level
    return np.asarray(scaled + RNG.normal(0, 8, len(time)), np.int16)
