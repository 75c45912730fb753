"""Simulated rooms: how a voice some metres away reaches the microphone.

Impulse responses come from the image-source method (Allen and Berkley, 1979) in box-shaped rooms,
not from the decaying noise that the spotter is trained with.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from backtalk.ports import RATE_HZ, Pcm

Samples = npt.NDArray[np.float64]

LEAST_RT60_S, GREATEST_RT60_S = 0.2, 0.6
SOUND_SPEED_M_S = 343.0
SABINE = 0.161
"""Seconds per metre: RT60 = 0.161 V / (absorption S), with Eyring's -ln(1 - a) for a."""

CORRECTIONS = 3

LEAST_AWAY_M, GREATEST_AWAY_M = 1.0, 3.0
"""From the mouth to the microphone: a phone beside the mat, or on a shelf."""


def responses(count: int, rng: np.random.Generator) -> list[Samples]:
    """Return `count` impulse responses with RT60 spread evenly over 0.2 to 0.6 s."""
    times = np.linspace(LEAST_RT60_S, GREATEST_RT60_S, count)
    return [response(float(rt60_s), rng) for rt60_s in times]


def response(rt60_s: float, rng: np.random.Generator) -> Samples:
    """Return the response of a living room with that RT60; its first sound is its first sample."""
    size = rng.uniform([3.0, 3.0, 2.3], [6.0, 5.0, 2.8])
    mouth = rng.uniform([0.5, 0.5, 0.2], [size[0] - 0.5, size[1] - 0.5, 0.5])
    way = rng.standard_normal(3) * [1.0, 1.0, 0.3]
    away = rng.uniform(LEAST_AWAY_M, GREATEST_AWAY_M)
    microphone = np.clip(mouth + away * way / np.linalg.norm(way), 0.1, size - 0.1)
    surface = 2 * (size[0] * size[1] + size[1] * size[2] + size[0] * size[2])
    loss = SABINE * float(np.prod(size)) / (surface * rt60_s)
    for _ in range(CORRECTIONS):
        # Eyring's formula asks for sound from all sides; in a low room it promises too little.
        seed = np.random.default_rng(0)
        loss *= decay_s(_images(size, mouth, microphone, loss, rt60_s, seed)) / rt60_s
    return _images(size, mouth, microphone, loss, rt60_s, rng)


def decay_s(room: Samples) -> float:
    """Return the RT60 of an impulse response, from its fall by 5 to 25 dB (Schroeder, 1965)."""
    left = np.cumsum(room[::-1] ** 2)[::-1]
    left_db = 10 * np.log10(left / left[0] + 1e-12)
    start, end = np.argmax(left_db < -5), np.argmax(left_db < -25)  # noqa: PLR2004  as said
    return float(3 * (end - start) / RATE_HZ)


def _images(
    size: Samples,
    mouth: Samples,
    microphone: Samples,
    loss: float,
    rt60_s: float,
    rng: np.random.Generator,
) -> Samples:
    """Add up the mirror images of the mouth, as far as their sound arrives within `rt60_s`.

    Each reflection takes exp(-loss) of the energy and comes back with either sign: walls are no
    perfect mirrors, and images that all add up would boom.
    """
    reach = np.ceil(rt60_s * SOUND_SPEED_M_S / (2 * size)).astype(int)
    axes = []
    for axis in range(3):
        order = np.arange(-reach[axis], reach[axis] + 1)
        straight = 2 * order * size[axis] + mouth[axis] - microphone[axis]
        mirrored = 2 * order * size[axis] - mouth[axis] - microphone[axis]
        axes.append((
            np.concatenate([straight, mirrored]),
            np.concatenate([np.abs(2 * order), np.abs(2 * order - 1)]),
        ))  # fmt: skip
    (x, bounces_x), (y, bounces_y), (z, bounces_z) = axes
    away = np.sqrt(x[:, None, None] ** 2 + y[None, :, None] ** 2 + z[None, None, :] ** 2).ravel()
    bounces = (
        bounces_x[:, None, None] + bounces_y[None, :, None] + bounces_z[None, None, :]
    ).ravel()
    frames = np.rint((away - away.min()) / SOUND_SPEED_M_S * RATE_HZ).astype(int)
    heard = frames < round(rt60_s * RATE_HZ)
    strength = np.exp(-loss / 2 * bounces[heard]) / np.maximum(away[heard], 0.1)
    strength[bounces[heard] > 0] *= rng.choice([-1.0, 1.0], int((bounces[heard] > 0).sum()))
    found: Samples = np.bincount(frames[heard], weights=strength)
    return found / np.abs(found).max()


def through(sound: Pcm, room: Samples) -> Samples:
    """Return `sound` as it arrives: its own length, the tail of the room cut there."""
    size = 1 << (len(sound) + len(room) - 2).bit_length()
    spectrum = np.fft.rfft(sound.astype(np.float64), size) * np.fft.rfft(room, size)
    arrived: Samples = np.fft.irfft(spectrum, size)[: len(sound)]
    return arrived
