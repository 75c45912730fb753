"""A clip somewhere: in a quiet or a noisy place, near or in a room, at a level of its own.

The noise goes on before and after the word. All chance is drawn by the seed, the clip's name and
the condition, so every listener hears the same scene to the sample.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backtalk.app.transcription.room_tone import room_tone
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.room.virtual_room import MICROPHONE_HISS
from hearing_bench.clips import Clip
from hearing_bench.rooms import Samples, through

LEAD_IN_S, LEAD_OUT_S = 1.5, 1.2
SOFTEST_DB, LOUDEST_DB = -34.0, -20.0
"""Levels of the voice at the microphone, dBFS: from across the room, from beside the mat."""

ACTIVE_RANGE_DB = 30.0


@dataclass(frozen=True)
class Condition:
    """Where and in what noise a clip is heard."""

    name: str
    snr_db: float | None = None
    """Active speech level over the noise's; None: no noise but the microphone's hiss."""
    in_room: bool = False


CLEAN = Condition("clean")
IN_ROOM = Condition("in a room", in_room=True)
STOP_CONDITIONS = (
    CLEAN,
    IN_ROOM,
    Condition("20 dB", 20),
    Condition("10 dB", 10),
    Condition("6 dB", 6),
    Condition("10 dB, in a room", 10, in_room=True),
)
COMMAND_CONDITIONS = (
    CLEAN,
    *(Condition(f"{snr_db} dB", snr_db) for snr_db in (24, 21, 18, 15, 12, 9, 6)),
)
"""6 to 24 dB in steps of 3, as in the speech-to-intent benchmark."""


@dataclass(frozen=True)
class Scene:
    """What the microphone gives."""

    sound: Pcm
    word_start_s: float
    word_end_s: float


def scene(
    clip: Clip,
    condition: Condition,
    noises: Mapping[str, Samples],
    rooms: Sequence[Samples],
    seed: int,
) -> Scene:
    """Return `clip` as it is heard under `condition`."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{clip.name} {condition.name}".encode())])
    before = room_tone(clip.sound, LEAD_IN_S) if clip.is_human else _quiet(LEAD_IN_S)
    after = room_tone(clip.sound, LEAD_OUT_S) if clip.is_human else _quiet(LEAD_OUT_S)
    spoken = np.concatenate([before, clip.sound, after])
    first, last = (len(before) + frame for frame in clip.word_frames)
    voice = spoken.astype(np.float64)
    if condition.in_room:
        voice = through(spoken, rooms[int(rng.integers(len(rooms)))])
    level = 10 ** (rng.uniform(SOFTEST_DB, LOUDEST_DB) / 20) * 32768
    voice *= level / active_level(voice)
    if condition.snr_db is not None:
        voice += _noise(noises, len(voice), rng) * level * 10 ** (-condition.snr_db / 20)
    voice += rng.standard_normal(len(voice)) * MICROPHONE_HISS
    sound = np.clip(np.rint(voice), -32768, 32767).astype(np.int16)
    return Scene(sound, first / RATE_HZ, last / RATE_HZ)


def active_level(sound: Samples) -> float:
    """Return the root mean square of all blocks within 30 dB of the loudest, at least 1."""
    whole = sound[: len(sound) - len(sound) % BLOCK_FRAMES].reshape(-1, BLOCK_FRAMES)
    power = np.mean(whole**2, axis=1)
    active = power[power >= power.max(initial=0.0) * 10 ** (-ACTIVE_RANGE_DB / 10)]
    return max(float(np.sqrt(active.mean())) if len(active) else 0.0, 1.0)


def _noise(noises: Mapping[str, Samples], frames: int, rng: np.random.Generator) -> Samples:
    names = sorted(noises)
    noise = noises[names[int(rng.integers(len(names)))]]
    start = int(rng.integers(len(noise) - frames)) if len(noise) > frames else 0
    return np.resize(noise[start:], frames)


def _quiet(seconds: float) -> Pcm:
    return np.zeros(round(seconds * RATE_HZ), np.int16)
