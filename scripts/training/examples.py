"""From clean clips to the head's inputs: rooms, noise, levels and what is said around them.

Every fold is made with sound of its own fold only, the babble and the neighbours' words too, so
that a fold left out of the training is really unheard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.hearing import augmentation
from backtalk.hearing.adaptation import EARLIEST_S, LATEST_S
from backtalk.hearing.embedding import STEP_FRAMES, WINDOW_FRAMES
from backtalk.hearing.head import BACKGROUND, COMMAND_PREFIX, CONTEXT, KINDS
from backtalk.ports import RATE_HZ
from training.corpus import Clip, command_classes
from training.espeak import Floats
from training.quick_embedding import QuickEmbedding

CLASSES = (BACKGROUND, *KINDS, *(COMMAND_PREFIX + word for word in command_classes()))
"""All outputs of the head."""

BEFORE_FRAMES = 30_000
AFTER_FRAMES = 12_000
STEPS_PER_WORD = 12
"""Embeddings around a word's end."""

LONGEST_CONTEXT = 6
"""Embeddings that come before the first row, so that longer contexts may be tried."""

PART_S = -0.15
"""A command is none yet when a window ends so long before the word does."""

NOISY_SHARE = 0.75
QUIETEST_DB, LOUDEST_DB = -46.0, -8.0


@dataclass(frozen=True)
class Examples:
    """Embeddings in the order they were heard, and which of them end an example."""

    embeddings: npt.NDArray[np.float16]
    rows: npt.NDArray[np.int32]
    """The last embedding of each example; those before it belong to it."""
    classes: npt.NDArray[np.int16]
    sources: npt.NDArray[np.str_]

    def inputs(self, chosen: npt.NDArray[np.int64]) -> Floats:
        """Return the head's inputs of the chosen examples."""
        places = self.rows[chosen][:, None] + np.arange(1 - CONTEXT, 1)
        return self.embeddings[places].reshape(len(chosen), -1).astype(np.float32)


def joined(parts: Sequence[Examples]) -> Examples:
    """Return all examples of the parts."""
    starts = np.cumsum([0] + [len(part.embeddings) for part in parts[:-1]])
    return Examples(
        np.concatenate([part.embeddings for part in parts]),
        np.concatenate([p.rows + start for p, start in zip(parts, starts, strict=True)]),
        np.concatenate([part.classes for part in parts]),
        np.concatenate([part.sources for part in parts]),
    )


def cached(file: Path, clips: list[Clip], fold: int, seed: int) -> Examples:
    """Return the examples of one fold's clips, from the file if they were made before."""
    if not file.exists():
        made = _Maker(clips, fold, seed).make()
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part.npz")
        np.savez(part, **vars(made))
        part.rename(file)
    with np.load(file) as stored:
        return Examples(**stored)


