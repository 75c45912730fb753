"""The decoding graph in OpenFst's binary format: which units may follow which, and the words."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np

from .hmm import SILENCE, UNKNOWN, Units
from .kaldi_files import transition_ids

SELF_LOOP, SILENCE_SELF_LOOP = 0.5, 0.9
"""The chance that a state lasts another frame."""

UNKNOWN_COST = 4.0
"""Cost of the garbage model against a word."""

KNOWN_AS_UNKNOWN_COST = 3.0
"""Cost of a known word that the grammar lacks, heard as [unk]."""

Arc = tuple[int, int, float, int]
"""Input label, output label, cost, next state."""

HUB, AFTER_SILENCE = 0, 1


def vector_fst(arcs: Mapping[int, Sequence[Arc]], finals: Mapping[int, float]) -> bytes:
    """Return an OpenFst 'vector' of 'standard' arcs that starts in state 0."""
    magic, version, flags, properties, start = 2125659606, 2, 0, 3, 0
    states = 1 + max([*arcs, *(arc[3] for leaving in arcs.values() for arc in leaving)])
    total = sum(len(leaving) for leaving in arcs.values())
    out = struct.pack("<i", magic)
    for name in (b"vector", b"standard"):
        out += struct.pack("<i", len(name)) + name
    out += struct.pack("<iiQqqq", version, flags, properties, start, states, total)
    for state in range(states):
        leaving = arcs.get(state, [])
        out += struct.pack("<fq", finals.get(state, np.inf), len(leaving))
        out += b"".join(struct.pack("<iifi", *arc) for arc in leaving)
    return out


class _Paths:
    """The arcs of the graph as it grows unit by unit."""

    def __init__(self, units: Units, *, early: bool) -> None:
        self.arcs: dict[int, list[Arc]] = {HUB: [(0, 0, 0.0, AFTER_SILENCE)], AFTER_SILENCE: []}
        self._units = units
        self._first_ids = transition_ids(units)
        self._early = early

    def add(self, unit: str, word_id: int, cost: float, ends: tuple[int, int], stay: float) -> None:
        """Add a path through `unit` that says `word_id`, from the first of `ends` to the second."""
        here, back = ends
        length = len(self._units.states[unit])
        says_it = 0 if self._early else length - 1
        for state in range(length):
            after = len(self.arcs)
            stay_id = self._first_ids[unit] + 2 * state
            said = word_id if state == says_it else 0
            self.arcs[here].append((stay_id + 1, said, cost - float(np.log(1 - stay)), after))
            # Kaldi's 'reordered' graphs take the way on first and loop afterwards.
            self.arcs[after] = [(stay_id, 0, -float(np.log(stay)), after)]
            here, cost = after, 0.0
        self.arcs[here].append((0, 0, 0.0, back))


def hclr(units: Units, word_ids: Mapping[str, int], *, early: bool) -> bytes:
    """Return the graph of units and words; `early` puts the word at its first state.

    The hub may take one silence; words leave only from behind it. Were silence allowed to follow
    silence, a long pause would have very many equal paths and decoding would take minutes.
    """
    paths = _Paths(units, early=early)
    paths.add(SILENCE, 0, 0.0, (HUB, AFTER_SILENCE), SILENCE_SELF_LOOP)
    word_ends = (AFTER_SILENCE, HUB)
    paths.add(UNKNOWN, word_ids[UNKNOWN], UNKNOWN_COST, word_ends, SELF_LOOP)
    for word in units.states:
        if word not in (SILENCE, UNKNOWN):
            paths.add(word, word_ids[word], 0.0, word_ends, SELF_LOOP)
            paths.add(word, word_ids[UNKNOWN], KNOWN_AS_UNKNOWN_COST, word_ends, SELF_LOOP)
    return vector_fst(paths.arcs, {HUB: 0.0, AFTER_SILENCE: 0.0})


def word_loop(word_ids: Mapping[str, int]) -> bytes:
    """Return a grammar in which any word may follow any, all at the same cost."""
    numbers = sorted(number for number in word_ids.values() if number)
    cost = float(np.log(len(numbers)))
    return vector_fst({0: [(number, number, cost, 0) for number in numbers]}, {0: 0.0})
