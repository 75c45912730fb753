"""Examples for both networks: mel rows of a scene, and what each of seven outputs is to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.hearing.spotter.classifier_head import BACKGROUND, COMMAND_PREFIX, CONTEXT, KINDS
from backtalk.hearing.spotter.embedding import (
    CHUNK_MELS,
    SKIPPED_MELS,
    STEP_FRAMES,
    WINDOW_FRAMES,
    WINDOW_MELS,
)
from backtalk.hearing.spotter.enrolment.examples import EARLIEST_S, LATEST_S
from backtalk.hearing.spotter.wideband import STRIDE_ROWS, WINDOW_ROWS, rows_of
from backtalk.ports import RATE_HZ
from training.corpus import Clip, command_classes
from training.espeak import Floats
from training.quick_mels import QuickMels
from training.scene import SceneMaker

CLASSES = (BACKGROUND, *KINDS, *(COMMAND_PREFIX + word for word in command_classes()))
"""All outputs of the networks."""

OUTPUTS = 7
"""Outputs of an example, 80 ms apart."""

MELS = WINDOW_MELS + CHUNK_MELS * (CONTEXT - 1 + OUTPUTS - 1)
"""Rows of an example for the embedding; they end with the last of the others."""

ROWS = WINDOW_ROWS + STRIDE_ROWS * (OUTPUTS - 1)
"""Rows of an example for the wideband network."""

STEPS_PER_WORD = 12
"""Embeddings around a word's end; the last `OUTPUTS` of them are the example."""

PART_S = -0.15
"""A command is none yet when a window ends so long before the word does."""

NOISE_S = 4


@dataclass(frozen=True)
class Examples:
    """Examples of one fold."""

    mels: npt.NDArray[np.float16]
    """Examples by `MELS` by bands of the embedding."""
    rows: npt.NDArray[np.float16]
    """Examples by `ROWS` by bands of the wideband network."""
    classes: npt.NDArray[np.int16]
    """Examples by `OUTPUTS`; -1 where it does not matter what is said."""
    groups: npt.NDArray[np.str_]
    """Which share of a batch each belongs to."""


@dataclass(frozen=True)
class Material:
    """What one network learns from."""

    rows: npt.NDArray[np.float16]
    """Examples by rows of its spectrum by bands."""
    classes: npt.NDArray[np.int16]
    """As in `Examples`."""
    groups: npt.NDArray[np.str_]


def _joined(parts: Sequence[Examples]) -> Examples:
    """Return all examples of the parts."""
    return Examples(
        np.concatenate([part.mels for part in parts]),
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.classes for part in parts]),
        np.concatenate([part.groups for part in parts]),
    )


def load(files: Sequence[Path], spectrum: str) -> Material:
    """Read one spectrum, 'mels' or 'rows', of the examples of all files: some GB."""

    def of_all(name: str) -> list[npt.NDArray[np.generic]]:
        found = []
        for file in files:
            with np.load(file) as stored:
                found.append(stored[name])
        return found

    return Material(
        np.concatenate(of_all(spectrum)),
        np.concatenate(of_all("classes")),
        np.concatenate(of_all("groups")),
    )


def make(file: Path, clips: list[Clip], around: list[Clip], fold: int, seed: int) -> Path:
    """Return a file with examples of `clips` of one fold, after making it if it is not there.

    `around` are the clips of the fold that others say near them.
    """
    if not file.exists():
        made = _Maker(clips, around, fold, seed).make()
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part.npz")
        np.savez(part, **vars(made))
        part.rename(file)
    return file


def group_of(clip: Clip) -> str:
    """Return the name of the clip's group."""
    who = "human" if clip.source == "human" else "synthetic"
    if clip.label in KINDS:
        return f"stops {who}"
    if clip.label != BACKGROUND:
        return f"commands {who}"
    return clip.source if clip.source in {"talk", "coach"} else f"words {who}"


def classes_at(after_s: Floats, label: str) -> npt.NDArray[np.int16]:
    """Return what windows that end so long after a word's end are to say: its class or nothing.

    -1 where that is not clear: the word is under way, and a stop word may be told early.
    """
    is_stop = label in KINDS
    kind = CLASSES.index(label if is_stop else COMMAND_PREFIX + label)
    early = np.where((after_s < PART_S) & (not is_stop), 0, -1)
    return np.where(after_s >= EARLIEST_S, kind, early).astype(np.int16)


class _Maker:
    """Makes the examples of one fold."""

    def __init__(self, clips: list[Clip], around: list[Clip], fold: int, seed: int) -> None:
        self._clips = clips
        self._rng = np.random.default_rng([seed, fold])
        self._scenes = SceneMaker(around, self._rng)
        self._embedding = QuickMels()

    def make(self) -> Examples:
        parts = [self._of(clip) for clip in self._clips]
        noises = [self._scenes.noise(NOISE_S) for _ in range(len(self._clips) // 40)]
        return _joined([*parts, *(self._nothing(noise, "noise") for noise in noises)])

    def _of(self, clip: Clip) -> Examples:
        if clip.label == BACKGROUND:
            return self._nothing(self._scenes.background(clip), group_of(clip))
        heard, end = self._scenes.word(clip)
        last = end + int(self._rng.uniform(LATEST_S - 0.04, LATEST_S + 0.04) * RATE_HZ)
        first = last - (STEP_FRAMES * (STEPS_PER_WORD - 1) + WINDOW_FRAMES)
        ends = first + WINDOW_FRAMES + STEP_FRAMES * np.arange(STEPS_PER_WORD)
        classes = classes_at((ends - end) / RATE_HZ, clip.label)[-OUTPUTS:]
        mels, rows = self._spectra(heard[first:last])
        return _cut(mels, rows, [len(mels) - MELS], classes, group_of(clip))

    def _nothing(self, heard: Floats, group: str) -> Examples:
        """Return a scene without any class, cut into examples; a short one begins with hiss."""
        lacking = MELS * RATE_HZ // 100 + WINDOW_FRAMES - len(heard)
        if lacking > 0:
            hiss = self._rng.standard_normal(lacking, dtype=np.float32) * 3
            heard = np.concatenate([hiss, heard])
        mels, rows = self._spectra(heard)
        starts = [*range(0, len(mels) - MELS, CHUNK_MELS * OUTPUTS), len(mels) - MELS]
        return _cut(mels, rows, starts, np.zeros(OUTPUTS, np.int16), group)

    def _spectra(self, heard: Floats) -> tuple[Floats, Floats]:
        """Return the rows of both spectra, of the same moments."""
        mels = self._embedding.mels_of(heard)
        return mels[SKIPPED_MELS:], rows_of(heard)[SKIPPED_MELS : len(mels)]


def _cut(
    mels: Floats,
    rows: Floats,
    starts: Sequence[int],
    classes: npt.NDArray[np.int16],
    group: str,
) -> Examples:
    """Return the examples that begin at the mel rows `starts`."""
    return Examples(
        np.stack([mels[at : at + MELS] for at in starts]).astype(np.float16),
        np.stack([rows[at + MELS - ROWS : at + MELS] for at in starts]).astype(np.float16),
        np.stack([classes] * len(starts)),
        np.full(len(starts), group),
    )
