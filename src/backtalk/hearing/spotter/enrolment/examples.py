"""What the head sees when a person has just said a word: examples made from their clips.

Each clip is heard again in made-up rooms and noises, at other levels and paces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backtalk.hearing.spotter.classifier_head import CONTEXT, Head, windows
from backtalk.hearing.spotter.embedding import (
    STEP_FRAMES,
    WINDOW_FRAMES,
    Floats,
    SpeechEmbedding,
)
from backtalk.hearing.spotter.enrolment import augmentation
from backtalk.hearing.spotter.enrolment.head_fitting import Batch
from backtalk.ports import RATE_HZ, Pcm

EARLIEST_S, LATEST_S = -0.02, 0.32
"""When the head should say a word, from the word's end."""

STEPS_PER_RUN = 8
"""Embeddings a run; a word's end takes one run."""

HEARINGS = 16
"""How often each clip is heard in another room."""

LEAD_FRAMES, TAIL_FRAMES = RATE_HZ, RATE_HZ // 2


def examples_of(
    head: Head,
    clips: Mapping[str, Sequence[Pcm]],
    embedding: SpeechEmbedding,
    rng: np.random.Generator,
) -> Batch:
    """Return inputs and classes of a person's clips, each heard in many rooms and noises.

    Args:
        head: has a class for each word.
        clips: by word.
        embedding: with `STEPS_PER_RUN` steps a run.
        rng: all chance comes from here.
    """
    rows: list[Floats] = [np.zeros((0, head.rehearsed.shape[1]), np.float32)]
    classes: list[int] = []
    for word, own in clips.items():
        for clip in own:
            if not np.any(clip):
                continue
            sound = as_floats(clip)
            for _ in range(HEARINGS):
                rows.append(_hearing(embedding, sound, rng))
                classes += [head.classes.index(word)] * len(rows[-1])
    return np.concatenate(rows), np.array(classes, np.int64)


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


def as_floats(clip: Pcm) -> Floats:
    """Return a clip in floats, full scale at 1, without the quiet at its ends."""
    return augmentation.trimmed((clip / np.float32(32768)).astype(np.float32))


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
