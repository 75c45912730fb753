"""Log-mel features as Whisper was trained on them.

80 mel bands up to 8 kHz (Slaney's scale, triangles of equal area), from windows of 25 ms every
10 ms; logarithm to base ten, cut off 8 below the loudest value, moved to about -1 to 1. Method and
constants: A. Radford and others, 'Robust Speech Recognition via Large-Scale Weak Supervision'
(2022), and OpenAI's whisper/audio.py (MIT).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from backtalk.ports import RATE_HZ

Floats = npt.NDArray[np.float32]

BANDS = 80
WINDOW_FRAMES = 400
HOP_FRAMES = 160
FRAMES_PER_S = RATE_HZ // HOP_FRAMES
"""Rows of features in a second."""

SMALLEST_POWER = 1e-10
RANGE_DECADES = 8.0
"""What is this much weaker than the loudest value counts as silence."""

LINEAR_TO_HZ = 1000.0
"""Below it the mel scale is linear, above it logarithmic."""
HZ_PER_MEL = 200 / 3
BREAK_MEL = LINEAR_TO_HZ / HZ_PER_MEL
LOG_STEP = np.log(6.4) / 27


def log_mel(sound: Floats) -> Floats:
    """Return the features of `sound`, which runs from -1 to 1: one row of `BANDS` each 10 ms."""
    padded = np.pad(sound, WINDOW_FRAMES // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_FRAMES)[::HOP_FRAMES]
    spectrum = np.fft.rfft(windows[: len(sound) // HOP_FRAMES] * _window(), axis=1)
    power = (np.abs(spectrum) ** 2).astype(np.float32) @ _filters()
    decades = np.log10(np.maximum(power, SMALLEST_POWER))
    audible = np.maximum(decades, decades.max() - RANGE_DECADES)
    return np.asarray((audible + 4) / 4, np.float32)


@cache
def _window() -> Floats:
    """Return a periodic Hann window."""
    return np.hanning(WINDOW_FRAMES + 1)[:-1].astype(np.float32)


@cache
def _filters() -> Floats:
    """Return the weights of the bands: frequencies by `BANDS`."""
    hz = np.linspace(0, RATE_HZ / 2, WINDOW_FRAMES // 2 + 1)[:, None]
    edges = _hz(np.linspace(0, _mel(RATE_HZ / 2), BANDS + 2))
    low, centre, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (hz - low) / (centre - low), (high - hz) / (high - centre)
    area = 2 / (high - low)
    return np.asarray(np.maximum(0, np.minimum(rising, falling)) * area, np.float32)


def _mel(hz: float) -> float:
    return float(BREAK_MEL + np.log(hz / LINEAR_TO_HZ) / LOG_STEP)


def _hz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    above = LINEAR_TO_HZ * np.exp(LOG_STEP * (mel - BREAK_MEL))
    return np.where(mel < BREAK_MEL, mel * HZ_PER_MEL, above)
