"""Noise that goes on while a person speaks: pink, babble, a fan. Unit root mean square.

Made here, with other means than the spotter's training noise, so that they are new to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backtalk.ports import RATE_HZ
from hearing_bench.clips import Clip
from hearing_bench.rooms import Samples

NOISE_S = 40.0
TALKERS = 6
"""Voices at once in the babble: more blur into a hum, fewer can be followed."""

FAN_BLADE_HZ, MAINS_HZ = 83.0, 100.0
FAN_SLOPE_HZ = 350.0
"""Above it a fan's rush falls by 6 dB an octave."""


def bank(talk: Sequence[Clip], rng: np.random.Generator) -> Mapping[str, Samples]:
    """Return the noises by name; babble is made of `talk`."""
    frames = round(NOISE_S * RATE_HZ)
    return {"pink": pink(frames, rng), "babble": babble(frames, talk, rng), "fan": fan(frames, rng)}


def pink(frames: int, rng: np.random.Generator) -> Samples:
    """Return noise whose power falls by 3 dB an octave."""
    return _shaped(frames, lambda hertz: 1 / np.sqrt(np.maximum(hertz, 20.0)), rng)


def babble(frames: int, talk: Sequence[Clip], rng: np.random.Generator) -> Samples:
    """Return several people talking at once, each about as loud as the others."""
    total: Samples = np.zeros(frames)
    for _ in range(TALKERS):
        order = rng.permutation(len(talk))
        line = np.concatenate([_unit(talk[i].sound.astype(np.float64)) for i in order])
        start = int(rng.integers(len(line)))
        total += np.resize(np.roll(line, -start), frames) * rng.uniform(0.6, 1.4)
    return _unit(total)


def fan(frames: int, rng: np.random.Generator) -> Samples:
    """Return a rush of air, the cue of blades, and the mains' hum, swelling slowly."""
    time_s = np.arange(frames) / RATE_HZ
    rush = _shaped(frames, lambda hertz: 1 / (1 + hertz / FAN_SLOPE_HZ), rng)
    tones = [
        rng.uniform(0.1, 0.3) * np.sin(2 * np.pi * base_hz * part * time_s + rng.uniform(0, 6))
        for base_hz in (FAN_BLADE_HZ, MAINS_HZ)
        for part in (1, 2, 3)
    ]
    swell = 1 + 0.2 * np.sin(2 * np.pi * 0.4 * time_s)
    return _unit((rush + np.sum(tones, axis=0)) * swell)


def _shaped(frames: int, gain, rng: np.random.Generator) -> Samples:
    spectrum = np.fft.rfft(rng.standard_normal(frames))
    spectrum *= gain(np.fft.rfftfreq(frames, 1 / RATE_HZ))
    return _unit(np.fft.irfft(spectrum, frames))


def _unit(sound: Samples) -> Samples:
    return sound / max(float(np.sqrt(np.mean(sound**2))), 1e-9)
