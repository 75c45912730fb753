"""The sound of a recording's room without its words, made from its quietest moments.

A clip that begins at the word itself gives a recogniser nothing to tell the word from. Digital
silence in front of it would make the noise of the room begin with the word; room tone does not.
The recording's own samples are not repeated: they may hold the end of a word.
"""

from __future__ import annotations

import numpy as np

from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm

QUIETEST_SHARE = 0.1
"""Share of the recording's blocks of 20 ms that count as its room."""

LEAST_LEVEL = 8.0
"""Root mean square, in int16 steps, of a quiet microphone's own hiss."""

MOST_BELOW_LOUDEST = 0.1
"""Never louder than 20 dB below the loudest block: a clip that is all word has no quiet part."""


def room_tone(pcm: Pcm, seconds: float) -> Pcm:
    """Return `seconds` of noise with the spectrum and level of the quietest tenth of `pcm`."""
    whole = pcm[: len(pcm) - len(pcm) % BLOCK_FRAMES].astype(np.float64)
    blocks = whole.reshape(-1, BLOCK_FRAMES)
    frames = round(seconds * RATE_HZ)
    rng = np.random.default_rng(0)
    if not len(blocks):
        return np.rint(rng.normal(0, LEAST_LEVEL, frames)).astype(np.int16)
    levels = np.sqrt(np.mean(blocks**2, axis=1))
    quietest = np.argsort(levels)[: max(1, round(len(blocks) * QUIETEST_SHARE))]
    power = np.mean(np.abs(np.fft.rfft(blocks[quietest], axis=1)) ** 2, axis=0)
    spectrum = np.fft.rfft(rng.standard_normal(frames))
    paths = np.linspace(0, len(power) - 1, len(spectrum))
    spectrum *= np.sqrt(np.interp(paths, np.arange(len(power)), power))
    spectrum[0] = 0
    tone = np.fft.irfft(spectrum, frames)
    wanted = max(
        min(float(levels[quietest].mean()), float(levels.max()) * MOST_BELOW_LOUDEST), LEAST_LEVEL
    )
    level = float(np.sqrt(np.mean(tone**2)))
    scaled = tone * (wanted / level) if level else rng.normal(0, LEAST_LEVEL, frames)
    return np.clip(np.rint(scaled), -32768, 32767).astype(np.int16)
