"""The coach's own words, for as long as they may come back through the microphone."""

from __future__ import annotations

import re
from collections.abc import Callable

REMEMBERED_S = 1.2
"""A final result comes up to this long after the last word it is about."""


class SelfSpeech:
    """Remembers what the coach said just now."""

    def __init__(self, coach_says: Callable[[], str]) -> None:
        """`coach_says` returns the words that sound at this moment, '' for none."""
        self._coach_says = coach_says
        self._said: list[tuple[str, float]] = []

    def process(self, now_s: float) -> None:
        """Take note of what the coach says now; once for each block."""
        text = self._coach_says()
        # The same words go on sounding: only their end counts for how long they may come back.
        if text and self._said and self._said[-1][0] == text:
            self._said[-1] = (text, now_s)
        elif text:
            self._said.append((text, now_s))
        self._said = [(t, at_s) for t, at_s in self._said if now_s - at_s <= REMEMBERED_S]

    def contain(self, text: str) -> bool:
        """Whether the coach said `text`, as whole words, a moment ago."""
        # Spaces around both: 'ski' is not in 'skip'.
        return any(f" {text} " in f" {in_words(said)} " for said, _ in self._said)


def in_words(text: str) -> str:
    """Return `text` as recognisers write it: lower case, single spaces, no marks."""
    return " ".join(re.findall(r"[\w']+", text.lower()))
