"""Learning on for the head: gradients by hand and Adam, in numpy alone.

The head is small enough (some 90,000 weights) for this to take seconds. Where examples come from
is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backtalk.hearing.spotter.classifier_head import NORM_FLOOR, WEIGHTS
from backtalk.hearing.spotter.embedding import Floats

Indices = npt.NDArray[np.int64]
Batch = tuple[Floats, Indices]
"""Inputs and the class of each row."""

LEARNT = tuple(name for name in WEIGHTS if name not in ("mean", "scale"))
FIRST_DECAY, SECOND_DECAY, TINY = 0.9, 0.999, 1e-8
"""Adam's usual constants."""


@dataclass(frozen=True)
class Schedule:
    """How to learn."""

    steps: int
    rate: float
    """The highest learning rate; it rises over the first tenth and falls to nothing."""
    dropout: float = 0.0
    """Share of the first layer's values left out of a step; the second layer loses half of it."""
    jitter: float = 0.0
    """Noise added to the inputs, in their standard deviations."""


def fit(
    weights: Mapping[str, Floats],
    batches: Callable[[], Batch],
    schedule: Schedule,
    rng: np.random.Generator,
) -> dict[str, Floats]:
    """Return weights that tell the examples apart better.

    Args:
        weights: where to begin; not changed.
        batches: gives the examples of a step.
        schedule: how to learn.
        rng: all chance comes from here.
    """
    now = {name: value.copy() for name, value in weights.items()}
    first = {name: np.zeros_like(now[name]) for name in LEARNT}
    second = {name: np.zeros_like(now[name]) for name in LEARNT}
    for step in range(1, schedule.steps + 1):
        inputs, truth = batches()
        slopes = gradients(now, inputs, truth, schedule, rng)
        rate = _rate(step, schedule)
        for name in LEARNT:
            first[name] += (1 - FIRST_DECAY) * (slopes[name] - first[name])
            second[name] += (1 - SECOND_DECAY) * (slopes[name] ** 2 - second[name])
            mean = first[name] / (1 - FIRST_DECAY**step)
            size = np.sqrt(second[name] / (1 - SECOND_DECAY**step)) + TINY
            now[name] -= rate * mean / size
    return now


def gradients(
    w: Mapping[str, Floats],
    inputs: Floats,
    truth: Indices,
    schedule: Schedule,
    rng: np.random.Generator,
) -> dict[str, Floats]:
    """Return the slopes of the mean cross-entropy by each learnt weight."""
    rows = len(inputs)
    x = (inputs - w["mean"]) / w["scale"]
    if schedule.jitter:
        x = x + rng.standard_normal(x.shape, dtype=np.float32) * np.float32(schedule.jitter)
    before = x @ w["w1"] + w["b1"]
    centred = before - before.mean(1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(1, keepdims=True) + NORM_FLOOR)
    unit = centred / deviation
    scaled = unit * w["gain"] + w["shift"]
    mask1 = (scaled > 0) * _kept(scaled.shape, schedule.dropout, rng)
    h1 = scaled * mask1
    raw2 = h1 @ w["w2"] + w["b2"]
    mask2 = (raw2 > 0) * _kept(raw2.shape, schedule.dropout / 2, rng)
    h2 = raw2 * mask2
    out = h2 @ w["w3"] + w["b3"]
    d_out = np.exp(out - out.max(1, keepdims=True))
    d_out /= d_out.sum(1, keepdims=True)
    d_out[np.arange(rows), truth] -= 1
    d_out /= rows
    d2 = d_out @ w["w3"].T * mask2
    d1 = d2 @ w["w2"].T * mask1
    d_unit = d1 * w["gain"]
    d_before = (
        d_unit - d_unit.mean(1, keepdims=True) - unit * (d_unit * unit).mean(1, keepdims=True)
    ) / deviation
    return {
        "w1": x.T @ d_before,
        "b1": d_before.sum(0),
        "gain": (d1 * unit).sum(0),
        "shift": d1.sum(0),
        "w2": h1.T @ d2,
        "b2": d2.sum(0),
        "w3": h2.T @ d_out,
        "b3": d_out.sum(0),
    }


def _kept(shape: tuple[int, ...], left_out: float, rng: np.random.Generator) -> Floats:
    if not left_out:
        return np.ones(shape, np.float32)
    kept = rng.random(shape, dtype=np.float32) >= left_out
    return np.asarray(kept / np.float32(1 - left_out), np.float32)


def _rate(step: int, schedule: Schedule) -> np.float32:
    rise = max(1, schedule.steps // 10)
    if step <= rise:
        return np.float32(schedule.rate * step / rise)
    share = (step - rise) / max(1, schedule.steps - rise)
    return np.float32(schedule.rate * 0.5 * (1 + np.cos(np.pi * share)))
