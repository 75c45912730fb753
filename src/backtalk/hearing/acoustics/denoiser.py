"""Takes steady noise out of the microphone's sound: spectral subtraction, block by block.

The noise is what the room sounds like in its quiet blocks. Voices are left alone: other
people's talk is no noise, and a sound that begins is let through until it has proved steady.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from backtalk.hearing.acoustics.levels import level
from backtalk.hearing.acoustics.room_floor import room_floor
from backtalk.ports import BLOCK_FRAMES, Pcm

Spectrum = npt.NDArray[np.float64]

WINDOW_FRAMES = 2 * BLOCK_FRAMES
"""Samples transformed at a time: this block and the one before."""

QUIET_RATIO = 1.8
"""Level over the noise floor (5 dB) below which a block is noise."""

RENEWAL = 0.1
"""Share of a quiet block in the noise from then on: it is a mean over some 0.2 s of quiet."""

OVERSUBTRACTION = 1.3
"""Times the mean noise that is taken away: single blocks of noise lie above the mean."""

LEAST_GAIN = 0.15
"""What is left of a frequency that holds only noise (-16 dB); none at all would ring."""


class Denoiser:
    """Takes blocks of 20 ms in order and gives each back, without noise, one block later."""

    def __init__(self) -> None:
        self._window = np.sqrt(np.hanning(WINDOW_FRAMES + 1)[:-1])
        self._floor = room_floor()
        self._sound = np.zeros(WINDOW_FRAMES)
        self._spectrum = np.empty(BLOCK_FRAMES + 1, np.complex128)
        self._tail: Spectrum = np.zeros(BLOCK_FRAMES)
        self._noise: Spectrum = np.zeros(BLOCK_FRAMES + 1)
        self._divisor: Spectrum = np.ones(BLOCK_FRAMES + 1)
        self._gain: Spectrum = np.ones(BLOCK_FRAMES + 1)

    def process(self, block: Pcm) -> Pcm:
        """Take one block; return the one before it without its noise."""
        self._sound[:BLOCK_FRAMES] = self._sound[BLOCK_FRAMES:]
        self._sound[BLOCK_FRAMES:] = block
        spectrum = np.fft.rfft(self._sound * self._window, out=self._spectrum)
        power = spectrum.real**2
        power += spectrum.imag**2
        loudness = level(block)
        self._floor.process(loudness)
        if loudness < QUIET_RATIO * self._floor.level:
            self._noise += RENEWAL * (power - self._noise)
            self._divisor = np.maximum(self._noise, 1.0)
        self._gain += self._wiener_gain(power)
        self._gain *= 0.5
        spectrum *= self._gain
        clean = np.fft.irfft(spectrum)
        clean *= self._window
        out = self._tail + clean[:BLOCK_FRAMES]
        self._tail = clean[BLOCK_FRAMES:]
        np.rint(out, out=out)
        return np.clip(out, -32768, 32767, out=out).astype(np.int16)

    def _wiener_gain(self, power: Spectrum) -> Spectrum:
        over = power / self._divisor
        over -= OVERSUBTRACTION
        np.maximum(over, 0.0, out=over)
        over /= over + 1.0
        return np.maximum(over, LEAST_GAIN, out=over)
