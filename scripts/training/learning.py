"""A head from examples: batches drawn evenly from unlike sources, and the fit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from backtalk.hearing.embedding import VALUES
from backtalk.hearing.head import CONTEXT, KINDS, Head, scores
from backtalk.hearing.head_fitting import Batch, Schedule, begin, fit
from training.examples import CLASSES, Examples

HIDDEN = 96
BATCH = 512

SHARES = {"stops synthetic": 0.22, "stops human": 0.10, "commands synthetic": 0.14,
          "commands human": 0.14, "talk": 0.16, "words human": 0.06, "words synthetic": 0.12,
          "coach": 0.04, "noise": 0.02}  # fmt: skip
"""Shares of a batch. Human and synthetic words stand on both sides: otherwise the head learns
that people never mean it."""

REHEARSED = {"stops": 96, "others": 160}
"""Examples kept with the head, for adapting."""


def groups_of(examples: Examples) -> dict[str, np.ndarray]:
    """Return the rows of each group in `SHARES`."""
    human = np.char.startswith(examples.sources, "human")
    stop = np.isin(examples.classes, [CLASSES.index(kind) for kind in KINDS])
    command = (examples.classes > 0) & ~stop
    masks = {
        "stops synthetic": stop & ~human,
        "stops human": stop & human,
        "commands synthetic": command & ~human,
        "commands human": command & human,
        "talk": examples.sources == "talk",
        "coach": examples.sources == "coach",
        "noise": examples.sources == "noise",
        "words human": (examples.classes == 0) & human,
    }
    taken = np.any(list(masks.values()), axis=0)
    masks["words synthetic"] = ~taken
    return {name: np.flatnonzero(mask) for name, mask in masks.items()}


def learn(examples: Examples, schedule: Schedule, seed: int) -> Head:
    """Return a head fitted to the examples; its thresholds are still nothing."""
    rng = np.random.default_rng(seed)
    groups = {name: rows for name, rows in groups_of(examples).items() if len(rows)}
    some = np.concatenate([rng.choice(rows, 3000) for rows in groups.values()])
    values = examples.inputs[some].astype(np.float32).reshape(-1, VALUES)
    mean = np.tile(values.mean(0), CONTEXT)
    scale = np.tile(values.std(0) + 1e-3, CONTEXT)
    weights = fit(
        begin(mean, scale, HIDDEN, len(CLASSES), rng),
        _batches(examples, groups, rng),
        schedule,
        rng,
    )
    bare = Head(weights, CLASSES, dict.fromkeys(KINDS, 0.0), np.zeros((0, len(mean))), ())
    kept = _rehearsed(examples, groups, bare, rng)
    return dataclasses.replace(
        bare,
        rehearsed=examples.inputs[kept].astype(np.float32),
        rehearsed_classes=tuple(int(kind) for kind in examples.classes[kept]),
    )


def _batches(
    examples: Examples, groups: dict[str, np.ndarray], rng: np.random.Generator
) -> Callable[[], Batch]:
    counts = {name: max(1, round(SHARES[name] * BATCH)) for name in groups}

    def draw() -> Batch:
        rows = np.concatenate([rng.choice(groups[name], n) for name, n in counts.items()])
        return examples.inputs[rows].astype(np.float32), examples.classes[rows].astype(np.int64)

    return draw


def _rehearsed(
    examples: Examples, groups: dict[str, np.ndarray], weights: Head, rng: np.random.Generator
) -> np.ndarray:
    """Return rows of every group; of the others, half are those nearest to the stop class."""
    stops = [name for name in groups if name.startswith("stops")]
    others = [name for name in groups if not name.startswith("stops")]
    kept = [rng.choice(groups[name], REHEARSED["stops"] // len(stops)) for name in stops]
    count = REHEARSED["others"] // len(others)
    for name in others:
        rows = rng.choice(groups[name], min(3000, len(groups[name])), replace=False)
        nearest = scores(weights, examples.inputs[rows].astype(np.float32)).max(1).argsort()
        kept += [rows[nearest[-count // 2 :]], rows[: count // 2]]
    return np.concatenate(kept)
