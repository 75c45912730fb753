"""Which words of the head a new word sounds like: for choosing a word of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backtalk.hearing.spotter.classifier_head import Head, logits, odds
from backtalk.hearing.spotter.embedding import Floats, SpeechEmbedding
from backtalk.hearing.spotter.enrolment import augmentation
from backtalk.hearing.spotter.enrolment.examples import (
    LEAD_FRAMES,
    STEPS_PER_RUN,
    TAIL_FRAMES,
    as_floats,
    at_word_end,
)
from backtalk.ports import Pcm

LEAST_SHARE = 0.05

CLEAN_LEVEL_DB = -26.0
"""Where a clip is heard as it is."""


def confusions(head: Head, clips: Sequence[Pcm]) -> dict[str, float]:
    """Return which words of the head a person's clips sound like, the likeliest first.

    For choosing a word of one's own: ask the head from before the adapting. A share of 0.3 and
    more for 'no' says that this word and 'no' would be confused.

    Args:
        head: built in, or adapted to other words.
        clips: of one word, about a second each.

    Returns:
        By phrase, the mean over the clips of its highest probability; shares under 0.05 are
        left out, and so is all that the head takes for no word of its own.
    """
    embedding = SpeechEmbedding(STEPS_PER_RUN)
    found: list[Floats] = []
    for clip in clips:
        if np.any(clip):
            word = augmentation.normed(as_floats(clip))
            quiet = np.zeros(LEAD_FRAMES, np.float32)
            scene = np.concatenate([quiet, word, quiet[:TAIL_FRAMES]])
            heard = augmentation.at_level(scene, CLEAN_LEVEL_DB, np.random.default_rng(0))
            inputs = at_word_end(embedding, heard, LEAD_FRAMES + len(word))
            highest = odds(logits(head, inputs)).max(0)
            found.append(1 / (1 + np.exp(-highest)))
    if not found:
        return {}
    shares = dict(zip(head.phrases, np.mean(found, axis=0).tolist(), strict=True))
    likeliest = sorted(shares, key=lambda phrase: -shares[phrase])
    return {phrase: shares[phrase] for phrase in likeliest if shares[phrase] >= LEAST_SHARE}
