"""The hidden Markov models: one left-to-right chain of states for each word, and Viterbi alignment.

A word is one 'phone' of its own. Each state of each word has its own output of the network (pdf).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Chain:
    """An utterance to be aligned: what is observed in each frame, for each state of its text."""

    observed: Floats
    """Frames by states."""
    pdfs: Ints
    optional: npt.NDArray[np.bool_]
    """Which states may be left out."""


def align(chains: Sequence[Chain]) -> list[Ints | None]:
    """Return the best pdf for each frame through each chain, or None where it does not fit.

    All chains go forward together, frame by frame: alone, most of the time is numpy's overhead.
    """
    frames = np.array([len(chain.observed) for chain in chains])
    states = np.array([len(chain.pdfs) for chain in chains])
    observed = np.full((frames.max(), len(chains), states.max()), -np.inf)
    skip_cost = np.full((len(chains), states.max() - 2), -np.inf)
    for at, chain in enumerate(chains):
        observed[: frames[at], at, : states[at]] = chain.observed
        skip_cost[at, : states[at] - 2] = np.where(chain.optional[1:-1], 0, -np.inf)
    steps_back = np.zeros(observed.shape, np.int8)
    came = np.full((3, *observed.shape[1:]), -np.inf)
    score = np.where(np.arange(states.max()) == 0, observed[0], -np.inf)
    reached = np.full(len(chains), -np.inf)
    for frame in range(1, frames.max()):
        came[0], came[1, :, 1:], came[2, :, 2:] = score, score[:, :-1], score[:, :-2] + skip_cost
        steps_back[frame] = came.argmax(0)
        score = came.max(0) + observed[frame]
        ended = frames == frame + 1
        reached[ended] = score[ended, states[ended] - 1]
    return [
        _path_back(steps_back[: frames[at], at], chain.pdfs) if np.isfinite(reached[at]) else None
        for at, chain in enumerate(chains)
    ]


def _path_back(steps_back: npt.NDArray[np.int8], pdfs: Ints) -> Ints:
    """Return the pdf of each frame on the way back from the last state in the last frame."""
    path, state = np.zeros(len(steps_back), np.int64), len(pdfs) - 1
    for frame in range(len(steps_back) - 1, -1, -1):
        path[frame] = pdfs[state]
        state -= steps_back[frame, state]
    return path