class _Maker:
    """Makes the examples of one fold."""

    def __init__(self, clips: list[Clip], fold: int, seed: int) -> None:
        self._clips = clips
        self._rng = np.random.default_rng([seed, fold])
        self._embedding = QuickEmbedding(STEPS_PER_WORD)
        self._long_embedding = QuickEmbedding(24)
        talk = [clip for clip in self._clips if clip.source == "talk"]
        self._talk = np.concatenate([augmentation.normed(clip.sound) for clip in talk])
        self._words = [
            augmentation.normed(clip.sound)
            for clip in self._clips
            if clip.label == BACKGROUND and len(clip.sound) < 3 * RATE_HZ
        ]

    def make(self) -> Examples:
        parts: list[Examples] = []
        for clip in self._clips:
            if clip.label == BACKGROUND:
                parts.append(_labelled(self._of_background(clip), 0, clip.source))
            else:
                parts.append(self._of_word(clip))
        noises = [self._of_noise() for _ in range(len(self._clips) // 40)]
        return joined([*parts, *(_labelled(noise, 0, "noise") for noise in noises)])

    def _of_word(self, clip: Clip) -> Examples:
        """Return the examples at the word's end, and for a command those before it."""
        rng = self._rng
        sound = augmentation.normed(augmentation.said_differently(clip.sound, rng))
        scene = np.concatenate([self._around(BEFORE_FRAMES), sound, self._after()])
        end = BEFORE_FRAMES + len(sound)
        heard = self._heard(scene)
        last = end + int(rng.uniform(LATEST_S - 0.04, LATEST_S + 0.04) * RATE_HZ)
        first = last - (STEP_FRAMES * (STEPS_PER_WORD - 1) + WINDOW_FRAMES)
        embeddings = self._embedding.of(heard[first:last])
        ends = first + WINDOW_FRAMES + STEP_FRAMES * np.arange(STEPS_PER_WORD)
        after_s = (ends - end) / RATE_HZ
        is_stop = clip.label in KINDS
        kind = CLASSES.index(clip.label if is_stop else COMMAND_PREFIX + clip.label)
        kinds = np.where(after_s >= EARLIEST_S, kind, 0)
        told = (after_s >= EARLIEST_S) | ((after_s < PART_S) & (not is_stop))
        rows = np.flatnonzero(told & (np.arange(STEPS_PER_WORD) >= LONGEST_CONTEXT - 1))
        sources = np.where(kinds[rows] > 0, clip.source, f"{clip.source} part")
        return Examples(
            embeddings.astype(np.float16),
            rows.astype(np.int32),
            kinds[rows].astype(np.int16),
            sources,
        )

    def _of_background(self, clip: Clip) -> Floats:
        rng = self._rng
        sound = augmentation.normed(augmentation.said_differently(clip.sound, rng))
        quiet = np.zeros(5000, np.float32)
        heard = self._heard(np.concatenate([self._around(14_000), sound, quiet]))
        embedding = self._long_embedding if len(heard) > 3 * RATE_HZ else self._embedding
        return embedding.of(heard[rng.integers(STEP_FRAMES) :])

    def _of_noise(self) -> Floats:
        rng = self._rng
        heard = augmentation.noise(8 * RATE_HZ, rng)
        if augmentation.happens(0.5, rng):
            heard = heard * np.repeat(rng.integers(0, 2, 16), RATE_HZ // 2)
        level_db = rng.uniform(-60, LOUDEST_DB)
        return self._long_embedding.of(augmentation.at_level(heard, level_db, rng))

    def _heard(self, scene: Floats) -> Floats:
        """Return the scene as the microphone gives it."""
        rng = self._rng
        heard = augmentation.normed(augmentation.in_a_room(scene, rng))
        if rng.random() < NOISY_SHARE:
            noise = augmentation.noise(len(heard), rng, self._talk)
            heard = heard + noise * np.float32(10 ** (-rng.uniform(0, 30) / 20))
        return augmentation.at_level(heard, rng.uniform(QUIETEST_DB, LOUDEST_DB), rng)

    def _around(self, frames: int) -> Floats:
        """Return quiet, or other words that end a moment before."""
        rng = self._rng
        scene = np.zeros(frames, np.float32)
        if augmentation.happens(0.5, rng):
            said = self._other(frames) * np.float32(rng.uniform(0.3, 1))
            gap = int(rng.uniform(0.02, 0.4) * RATE_HZ)
            kept = said[-(frames - gap) :]
            scene[frames - gap - len(kept) : frames - gap] = kept
        return scene

    def _after(self) -> Floats:
        rng = self._rng
        scene = np.zeros(AFTER_FRAMES, np.float32)
        if augmentation.happens(0.35, rng):
            said = self._other(AFTER_FRAMES)[:AFTER_FRAMES] * np.float32(rng.uniform(0.4, 1))
            gap = int(rng.uniform(0.02, 0.3) * RATE_HZ)
            scene[gap:] = np.concatenate([said, scene])[: AFTER_FRAMES - gap]
        return scene

    def _other(self, frames: int) -> Floats:
        rng = self._rng
        if augmentation.happens(0.5, rng):
            at = int(rng.integers(len(self._talk) - frames))
            return self._talk[at : at + frames]
        return self._words[rng.integers(len(self._words))]


def _labelled(embeddings: Floats, kind: int, source: str) -> Examples:
    """Return all that is in a scene under one class."""
    rows = np.arange(LONGEST_CONTEXT - 1, len(embeddings), dtype=np.int32)
    return Examples(
        embeddings.astype(np.float16),
        rows,
        np.full(len(rows), kind, np.int16),
        np.full(len(rows), source),
    )
