"""A head from examples: batches drawn evenly from unlike sources, and the fit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from backtalk.hearing.embedding import VALUES
from backtalk.hearing.head import CONTEXT, KINDS, Head, logits, scores
from backtalk.hearing.head_fitting import Batch, Schedule, begin, fit
from training.examples import CLASSES, Examples

HIDDEN = 192
BATCH = 768

SHARES = {"stops synthetic": 0.28, "stops human": 0.12, "commands synthetic": 0.07,
          "commands human": 0.11, "talk": 0.25, "words human": 0.06, "words synthetic": 0.06,
          "coach": 0.04, "noise": 0.02, "parts": 0.02}  # fmt: skip
"""Shares of a batch. Human and synthetic words stand on both sides: otherwise the head learns
that people never mean it. Few near-rhymes, and none drawn again because they were hard: in noise
'shop' is 'stop', and insisting on it made voices nobody had trained on go unheard."""

HARDEST_SHARE = 0.03
"""Of each group without stop words, what is kept for adapting comes half from its worst rows."""

REHEARSED = {"stops": 120, "others": 320}
"""Examples kept with the head, for adapting."""

Groups = dict[str, npt.NDArray[np.int64]]


def groups_of(examples: Examples) -> Groups:
    """Return the rows of each group in `SHARES`."""
    human = np.char.startswith(examples.sources, "human")
    part = np.char.endswith(examples.sources, " part")
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
        "parts": part,
        "words human": (examples.classes == 0) & human & ~part,
    }
    taken = np.any(list(masks.values()), axis=0)
    masks["words synthetic"] = ~taken
    return {name: np.flatnonzero(mask) for name, mask in masks.items()}


def learn(examples: Examples, schedule: Schedule, seed: int) -> Head:
    """Return a head fitted to the examples; its thresholds are still nothing."""
    rng = np.random.default_rng(seed)
    groups = {name: rows for name, rows in groups_of(examples).items() if len(rows)}
    some = np.concatenate([rng.choice(rows, 3000) for rows in groups.values()])
    values = examples.inputs(some).reshape(-1, VALUES)
    mean = np.tile(values.mean(0), CONTEXT)
    scale = np.tile(values.std(0) + 1e-3, CONTEXT)
    weights = fit(
        begin(mean, scale, HIDDEN, len(CLASSES), rng),
        _batches(examples, groups, rng),
        schedule,
        rng,
    )
    bare = Head(weights, CLASSES, dict.fromkeys(KINDS, 0.0), np.zeros((0, len(mean))), ())
    hard = _hardest(examples, groups, bare)
    kept = _rehearsed(groups, hard, rng)
    return dataclasses.replace(
        bare,
        rehearsed=examples.inputs(kept),
        rehearsed_classes=tuple(int(kind) for kind in examples.classes[kept]),
    )


def _batches(examples: Examples, groups: Groups, rng: np.random.Generator) -> Callable[[], Batch]:
    counts = {name: max(1, round(SHARES[name] * BATCH)) for name in groups}

    def draw() -> Batch:
        chosen = np.concatenate(
            [groups[name][rng.integers(len(groups[name]), size=n)] for name, n in counts.items()]
        )
        return examples.inputs(chosen), examples.classes[chosen].astype(np.int64)

    return draw


def _hardest(examples: Examples, groups: Groups, head: Head) -> Groups:
    """Return of each group without stop words the rows that are nearest to one."""
    found: Groups = {}
    for name, rows in groups.items():
        if name.startswith("stops"):
            continue
        parts = np.array_split(rows, len(rows) // 4096 + 1)
        highest = np.concatenate(
            [scores(head, logits(head, examples.inputs(part))).max(1) for part in parts]
        )
        found[name] = rows[highest.argsort()[-max(20, round(len(rows) * HARDEST_SHARE)) :]]
    return found


def _rehearsed(groups: Groups, hard: Groups, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return rows of every group; of the others, half are among the hardest."""
    stops = [name for name in groups if name.startswith("stops")]
    kept = [rng.choice(groups[name], REHEARSED["stops"] // len(stops)) for name in stops]
    count = REHEARSED["others"] // len(hard)
    for name, worst in hard.items():
        kept += [rng.choice(worst, count // 2), rng.choice(groups[name], count - count // 2)]
    return np.concatenate(kept)
