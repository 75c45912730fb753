"""Whether a sound repeats itself as a voice does, and how often a second: by autocorrelation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backtalk.ports import RATE_HZ, Pcm

PERIODIC = 0.5
"""Normalised autocorrelation of a vowel is 0.7 to 1, of a bang or fricative below 0.4."""

AS_GOOD = 0.9
"""A sound that repeats every 2 ms repeats every 4 ms as well: of lags that fit this nearly as well
as the best one, the shortest is its period."""


@dataclass(frozen=True)
class Pitch:
    """How a sound repeats itself."""

    hz: float
    """How often a second; 0 where it does not."""
    periodicity: float
    """How well: 1 for a tone, near 0 for noise."""

    @property
    def is_periodic(self) -> bool:
        """Whether it repeats itself as a vowel does."""
        return self.periodicity > PERIODIC


NONE = Pitch(0.0, 0.0)


def pitch_of(sound: Pcm, lowest_hz: int, highest_hz: int) -> Pitch:
    """Return the pitch of `sound`, some 40 ms, between two limits."""
    samples = sound.astype(np.float64)
    samples -= samples.mean()
    spectrum = np.fft.rfft(samples, 2 * len(samples))
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: len(samples)]
    shortest, longest = RATE_HZ // highest_hz, min(RATE_HZ // lowest_hz, len(samples) // 2)
    if correlation[0] <= 0 or longest <= shortest:
        return NONE
    # The farther apart, the fewer samples overlap: each lag is held against its own overlap.
    overlap = 1 - np.arange(shortest, longest) / len(samples)
    likeness = correlation[shortest:longest] / overlap / correlation[0]
    best = float(likeness.max())
    inner = likeness[1:-1]
    peaks = (inner >= likeness[:-2]) & (inner > likeness[2:]) & (inner >= AS_GOOD * best)
    at = np.flatnonzero(peaks)
    if not len(at):
        return Pitch(0.0, best)
    first = int(at[0]) + 1
    return Pitch(RATE_HZ / (shortest + first + _summit(*likeness[first - 1 : first + 2])), best)


def _summit(before: float, peak: float, after: float) -> float:
    """Return how far beside the middle of three values a parabola through them is highest."""
    bend = before - 2 * peak + after
    return 0.5 * (before - after) / bend if bend else 0.0
