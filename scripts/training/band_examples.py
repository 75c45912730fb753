"""Examples for the full-band network: rows of a scene, and what each of seven outputs is to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.hearing.adaptation import LATEST_S
from backtalk.hearing.embedding import STEP_FRAMES, WINDOW_FRAMES
from backtalk.hearing.full_band import STRIDE_ROWS, WINDOW_ROWS, rows_of
from backtalk.hearing.head import BACKGROUND, KINDS
from backtalk.ports import RATE_HZ
from training.corpus import Clip
from training.espeak import Floats
from training.examples import STEPS_PER_WORD, classes_at
from training.scenery import Scenery

OUTPUTS = 7
ROWS = WINDOW_ROWS + STRIDE_ROWS * (OUTPUTS - 1)
"""Rows of an example."""

NOISE_S = 4


@dataclass(frozen=True)
class BandExamples:
    """Examples of one fold or of several."""

    rows: npt.NDArray[np.float16]
    """Examples by `ROWS` by bands."""
    classes: npt.NDArray[np.int16]
    """Examples by `OUTPUTS`; -1 where it does not matter what is said."""
    groups: npt.NDArray[np.str_]
    """Which share of a batch each belongs to."""


def joined(parts: Sequence[BandExamples]) -> BandExamples:
    """Return all examples of the parts."""
    return BandExamples(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.classes for part in parts]),
        np.concatenate([part.groups for part in parts]),
    )


def cached(file: Path, clips: list[Clip], around: list[Clip], fold: int, seed: int) -> BandExamples:
    """Return examples of `clips` of one fold, from the file if they were made before.

    `around` are the clips of the fold that others say near them.
    """
    if not file.exists():
        made = _Maker(clips, around, fold, seed).make()
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part.npz")
        np.savez(part, **vars(made))
        part.rename(file)
    with np.load(file) as stored:
        return BandExamples(**stored)


def group_of(clip: Clip) -> str:
    """Return the name of the clip's group."""
    who = "human" if clip.source == "human" else "synthetic"
    if clip.label in KINDS:
        return f"stops {who}"
    if clip.label != BACKGROUND:
        return f"commands {who}"
    return clip.source if clip.source in {"talk", "coach"} else f"words {who}"


class _Maker:
    """Makes the examples of one fold."""

    def __init__(self, clips: list[Clip], around: list[Clip], fold: int, seed: int) -> None:
        self._clips = clips
        # Not the scenes that the head learns from: what one has not heard, the other may have.
        self._rng = np.random.default_rng([seed, fold, ROWS])
        self._scenery = Scenery(around, self._rng)

    def make(self) -> BandExamples:
        parts = [self._of(clip) for clip in self._clips]
        noises = [self._scenery.noise(NOISE_S) for _ in range(len(self._clips) // 40)]
        return joined([*parts, *(_nothing(noise, "noise") for noise in noises)])

    def _of(self, clip: Clip) -> BandExamples:
        if clip.label == BACKGROUND:
            return _nothing(self._scenery.background(clip), group_of(clip))
        heard, end = self._scenery.word(clip)
        last = end + int(self._rng.uniform(LATEST_S - 0.04, LATEST_S + 0.04) * RATE_HZ)
        first = last - (STEP_FRAMES * (STEPS_PER_WORD - 1) + WINDOW_FRAMES)
        ends = first + WINDOW_FRAMES + STEP_FRAMES * np.arange(STEPS_PER_WORD)
        classes = classes_at((ends - end) / RATE_HZ, clip.label)[-OUTPUTS:]
        rows = rows_of(heard[first:last])[-ROWS:]
        return BandExamples(
            rows[None].astype(np.float16), classes[None], np.array([group_of(clip)])
        )


def _nothing(heard: Floats, group: str) -> BandExamples:
    """Return a scene without any class, cut into examples; a short one begins with hiss."""
    rows = rows_of(heard)
    if len(rows) < ROWS:
        hiss = np.random.default_rng(0).standard_normal(RATE_HZ * 2) * 3
        rows = np.concatenate([rows_of(hiss.astype(np.float32)), rows])[-ROWS:]
    starts = [*range(0, len(rows) - ROWS, STRIDE_ROWS * OUTPUTS), len(rows) - ROWS]
    cut = np.stack([rows[at : at + ROWS] for at in starts])
    return BandExamples(
        cut.astype(np.float16),
        np.zeros((len(cut), OUTPUTS), np.int16),
        np.full(len(cut), group),
    )
