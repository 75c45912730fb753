"""From clean clips to the head's inputs: rooms, noise, levels and what is said around them.

Every fold is made with sound of its own fold only, the babble and the neighbours' words too, so
that a fold left out of the training is really unheard.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.hearing import augmentation
from backtalk.hearing.adaptation import EARLIEST_S, LATEST_S, STEPS_PER_RUN
from backtalk.hearing.embedding import STEP_FRAMES, WINDOW_FRAMES
from backtalk.hearing.head import CONTEXT, KINDS, windows
from backtalk.ports import RATE_HZ
from training.corpus import BACKGROUND, Clip, command_classes
from training.espeak import Floats
from training.quick_embedding import QuickEmbedding

CLASSES = (BACKGROUND, *KINDS, *(f"say {word}" for word in command_classes()))
"""All outputs of the head; commands are prefixed, so that none can be taken for a stop."""

BEFORE_FRAMES = 30_000
AFTER_FRAMES = 12_000
NOISY_SHARE = 0.75
QUIETEST_DB, LOUDEST_DB = -46.0, -14.0


@dataclass(frozen=True)
class Examples:
    """Inputs of the head with their classes and where they come from."""

    inputs: npt.NDArray[np.float16]
    classes: npt.NDArray[np.int16]
    sources: npt.NDArray[np.str_]


def cached(file: Path, clips: list[Clip], fold: int, seed: int) -> Examples:
    """Return the examples of one fold's clips, from the file if they were made before."""
    if not file.exists():
        made = _Maker(clips, fold, seed).make()
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part.npz")
        np.savez(part, inputs=made.inputs, classes=made.classes, sources=made.sources)
        part.rename(file)
    with np.load(file) as stored:
        return Examples(stored["inputs"], stored["classes"], stored["sources"])


class _Maker:
    """Makes the examples of one fold."""

    def __init__(self, clips: list[Clip], fold: int, seed: int) -> None:
        self._clips = [clip for clip in clips if clip.fold == fold]
        self._rng = np.random.default_rng([seed, fold])
        self._embedding = QuickEmbedding(STEPS_PER_RUN)
        self._long_embedding = QuickEmbedding(24)
        talk = [clip for clip in self._clips if clip.source == "talk"]
        self._talk = np.concatenate([augmentation.normed(clip.sound) for clip in talk])
        self._words = [
            augmentation.normed(clip.sound)
            for clip in self._clips
            if clip.label == BACKGROUND and len(clip.sound) < 3 * RATE_HZ
        ]

    def make(self) -> Examples:
        parts: list[tuple[Floats, int, str]] = []
        for clip in self._clips:
            if clip.label == BACKGROUND:
                parts.append((self._of_background(clip), 0, clip.source))
            else:
                word = clip.label if clip.label in KINDS else f"say {clip.label}"
                at, before = self._of_word(clip)
                parts.append((at, CLASSES.index(word), clip.source))
                if clip.label not in KINDS:
                    parts.append((before, 0, f"{clip.source} part"))
        parts += [(self._of_noise(), 0, "noise") for _ in range(len(self._clips) // 40)]
        return Examples(
            np.concatenate([rows for rows, _, _ in parts]).astype(np.float16),
            np.concatenate([np.full(len(rows), kind, np.int16) for rows, kind, _ in parts]),
            np.concatenate([np.full(len(rows), source) for rows, _, source in parts]),
        )

    def _of_word(self, clip: Clip) -> tuple[Floats, Floats]:
        """Return the inputs at the word's end, and those before it."""
        rng = self._rng
        sound = augmentation.normed(augmentation.warped(clip.sound, rng))
        scene = np.concatenate([self._around(BEFORE_FRAMES), sound, self._after()])
        end = BEFORE_FRAMES + len(sound)
        heard = self._heard(scene)
        last = end + int(rng.uniform(LATEST_S - 0.04, LATEST_S + 0.04) * RATE_HZ)
        first = last - (STEP_FRAMES * (STEPS_PER_RUN - 1) + WINDOW_FRAMES)
        inputs = windows(self._embedding.of(heard[first:last]))
        ends = first + WINDOW_FRAMES + STEP_FRAMES * (np.arange(len(inputs)) + CONTEXT - 1)
        after_s = (ends - end) / RATE_HZ
        return inputs[after_s >= EARLIEST_S], inputs[after_s < EARLIEST_S - 0.1]

    def _of_background(self, clip: Clip) -> Floats:
        rng = self._rng
        sound = augmentation.normed(augmentation.warped(clip.sound, rng))
        quiet = np.zeros(5000, np.float32)
        heard = self._heard(np.concatenate([self._around(12_000), sound, quiet]))
        embedding = self._long_embedding if len(heard) > 3 * RATE_HZ else self._embedding
        return windows(embedding.of(heard[rng.integers(STEP_FRAMES) :]))

    def _of_noise(self) -> Floats:
        rng = self._rng
        heard = augmentation.noise(8 * RATE_HZ, rng)
        if augmentation.happens(0.5, rng):
            heard = heard * np.repeat(rng.integers(0, 2, 16), RATE_HZ // 2)
        level_db = rng.uniform(-60, LOUDEST_DB)
        return windows(self._long_embedding.of(augmentation.at_level(heard, level_db, rng)))

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
