"""Thresholds for the stop classes, from scenes nobody was trained on."""

from __future__ import annotations

import numpy as np

from backtalk.hearing.head import KINDS
from training.corpus import BACKGROUND
from training.espeak import Floats
from training.figures import Judged, peaks, triggers

SHARES = {"pain": 0.2, "ouch": 0.2, "hurt": 0.2, "stop": 0.25, "halt": 0.05, "unwell": 0.1}
"""How the false triggers allowed are shared out."""

GRID = np.arange(-6, 20, 0.1)

COACH_MARGIN = 0.5
"""The coach's own voice stays this far below, in logits: it speaks for half of the time."""

MOST_COMMANDS = 0.004
"""Share of other commands that may be taken for one stop class."""


def choose(judged: list[Judged], false_per_hour: float) -> dict[str, float]:
    """Return the lowest thresholds that allow no more than so many false triggers of talk.

    The talk counts under all noise conditions together; each class gets its share. Above the
    highest peaks the tail is taken to fall as it did before them (an exponential), because an
    hour of talk cannot show what happens once in ten.
    """
    talk = [j for j in judged if j.scene.source == "talk"]
    hours = sum(j.scene.seconds for j in talk) / 3600
    coach = np.array([peaks(j) for j in judged if j.scene.source == "coach"])
    commands = np.array(
        [peaks(j) for j in judged if j.scene.label not in KINDS and j.scene.label != BACKGROUND]
    )
    chosen = {}
    for at, word in enumerate(KINDS):
        of_talk = _peaks_of(talk, at)
        chosen[word] = round(float(max(
            _tail(of_talk, hours, false_per_hour * SHARES[word]),
            coach[:, at].max() + COACH_MARGIN,
            np.quantile(commands[:, at], 1 - MOST_COMMANDS),
        )), 2)  # fmt: skip
    return chosen


def _peaks_of(talk: list[Judged], at: int) -> Floats:
    """Return every peak of one class, a second apart, highest first."""
    found = []
    for judged in talk:
        rows = judged.scores[:, at].copy()
        while len(rows) and rows.max() > GRID[0]:
            peak = int(rows.argmax())
            found.append(float(rows[peak]))
            rows[max(0, peak - 12) : peak + 13] = -99
    return np.sort(np.array(found, np.float32))[::-1]


def _tail(found: Floats, hours: float, per_hour: float, fitted: int = 25) -> float:
    """Return the level that peaks pass `per_hour` times an hour."""
    top = found[:fitted]
    base = float(top[-1])
    mean_excess = float((top - base).mean()) + 1e-3
    return base + mean_excess * float(np.log(max(len(top) / hours / per_hour, 1.0)))


def count_false(judged: list[Judged], thresholds: dict[str, float]) -> tuple[int, float]:
    """Return how many triggers, in how many hours."""
    limits = np.array([thresholds[word] for word in KINDS], np.float32)
    count = sum(len(triggers(j, limits)) for j in judged)
    return count, sum(j.scene.seconds for j in judged) / 3600
