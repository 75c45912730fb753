"""Adapting the head to a person from a few clips of their own voice.

Three clips of a word, heard again in made-up rooms and noises, and a short time of learning with
examples of everything else beside them. It keeps nothing and stores nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from backtalk.hearing import augmentation
from backtalk.hearing.embedding import STEP_FRAMES, WINDOW_FRAMES, Floats, SpeechEmbedding
from backtalk.hearing.head import CONTEXT, KINDS, Head, windows
from backtalk.hearing.head_fitting import Batch, Schedule, fit
from backtalk.ports import RATE_HZ, Pcm

EARLIEST_S, LATEST_S = -0.01, 0.28
"""When the head should say a word, from the word's end."""

STEPS_PER_RUN = 8
"""Embeddings a run; a word's end takes one run."""

HEARINGS = 10
"""How often each clip is heard in another room."""

LEAD_FRAMES, TAIL_FRAMES = RATE_HZ, RATE_HZ // 2

OWN_ROWS, REHEARSED_ROWS = 96, 192
"""Rows of a step: the person's, and of all else."""

LEARNING = Schedule(steps=150, rate=6e-4, decay=0.0, dropout=0.1, jitter=0.1)


def adapt(head: Head, clips: Mapping[str, Sequence[Pcm]], *, seed: int = 0) -> Head:
    """Return a head that knows this person's way of saying words of the stop class.

    It takes about three seconds for six clips. Thresholds stay as they are.

    Args:
        head: what to begin with; not changed.
        clips: by class of the stop class ('stop', 'pain', ...), clips of about a second each,
            with the word in the middle. A word of the person's own choosing goes under the
            class that it shall mean.
        seed: the same clips and seed give the same head.

    Raises:
        ValueError: a class is none of the stop class, or there is no speech in any clip.
    """
    unknown = set(clips) - set(head.stop_classes)
    if unknown:
        raise ValueError(f"no classes of the stop class: {', '.join(sorted(unknown))}")
    rng = np.random.default_rng(seed)
    own = _hearings(head, clips, rng)
    if not len(own[0]):
        raise ValueError("no speech in any clip")
    rehearsed = head.rehearsed, np.array(head.rehearsed_classes, np.int64)

    def draw() -> Batch:
        mine = rng.integers(len(own[0]), size=OWN_ROWS)
        old = rng.integers(len(rehearsed[0]), size=REHEARSED_ROWS)
        return (
            np.concatenate([own[0][mine], rehearsed[0][old]]),
            np.concatenate([own[1][mine], rehearsed[1][old]]),
        )

    return dataclasses.replace(head, weights=fit(head.weights, draw, LEARNING, rng))


def at_word_end(
    embedding: SpeechEmbedding, heard: Floats, end_frame: int, latest_s: float = LATEST_S
) -> Floats:
    """Return the head's inputs for the moments just after a word.

    Args:
        embedding: with `STEPS_PER_RUN` steps a run for best speed.
        heard: the word with at least a second before and `latest_s` after it, on int16's scale.
        end_frame: where the word ends in it.
        latest_s: where the last window ends, after the word's end.
    """
    last = end_frame + round(latest_s * RATE_HZ)
    first = max(0, last - (STEP_FRAMES * (STEPS_PER_RUN - 1) + WINDOW_FRAMES))
    inputs = windows(embedding.of(heard[first:last]))
    ends = first + WINDOW_FRAMES + STEP_FRAMES * (np.arange(len(inputs)) + CONTEXT - 1)
    return inputs[ends >= end_frame + EARLIEST_S * RATE_HZ]


def _hearings(head: Head, clips: Mapping[str, Sequence[Pcm]], rng: np.random.Generator) -> Batch:
    embedding = SpeechEmbedding(STEPS_PER_RUN)
    rows: list[Floats] = [np.zeros((0, head.rehearsed.shape[1]), np.float32)]
    classes: list[int] = []
    for word in KINDS:
        for clip in clips.get(word, ()):
            if not np.any(clip):
                continue
            sound = augmentation.trimmed((clip / np.float32(32768)).astype(np.float32))
            for _ in range(HEARINGS):
                rows.append(_hearing(embedding, sound, rng))
                classes += [head.classes.index(word)] * len(rows[-1])
    return np.concatenate(rows), np.array(classes, np.int64)


def _hearing(embedding: SpeechEmbedding, sound: Floats, rng: np.random.Generator) -> Floats:
    word = augmentation.normed(augmentation.warped(sound, rng, most=1.06))
    quiet = np.zeros(LEAD_FRAMES, np.float32)
    scene = np.concatenate([quiet, word, quiet[:TAIL_FRAMES]])
    if augmentation.happens(0.5, rng):
        scene = augmentation.normed(augmentation.in_a_room(scene, rng))
    if augmentation.happens(0.5, rng):
        scene = scene + augmentation.noise(len(scene), rng) * np.float32(
            10 ** (-rng.uniform(5, 30) / 20)
        )
    heard = augmentation.at_level(scene, rng.uniform(-40, -18), rng)
    latest_s = LATEST_S + rng.uniform(-0.04, 0.04)
    return at_word_end(embedding, heard, LEAD_FRAMES + len(word), latest_s)
