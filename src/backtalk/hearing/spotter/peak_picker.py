"""From scores to detections: which word of the stop class rises above its threshold, and once.

A word's score rises and falls over several steps; what is wanted is one detection a word, as early
as it is certain, and another where a near miss becomes sure after all.
"""

from __future__ import annotations

import numpy as np

from backtalk.core.model.events import Command
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.spotter.classifier_head import Head
from backtalk.hearing.spotter.embedding import Floats

HURTS, STOPS = "pain", "stop"
"""Names of commands: the grave one, which is asked about, and the plain one."""

DOUBT = 4.0
"""A word of pain so little behind 'stop' or 'halt', in logits, was said. Of 55 words of pain one
passed for a stop, by 1.8; of 59 words that mean stop none had pain nearer than 6.7 (fold 1)."""

WIDE_MARGIN = 1.5
"""A word so far above its threshold, in logits, needs no second pass: four of five false stops in
an hour of talk lay below it (an experiment on recordings of people the networks never heard)."""

REST_S = 1.0
"""One word gives one detection: the same kind is not reported again for this long."""


class PeakPicker:
    """Looks at one stream of scores, step by step."""

    def __init__(self, head: Head, near_miss_margin: float) -> None:
        """Set up.

        Args:
            head: its classes and thresholds.
            near_miss_margin: how far below its threshold, in logits, a word is a near miss.
        """
        self._words = head.stop_classes
        self._kinds = head.kinds
        self._thresholds = [head.thresholds[word] for word in self._words]
        self._near_miss_margin = near_miss_margin
        self._before: Floats | None = None
        self._rests_until_s: dict[tuple[str, int], float] = {}

    def begin_again(self) -> None:
        """Forget the last scores: the next do not follow on them."""
        self._before = None

    def process(self, row: Floats, now_s: float) -> list[Detection]:
        """Take the scores of one step, by stop class; return the word that is clear with them."""
        before = row if self._before is None else self._before
        self._before = row
        # The mean of two steps: a single high one is more often noise than a word.
        above = np.asarray((row + before) / 2 - self._thresholds, np.float32)
        word, height = self._likeliest(above)
        kind = self._kinds[word]
        level = int(height >= 0) + int(height >= WIDE_MARGIN)
        resting = now_s < self._rests_until_s.get((kind, level), 0)
        if height < -self._near_miss_margin or resting:
            return []
        # What is less sure keeps nothing surer back; what is surer silences the others.
        for silenced in range(level + 1):
            self._rests_until_s[kind, silenced] = now_s + REST_S
        sure, barely = level > 0, level == 1
        return [Detection(Source.SPOTTER, Command(kind), sure, word, now_s, barely=barely)]

    def _likeliest(self, above: Floats) -> tuple[str, float]:
        """Return the likeliest word and the highest score; in doubt it is a word of pain."""
        words = self._words
        best = int(np.argmax(above))
        if self._kinds[words[best]] != STOPS:
            return words[best], float(above[best])
        hurting = [i for i, word in enumerate(words) if self._kinds[word] == HURTS]
        graver = max(hurting, key=lambda i: above[i], default=best)
        near = above[graver] >= above[best] - DOUBT
        return words[graver if near else best], float(above[best])
