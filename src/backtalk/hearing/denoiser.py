"""Takes steady noise out of the microphone's sound: spectral subtraction, block by block.

The noise is what the room sounds like in its quiet blocks. It refuses to guess at voices: other
people's talk is no noise, and a sound that begins is let through until it has proved steady.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from backtalk.hearing.noise_floor import NoiseFloor
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
        self._floor = NoiseFloor()
        self._before: Spectrum = np.zeros(BLOCK_FRAMES)
        self._tail: Spectrum = np.zeros(BLOCK_FRAMES)
        self._noise: Spectrum = np.zeros(BLOCK_FRAMES + 1)
        self._gain: Spectrum = np.ones(BLOCK_FRAMES + 1)

    def push(self, block: Pcm) -> Pcm:
        """Take one block; return the one before it without its noise."""
        samples = block.astype(np.float64)
        spectrum = np.fft.rfft(np.concatenate([self._before, samples]) * self._window)
        power = spectrum.real**2 + spectrum.imag**2
        level = self._floor.push(block)
        if level < QUIET_RATIO * self._floor.level:
            self._noise += RENEWAL * (power - self._noise)
        self._gain = 0.5 * (self._gain + self._wiener_gain(power))
        clean = np.fft.irfft(spectrum * self._gain) * self._window
        out = self._tail + clean[:BLOCK_FRAMES]
        self._tail = clean[BLOCK_FRAMES:]
        self._before = samples
        denoised: Pcm = np.clip(np.round(out), -32768, 32767).astype(np.int16)
        return denoised

    def _wiener_gain(self, power: Spectrum) -> Spectrum:
        over = np.maximum(power / np.maximum(self._noise, 1.0) - OVERSUBTRACTION, 0.0)
        return np.maximum(over / (over + 1.0), LEAST_GAIN)
