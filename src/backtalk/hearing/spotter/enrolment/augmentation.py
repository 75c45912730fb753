"""Changes to a clip that a room, a microphone or the person would make, for training.

Sound here is float32 with speech at a root mean square of 1 until `at_level` brings it to the
scale of int16. It is no simulation: rooms are decaying noise, which is enough to
learn from.
"""

from __future__ import annotations

import numpy as np

from backtalk.hearing.spotter.embedding import Floats
from backtalk.ports import RATE_HZ

ACTIVE_SHARE = 0.1
"""Frames louder than this share of the loudest belong to the speech."""

HOP_FRAMES = 160

CLIPPED_SHARE = 0.3
"""Where an overdriven microphone cuts off."""

PIECE_FRAMES, REACH_FRAMES = 240, 200
"""Half of a piece that stretching moves about (15 ms), and how far it looks for a better fit."""


def happens(share: float, rng: np.random.Generator) -> bool:
    """Return True in that share of the cases."""
    return bool(rng.random() < share)


def levels(sound: Floats) -> Floats:
    """Return the root mean square of every 10 ms."""
    count = len(sound) // HOP_FRAMES
    frames = sound[: count * HOP_FRAMES].reshape(count, HOP_FRAMES)
    return np.asarray(np.sqrt((frames * frames).mean(1) + 1e-12), np.float32)


def normed(sound: Floats) -> Floats:
    """Return the sound with its speech at a root mean square of 1."""
    level = levels(sound)
    if not len(level):
        return sound
    active = level[level >= level.max() * ACTIVE_SHARE]
    return np.asarray(sound / max(float(np.sqrt((active * active).mean())), 1e-6), np.float32)


def trimmed(sound: Floats, floor: float = 0.03, lead_frames: int = 800) -> Floats:
    """Return the sound from a little before its first to its last loud 10 ms."""
    level = levels(sound)
    if not len(level):
        return sound
    loud = np.flatnonzero(level > level.max() * floor)
    first = max(0, int(loud[0]) * HOP_FRAMES - lead_frames)
    return np.asarray(sound[first : (int(loud[-1]) + 1) * HOP_FRAMES], np.float32)


def warped(sound: Floats, rng: np.random.Generator, most: float = 1.18) -> Floats:
    """Return the sound played faster or slower: pitch and mouth change along."""
    factor = float(np.exp(rng.uniform(-np.log(most), np.log(most))))
    places = np.arange(int(len(sound) / factor)) * factor
    return np.asarray(np.interp(places, np.arange(len(sound)), sound), np.float32)


def stretched(sound: Floats, rng: np.random.Generator, most: float = 1.25) -> Floats:
    """Return the sound spoken faster or slower at the same pitch.

    Pieces overlap by half; each is taken from where it fits best to what came before (WSOLA).
    """
    factor = float(np.exp(rng.uniform(-np.log(most), np.log(most))))
    shape = np.hanning(2 * PIECE_FRAMES + 1)[:-1].astype(np.float32)
    padded = np.pad(sound, (PIECE_FRAMES, 4 * PIECE_FRAMES))
    count = int(len(sound) * factor) // PIECE_FRAMES + 1
    made = np.zeros((count + 1) * PIECE_FRAMES, np.float32)
    at = 0
    for piece in range(count):
        wanted = int(piece * PIECE_FRAMES / factor)
        if piece:
            following = padded[at + PIECE_FRAMES : at + 2 * PIECE_FRAMES]
            first = max(0, wanted - REACH_FRAMES)
            searched = padded[first : wanted + REACH_FRAMES + PIECE_FRAMES]
            likeness = np.correlate(searched, following, "valid")
            at = first + int(np.argmax(likeness))
        taken = padded[at : at + 2 * PIECE_FRAMES]
        start = piece * PIECE_FRAMES
        made[start : start + len(taken)] += taken * shape[: len(taken)]
    return made[PIECE_FRAMES : PIECE_FRAMES + int(len(sound) * factor)]


def said_differently(sound: Floats, rng: np.random.Generator) -> Floats:
    """Return the sound as another person might have said it: another pitch, mouth and pace."""
    said = warped(sound, rng, 1.2)
    return stretched(said, rng) if happens(0.5, rng) else said


