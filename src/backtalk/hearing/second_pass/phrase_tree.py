"""All phrases as one tree of tokens, scored in one pass of the decoder.

Each phrase is written as Whisper may write it: 'six', 'Six' and '6'. The forms share their first
tokens: the node of 'it' is one for 'it hurts' and whatever else begins with it. All nodes are run
at once, each seeing only those on its way from the root; the log-probability of a form is the sum
along its way, that of a phrase the logarithm of the sum over its forms. What follows the phrase is
not asked: 'stop' counts when 'stop it' is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from backtalk.hearing.second_pass.decoder import OPENING, Decoder, Sound, Step
from backtalk.hearing.second_pass.tokens import Tokenizer

NUMBERS = (
    *("zero", "one", "two", "three", "four", "five"),
    *("six", "seven", "eight", "nine", "ten"),
)
DIGITS = {word: str(number) for number, word in enumerate(NUMBERS)}


class PhraseTree:
    """The tree of some phrases."""

    def __init__(self, phrases: Iterable[str], tokenizer: Tokenizer) -> None:
        self._tokens = list(OPENING)
        self._parents = [-1, 0]
        self._children: dict[Step, int] = {}
        self._ways: list[tuple[str, list[Step]]] = [
            (phrase, self._way(tokenizer.encode(" " + form)))
            for phrase in phrases
            for form in written_forms(phrase)
        ]
        self._visible = self._ancestors()

    def score(self, decoder: Decoder, sound: Sound) -> dict[str, float]:
        """Return the log-probability that the words heard begin with each phrase."""
        positions = self._visible.sum(axis=1) - 1
        rows = decoder.run(sound, np.array(self._tokens), positions, self._visible)
        log_p = iter(decoder.log_p(rows, [step for _, way in self._ways for step in way]).tolist())
        scores: dict[str, float] = {}
        for phrase, way in self._ways:
            form = sum(next(log_p) for _ in way)
            scores[phrase] = float(np.logaddexp(scores.get(phrase, -np.inf), form))
        return scores

    def _way(self, tokens: Sequence[int]) -> list[Step]:
        """Return the steps of a form. Its last token is looked up and never run: no node."""
        node = len(OPENING) - 1
        steps = []
        for place, token in enumerate(tokens):
            steps.append((node, token))
            if place < len(tokens) - 1:
                node = self._child(node, token)
        return steps

    def _child(self, node: int, token: int) -> int:
        if (node, token) not in self._children:
            self._children[node, token] = len(self._tokens)
            self._tokens.append(token)
            self._parents.append(node)
        return self._children[node, token]

    def _ancestors(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """Return nodes by nodes: whether the first sees the second, itself or before it."""
        visible = np.eye(len(self._tokens), dtype=bool)
        for node, parent in enumerate(self._parents[1:], 1):
            visible[node] |= visible[parent]
        return visible


def written_forms(phrase: str) -> tuple[str, ...]:
    """Return how Whisper may write `phrase`: small, with a capital, in digits."""
    digits = (DIGITS[phrase],) if phrase in DIGITS else ()
    return (phrase, phrase[0].upper() + phrase[1:], *digits)


def combined(scores: Mapping[str, float], phrases: Iterable[str]) -> float:
    """Return the log-probability of any of `phrases`, from the score of each.

    'stop it' adds nothing to 'stop', in whose score it is contained. 'Painful' may be written as
    'Pain' and 'ful', which 'pain' contains as well: so much is counted twice, and no more than
    certainty comes of it.
    """
    group = list(phrases)
    apart = [p for p in group if not any(p.startswith(f"{other} ") for other in group)]
    return min(0.0, float(np.logaddexp.reduce([scores[phrase] for phrase in apart])))
