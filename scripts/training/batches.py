"""Batches for both networks: drawn evenly from unlike sources, at a rate that rises and falls."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

SHARES = {"stops synthetic": 0.30, "stops human": 0.11, "commands synthetic": 0.12,
          "commands human": 0.11, "talk": 0.19, "words human": 0.05, "words synthetic": 0.07,
          "coach": 0.04, "noise": 0.02}  # fmt: skip
"""Shares of a batch. Human and synthetic words stand on both sides: otherwise a network learns
that people never mean it. Few near-rhymes, and none drawn again because they were hard: in noise
'shop' is 'stop', and insisting on it made voices outside the training go unheard."""

Rows = npt.NDArray[np.int64]


def groups_of(names: npt.NDArray[np.str_]) -> dict[str, Rows]:
    """Return the examples of each group in `SHARES` that has any."""
    found = {name: np.flatnonzero(names == name) for name in SHARES}
    return {name: rows for name, rows in found.items() if len(rows)}


def disturbing(groups: dict[str, Rows]) -> Rows:
    """Return the examples to hear behind others: noise counts twice as much as talk."""
    return np.concatenate([groups["noise"], groups["noise"], groups["talk"]])


def drawn(groups: dict[str, Rows], size: int, rng: np.random.Generator) -> Iterator[Rows]:
    """Yield examples for one step after another, without an end."""
    counts = {name: max(1, round(SHARES[name] * size)) for name in groups}
    while True:
        yield np.concatenate([rng.choice(groups[name], count) for name, count in counts.items()])


def pace(step: int, steps: int, rise_share: float) -> float:
    """Return the share of the highest rate: it rises over the first part, then falls to nothing."""
    rise = steps * rise_share
    fallen = max(0.0, step - rise) / (steps - rise)
    return float(min((step + 1) / rise, 0.5 * (1 + np.cos(np.pi * fallen))))
