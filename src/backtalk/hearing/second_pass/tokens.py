"""From text to Whisper's tokens and back: byte pairs, as GPT-2 has them.

A token is a string of bytes, and the number of a token is also its rank: of all neighbours whose
union is a token, those of the lowest number are joined first. So the list of tokens is the whole
tokenizer. A. Radford and others, 'Language Models are Unsupervised Multitask Learners' (2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

END = 50256
"""The mark behind the last token of a text; the ordinary tokens have the numbers below."""
START = 50257
"""The mark in front of every text."""
NO_TIMES = 50258
"""The mark behind it: no times between the words. (In Whisper itself it is 50362.)"""

PIECES = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+")
"""Tokens never reach from one of these into the next: words with the space before them, endings
behind an apostrophe, numbers, punctuation."""

LONG_LOOP = 3
"""Tokens from which on it is a loop when they are said twice; of fewer, four times: 'no no no stop'
is not one."""
LONGEST_LOOP = 8
SHORT_LOOP_TIMES = 4


class Tokenizer:
    """The tokens of one extract."""

    def __init__(self, tokens: Sequence[bytes]) -> None:
        self._tokens = tokens
        self._numbers = {token: number for number, token in enumerate(tokens)}

    def encode(self, text: str) -> list[int]:
        """Return the tokens of `text`. A text that Whisper writes begins with a space."""
        return [number for piece in PIECES.findall(text) for number in self._joined(piece)]

    def decode(self, tokens: Iterable[int]) -> str:
        """Return the text of `tokens`; marks are left out, and so is half a letter."""
        known = [self._tokens[token] for token in tokens if token < len(self._tokens)]
        return b"".join(known).decode("utf-8", errors="ignore")

    def _joined(self, piece: str) -> list[int]:
        parts = [bytes([value]) for value in piece.encode("utf-8")]
        while len(parts) > 1:
            unions = [self._numbers.get(a + b, END) for a, b in pairwise(parts)]
            first = min(range(len(unions)), key=unions.__getitem__)
            if unions[first] == END:
                break
            parts[first : first + 2] = [parts[first] + parts[first + 1]]
        return [self._numbers[part] for part in parts]


def loop_length(tokens: Sequence[int]) -> int:
    """Return how many tokens at the end only say again what stands before them."""
    for unit in range(1, LONGEST_LOOP + 1):
        times = 2 if unit >= LONG_LOOP else SHORT_LOOP_TIMES
        if len(tokens) >= unit * times and tokens[-unit * times :] == [*tokens[-unit:]] * times:
            return unit * (times - 1)
    return 0