def in_a_room(sound: Floats, rng: np.random.Generator) -> Floats:
    """Return the sound with reverberation (RT60 0.15 to 0.7 s) and a microphone's colour."""
    size = 1 << int(np.ceil(np.log2(len(sound) + RATE_HZ // 2)))
    spectrum = np.fft.rfft(sound, size)
    if happens(0.65, rng):
        spectrum = spectrum * np.fft.rfft(_room(rng), size)
    hertz = np.linspace(0, RATE_HZ / 2, len(spectrum))
    colour_db = np.interp(
        hertz,
        [0, 150, 500, 1200, 2500, 4000, 8000],
        np.clip(rng.standard_normal(7) * 4, -9, 9),
    )
    if happens(0.3, rng):
        colour_db -= np.interp(hertz, [0, rng.uniform(60, 300), 400], [25, 6, 0])
    if happens(0.2, rng):
        colour_db -= np.interp(
            hertz, [0, rng.uniform(2000, 3500), rng.uniform(3800, 8000)], [0, 0, 30]
        )
    spectrum = spectrum * 10 ** (colour_db / 20)
    return np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32)


def noise(frames: int, rng: np.random.Generator, talk: Floats | None = None) -> Floats:
    """Return noise at a root mean square of 1: coloured, humming, swelling, knocking or babble.

    Args:
        frames: how much of it.
        rng: all chance comes from here.
        talk: speech to make babble of, longer than `frames`; none: no babble.
    """
    if talk is not None and happens(0.4, rng):
        starts = rng.integers(0, len(talk) - frames, rng.integers(1, 7))
        made = np.sum([talk[at : at + frames] * rng.uniform(0.3, 1) for at in starts], axis=0)
    else:
        made = _coloured(frames, rng)
        if happens(0.25, rng):
            made += rng.uniform(0.5, 3) * _hum(frames, rng)
        elif happens(0.35, rng):
            made += rng.uniform(1, 6) * _knocks(frames, rng)
        elif happens(0.35, rng):
            made += rng.uniform(0.5, 3) * _tune(frames, rng)
        if happens(0.3, rng):
            time_s = np.arange(frames) / RATE_HZ
            made *= 1 + 0.8 * np.sin(2 * np.pi * (rng.uniform(0.2, 4) * time_s + rng.random()))
    return np.asarray(made / (np.sqrt((made * made).mean()) + 1e-6), np.float32)


def at_level(sound: Floats, level_db: float, rng: np.random.Generator) -> Floats:
    """Return the sound as a microphone gives it: int16 scale, its own hiss, clipped."""
    hiss = rng.standard_normal(len(sound), dtype=np.float32) * 10 ** (rng.uniform(-80, -62) / 20)
    heard = np.clip(sound * 10 ** (level_db / 20) + hiss, -1, 1)
    if happens(0.08, rng):
        heard = np.clip(heard, -CLIPPED_SHARE * heard.max(), CLIPPED_SHARE * heard.max())
    return np.asarray(heard * 32767, np.float32)


def _room(rng: np.random.Generator) -> Floats:
    rt60_s = rng.uniform(0.15, 0.7)
    frames = int(RATE_HZ * min(rt60_s, 0.45))
    tail = rng.standard_normal(frames) * np.exp(-6.9 * np.arange(frames) / RATE_HZ / rt60_s)
    tail[: int(RATE_HZ * rng.uniform(0.002, 0.01))] = 0
    tail *= 10 ** (-rng.uniform(0, 18) / 20) / np.sqrt((tail * tail).sum() + 1e-9)
    tail[0] += 1
    return tail.astype(np.float32)


def _coloured(frames: int, rng: np.random.Generator) -> Floats:
    size = 1 << (frames - 1).bit_length()
    spectrum = np.fft.rfft(rng.standard_normal(size))
    spectrum /= np.maximum(np.arange(len(spectrum)), 20 * size / RATE_HZ) ** rng.uniform(0, 1.2)
    made = np.fft.irfft(spectrum, size)[:frames]
    return np.asarray(made / made.std(), np.float32)


def _hum(frames: int, rng: np.random.Generator) -> Floats:
    time_s = np.arange(frames) / RATE_HZ
    base_hz = rng.choice([50.0, 60.0, rng.uniform(70, 300)])
    parts = [
        rng.uniform(0, 1) / n * np.sin(2 * np.pi * (n * base_hz * time_s + rng.random()))
        for n in range(1, 9)
    ]
    return np.asarray(np.sum(parts, axis=0), np.float32)


def _knocks(frames: int, rng: np.random.Generator) -> Floats:
    made = np.zeros(frames, np.float32)
    for _ in range(rng.integers(1, 2 + frames // RATE_HZ * 3)):
        length = int(rng.uniform(0.01, 0.2) * RATE_HZ)
        at = int(rng.integers(0, max(1, frames - length)))
        burst = rng.standard_normal(length) * np.exp(-np.linspace(0, 6, length))
        tone = np.sin(2 * np.pi * rng.uniform(80, 3000) * np.arange(length) / RATE_HZ)
        blow = burst * (1 + rng.uniform(0, 3) * tone)
        made[at : at + length] += blow[: frames - at].astype(np.float32)
    return made * 3


def _tune(frames: int, rng: np.random.Generator) -> Floats:
    made = np.zeros(frames, np.float32)
    at = 0
    while at < frames:
        length = min(frames - at, int(rng.uniform(0.1, 0.6) * RATE_HZ))
        time_s = np.arange(length) / RATE_HZ
        pitch_hz = 110 * 2 ** (rng.integers(0, 36) / 12)
        shape = np.exp(-time_s * rng.uniform(1, 8))
        for n in range(1, 6):
            made[at : at + length] += shape / n * np.sin(2 * np.pi * n * pitch_hz * time_s)
        at += length
    return made
