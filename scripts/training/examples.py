"""From clean clips to the head's inputs: embeddings of scenes, and what each is to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.hearing.adaptation import EARLIEST_S, LATEST_S
from backtalk.hearing.embedding import STEP_FRAMES, WINDOW_FRAMES
from backtalk.hearing.head import BACKGROUND, COMMAND_PREFIX, CONTEXT, KINDS
from backtalk.ports import RATE_HZ
from training.corpus import Clip, command_classes
from training.espeak import Floats
from training.quick_embedding import QuickEmbedding
from training.scenery import Scenery

CLASSES = (BACKGROUND, *KINDS, *(COMMAND_PREFIX + word for word in command_classes()))
"""All outputs of the head."""

STEPS_PER_WORD = 12
"""Embeddings around a word's end."""

LONGEST_CONTEXT = 6
"""Embeddings that come before the first row, so that longer contexts may be tried."""

PART_S = -0.15
"""A command is none yet when a window ends so long before the word does."""


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
        self._scenery = Scenery(clips, self._rng)
        self._embedding = QuickEmbedding(STEPS_PER_WORD)
        self._long_embedding = QuickEmbedding(24)

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
        heard, end = self._scenery.word(clip)
        last = end + int(self._rng.uniform(LATEST_S - 0.04, LATEST_S + 0.04) * RATE_HZ)
        first = last - (STEP_FRAMES * (STEPS_PER_WORD - 1) + WINDOW_FRAMES)
        embeddings = self._embedding.of(heard[first:last])
        ends = first + WINDOW_FRAMES + STEP_FRAMES * np.arange(STEPS_PER_WORD)
        kinds = classes_at((ends - end) / RATE_HZ, clip.label)
        rows = np.flatnonzero((kinds >= 0) & (np.arange(STEPS_PER_WORD) >= LONGEST_CONTEXT - 1))
        sources = np.where(kinds[rows] > 0, clip.source, f"{clip.source} part")
        return Examples(embeddings.astype(np.float16), rows.astype(np.int32), kinds[rows], sources)

    def _of_background(self, clip: Clip) -> Floats:
        heard = self._scenery.background(clip)
        embedding = self._long_embedding if len(heard) > 3 * RATE_HZ else self._embedding
        return embedding.of(heard)

    def _of_noise(self) -> Floats:
        return self._long_embedding.of(self._scenery.noise(8))


def classes_at(after_s: Floats, label: str) -> npt.NDArray[np.int16]:
    """Return what windows that end so long after a word's end are to say: its class or nothing.

    -1 where that is not clear: the word is under way, and a stop word may be told early.
    """
    is_stop = label in KINDS
    kind = CLASSES.index(label if is_stop else COMMAND_PREFIX + label)
    early = np.where((after_s < PART_S) & (not is_stop), 0, -1)
    return np.where(after_s >= EARLIEST_S, kind, early).astype(np.int16)


def _labelled(embeddings: Floats, kind: int, source: str) -> Examples:
    """Return all that is in a scene under one class."""
    rows = np.arange(LONGEST_CONTEXT - 1, len(embeddings), dtype=np.int32)
    return Examples(
        embeddings.astype(np.float16),
        rows,
        np.full(len(rows), kind, np.int16),
        np.full(len(rows), source),
    )
