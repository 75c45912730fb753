"""Sound of one fold as a microphone gives it: words in rooms and noise, with others around them.

Every fold is made with sound of its own fold only, the babble and the neighbours' words too, so
that a fold left out of the training is really unheard.
"""

from __future__ import annotations

import numpy as np

from backtalk.hearing.spotter.classifier_head import BACKGROUND
from backtalk.hearing.spotter.embedding import STEP_FRAMES
from backtalk.hearing.spotter.enrolment import augmentation
from backtalk.ports import RATE_HZ
from training.corpus import Clip
from training.espeak import Floats

BEFORE_FRAMES = 30_000
AFTER_FRAMES = 12_000
AROUND_FRAMES = 14_000
"""Before a clip of no class."""

NOISY_SHARE = 0.75
QUIETEST_DB, LOUDEST_DB = -46.0, -8.0


class SceneMaker:
    """Makes scenes; each clip sounds another time each time it is asked for."""

    def __init__(self, clips: list[Clip], rng: np.random.Generator) -> None:
        """Prepare the babble and the neighbours from `clips`, all of one fold."""
        self._rng = rng
        talk = [clip for clip in clips if clip.source == "talk"]
        self._talk = np.concatenate([augmentation.normed(clip.sound) for clip in talk])
        self._words = [
            augmentation.normed(clip.sound)
            for clip in clips
            if clip.label == BACKGROUND and len(clip.sound) < 3 * RATE_HZ
        ]

    def word(self, clip: Clip) -> tuple[Floats, int]:
        """Return a scene with one word, and the frame at which it ends."""
        sound = augmentation.normed(augmentation.said_differently(clip.sound, self._rng))
        scene = np.concatenate([self._around(BEFORE_FRAMES), sound, self._after()])
        return self._heard(scene), BEFORE_FRAMES + len(sound)

    def background(self, clip: Clip) -> Floats:
        """Return a scene with something that is none of the classes."""
        sound = augmentation.normed(augmentation.said_differently(clip.sound, self._rng))
        quiet = np.zeros(5000, np.float32)
        heard = self._heard(np.concatenate([self._around(AROUND_FRAMES), sound, quiet]))
        return heard[self._rng.integers(STEP_FRAMES) :]

    def noise(self, seconds: int) -> Floats:
        """Return noise, half of the time in bursts."""
        rng = self._rng
        heard = augmentation.noise(seconds * RATE_HZ, rng)
        if augmentation.happens(0.5, rng):
            heard = heard * np.repeat(rng.integers(0, 2, 2 * seconds), RATE_HZ // 2)
        return augmentation.at_level(heard, rng.uniform(-60, LOUDEST_DB), rng)

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
