"""Adapting the head to a person from a few clips of their own voice.

Three clips of a word, heard again in made-up rooms and noises, and a short time of learning with
examples of everything else beside them. It keeps nothing and stores nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from backtalk.hearing.spotter.classifier_head import (
    BACKGROUND,
    COMMAND_PREFIX,
    Head,
    blended,
    logits,
    scores,
)
from backtalk.hearing.spotter.embedding import BUILT_IN, Floats, SpeechEmbedding
from backtalk.hearing.spotter.enrolment.examples import STEPS_PER_RUN, examples_of
from backtalk.hearing.spotter.enrolment.head_fitting import Batch, Schedule, fit
from backtalk.ports import Pcm

OWN_ROWS, REHEARSED_ROWS = 96, 192
"""Rows of a step: the person's, and of all else."""

NEW_SHARE, RAISED_SHARE = 0.7, 0.2
"""Where the threshold of a word lies between where it was and the median score of the person's own
clips. Where it was: for a word of one's own, the highest score of the rehearsed others."""

LEARNING = Schedule(steps=400, rate=1e-3, dropout=0.1, jitter=0.1)


def adapt(
    head: Head,
    clips: Mapping[str, Sequence[Pcm]],
    *,
    own_kind: str = "stop",
    seed: int = 0,
    embedding: Path = BUILT_IN,
) -> Head:
    """Return a head that knows this person's way of saying words of the stop class.

    It takes about four seconds for three clips, and one more for every three. The
    thresholds of its words rise with it, so that it does not trigger oftener than before.

    Args:
        head: what to begin with; not changed.
        clips: by class of the stop class ('stop', 'pain', ...) or word of the person's own
            choosing ('enough', 'red'): clips of about a second each, with the word in the
            middle. A word that is no class yet becomes one. Three to five clips a word.
        own_kind: the command that words of the person's own choosing mean.
        seed: the same clips and seed give the same head.
        embedding: the one the head was trained on.

    Raises:
        ValueError: a word is already another command, or there is no speech in any clip.
    """
    taken = sorted(word for word in clips if COMMAND_PREFIX + word in head.classes)
    if taken or BACKGROUND in clips:
        raise ValueError(f"words that mean something else: {', '.join(taken or [BACKGROUND])}")
    rng = np.random.default_rng(seed)
    new = tuple(word for word in clips if word not in head.classes)
    grown = _with_classes(head, new, own_kind, rng)
    own = examples_of(grown, clips, SpeechEmbedding(STEPS_PER_RUN, embedding), rng)
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

    adapted = dataclasses.replace(grown, weights=fit(grown.weights, draw, LEARNING, rng))
    return dataclasses.replace(adapted, thresholds=_thresholds(adapted, new, own))


def _with_classes(head: Head, new: Sequence[str], kind: str, rng: np.random.Generator) -> Head:
    """Return the head with outputs added that nothing speaks for yet."""
    if not new:
        return head
    w = dict(head.weights)
    stops = [i for i, name in enumerate(head.classes) if name in head.kinds]
    spread = w["w3"].std() * 0.5
    fresh = rng.standard_normal((len(w["w3"]), len(new)), dtype=np.float32) * spread
    lowest = logits(head, head.rehearsed)[:, stops].mean()
    w["w3"] = np.concatenate([w["w3"], fresh.astype(np.float32)], axis=1)
    w["b3"] = np.append(w["b3"], np.full(len(new), lowest, np.float32)).astype(np.float32)
    return dataclasses.replace(
        head,
        weights=w,
        classes=(*head.classes, *new),
        kinds={**head.kinds, **dict.fromkeys(new, kind)},
        thresholds={**head.thresholds, **dict.fromkeys(new, 0.0)},
    )


def _thresholds(head: Head, new: Sequence[str], own: Batch) -> Mapping[str, float]:
    """Return the head's thresholds, raised for the person's words as far as their own clips allow.

    Those of new words lie between the rehearsed others' highest score and their own.
    """
    chosen = dict(head.thresholds)
    for at, word in enumerate(head.stop_classes):
        mine = own[0][own[1] == head.classes.index(word)]
        if not len(mine):
            continue
        is_new = word in new
        said = float(np.median(_unsupported(head, mine)[:, at]))
        others = _unsupported(head, head.rehearsed)[:, at]
        least = float(others.max()) if is_new else chosen[word]
        share = NEW_SHARE if is_new else RAISED_SHARE
        chosen[word] = least + share * max(0.0, said - least)
    return chosen


def _unsupported(head: Head, inputs: Floats) -> Floats:
    """Return scores on the scale of the thresholds, without the wideband network's word."""
    return scores(head, blended(logits(head, inputs)))
