"""Thresholds for the stop classes, from scenes nobody was trained on."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np

from backtalk.errors import BacktalkError
from backtalk.hearing.head import KINDS
from training.espeak import Floats
from training.figures import Judged, peaks, triggers

GRID = np.arange(-6, 20, 0.1)

MARGIN = 0.2
"""How far, in logits, a threshold stays above the highest peak that must not pass it."""

MOST_FALSE = 6
"""False triggers that any one class may have."""

WEIGHTS = {"stop": 6.0}
"""What a word caught is worth; 1 where nothing is said. 'stop' is what people said."""

COACH_PER_HOUR = 20.0
"""False triggers of the coach's own voice in an hour of it, heard as loud as the person's: in the
running program the echo is taken out, and there is a guard for what the coach is saying."""


def choose(judged: list[Judged], false_per_hour: float) -> dict[str, float]:
    """Return the thresholds that catch most at no more than so many false triggers an hour.

    What counts is people's talk, under all noise conditions together; the coach's own voice has
    a limit of its own. Every way to share the false triggers out among the classes is tried.

    Raises:
        BacktalkError: none keeps the coach's own voice within its limit.
    """
    talk = [j for j in judged if j.scene.source == "talk"]
    coach = [j for j in judged if j.scene.source == "coach"]
    levels, caught, own = [], [], []
    for at, word in enumerate(KINDS):
        levels.append(_peaks_of(talk, at)[: MOST_FALSE + 1] + MARGIN)
        said = _balanced(judged, word, at)
        weight = WEIGHTS.get(word, 1.0)
        caught.append([weight * np.mean([np.mean(s >= t) for s in said]) for t in levels[at]])
        own.append([int((_peaks_of(coach, at) >= t).sum()) for t in levels[at]])
    ways = [
        way
        for way in itertools.product(range(MOST_FALSE + 1), repeat=len(KINDS))
        if sum(way) <= int(_hours(talk) * false_per_hour)
        and sum(own[at][n] for at, n in enumerate(way)) <= _hours(coach) * COACH_PER_HOUR
    ]
    if not ways:
        raise BacktalkError(
            "These networks take the coach's own voice for stop words too often.",
            "Let them learn for more steps, from more clips.",
        )
    best = max(ways, key=lambda way: sum(caught[at][n] for at, n in enumerate(way)))
    return {
        word: round(float(levels[at][n]), 2)
        for at, (word, n) in enumerate(zip(KINDS, best, strict=True))
    }


def _balanced(judged: list[Judged], word: str, at: int) -> list[Floats]:
    """Return the word's peaks as people and as synthetic voices said it: each counts the same."""
    parts: dict[bool, list[float]] = {}
    for j in judged:
        if j.scene.label == word:
            parts.setdefault(j.scene.source == "human", []).append(float(peaks(j)[at]))
    return [np.array(part, np.float32) for part in parts.values()]


def leniency(judged: list[Judged], thresholds: dict[str, float], per_hour: float) -> float:
    """Return how far below the thresholds talk comes so often, whatever the class."""
    talk = [j for j in judged if j.scene.source == "talk"]
    for less in np.arange(0, 6, 0.1):
        count, hours = count_false(talk, {word: at - less for word, at in thresholds.items()})
        if count / hours > per_hour:
            return round(float(max(less - 0.1, 0)), 2)
    return 6.0


def _hours(judged: list[Judged]) -> float:
    return sum(j.scene.seconds for j in judged) / 3600


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


def count_false(judged: list[Judged], thresholds: Mapping[str, float]) -> tuple[int, float]:
    """Return how many triggers, in how many hours."""
    limits = np.array([thresholds[word] for word in KINDS], np.float32)
    count = sum(len(triggers(j, limits)) for j in judged)
    return count, sum(j.scene.seconds for j in judged) / 3600
