"""Breath in the shape of a word: what a cough that passes for 'yes' would have to be.

A word's loudness in each band of frequencies, laid over noise: all of the word but its voice. It is
the hardest stand-in for a cough, and it is what a whisper is, too.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from backtalk.ports import RATE_HZ, Pcm
from tests.hearing.recogniser_contract import to_pcm

BANDS = 14
SMOOTHED_FRAMES = 321
"""Loudness is taken over 20 ms."""


def breathed(word: Pcm) -> Pcm:
    """Return `word` with noise in place of its voice."""
    spectrum = np.fft.rfft(word.astype(np.float64))
    noise = np.fft.rfft(np.random.default_rng(0).normal(0, 1, len(word)))
    frequency_hz = np.fft.rfftfreq(len(word), 1 / RATE_HZ)
    edges_hz = np.geomspace(100, 7500, BANDS + 1)
    window = np.hanning(SMOOTHED_FRAMES)
    window /= window.sum()
    breath = np.zeros(len(word))
    for low_hz, high_hz in pairwise(edges_hz):
        band = (frequency_hz >= low_hz) & (frequency_hz < high_hz)
        voice = np.fft.irfft(spectrum * band, len(word))
        hiss = np.fft.irfft(noise * band, len(word))
        loudness = np.sqrt(np.maximum(np.convolve(voice**2, window, "same"), 0))
        steadied = hiss / (np.sqrt(np.convolve(hiss**2, window, "same")) + 1e-9)
        breath += steadied * loudness
    return to_pcm(breath)
