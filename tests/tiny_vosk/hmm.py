"""The hidden Markov models: one left-to-right chain of states for each word, and Viterbi alignment.

A word is one 'phone' of its own. Each state of each word has its own output of the network (pdf).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

SILENCE, UNKNOWN = "<sil>", "[unk]"
SILENCE_PDF, UNKNOWN_PDF = 0, 1


class Units:
    """Phone 1 is silence, 2 is [unk], then one phone a word; `states` gives the pdfs of each."""

    def __init__(self, lengths: Mapping[str, int]) -> None:
        self.states: dict[str, list[int]] = {SILENCE: [SILENCE_PDF], UNKNOWN: [UNKNOWN_PDF] * 3}
        self.pdf_count = 2
        for word, length in lengths.items():
            self.states[word] = list(range(self.pdf_count, self.pdf_count + length))
            self.pdf_count += length
        self.phone = {word: number for number, word in enumerate(self.states, start=1)}

    def chain(self, text: str) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return the pdf of each state of `text`, and which states may be left out (silences)."""
        pdfs, optional = [SILENCE_PDF], [False]
        for word in text.split():
            pdfs += [*self.states[word], SILENCE_PDF]
            optional += [False] * len(self.states[word]) + [True]
        optional[-1] = False
        return np.array(pdfs), np.array(optional)

    def evenly(self, text: str, frames: int, first: int, last: int) -> Ints:
        """Return a pdf a frame: the states of `text` spread evenly from `first` to `last`."""
        labels = np.full(frames, SILENCE_PDF)
        pdfs = np.array([pdf for word in text.split() for pdf in self.states[word]])
        if len(pdfs):
            labels[first:last] = pdfs[np.arange(last - first) * len(pdfs) // (last - first)]
        return labels


def align(log_likelihoods: Floats, pdfs: Ints, optional: npt.NDArray[np.bool_]) -> Ints | None:
    """Return the best pdf for each frame through the chain, or None where it does not fit."""
    frames, states = len(log_likelihoods), len(pdfs)
    observed = log_likelihoods[:, pdfs]
    steps_back = np.zeros((frames, states), np.int8)
    came = np.full((3, states), -np.inf)
    score = np.where(np.arange(states) == 0, observed[0], -np.inf)
    skip_cost = np.where(optional[1:-1], 0, -np.inf)
    for frame in range(1, frames):
        came[0], came[1, 1:], came[2, 2:] = score, score[:-1], score[:-2] + skip_cost
        steps_back[frame] = came.argmax(0)
        score = came.max(0) + observed[frame]
    if not np.isfinite(score[-1]):
        return None
    path, state = np.zeros(frames, np.int64), states - 1
    for frame in range(frames - 1, -1, -1):
        path[frame] = pdfs[state]
        state -= steps_back[frame, state]
    return path
