"""Thresholds for the stop classes, from scenes that no network was trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backtalk.hearing.spotter.classifier_head import KINDS
from training.espeak import Floats
from training.figures import Assessment, peaks, triggers

LOWEST = -6.0
"""No threshold is looked for below this score."""

REST_ROWS = 12
"""Peaks nearer than this belong to one trigger."""

MARGIN = 0.2
"""How far, in logits, a threshold stays above the highest peak that must not pass it."""

MOST_FALSE, MOST_OWN = 6, 14
"""False triggers that any one class may have in talk, and of the coach's own voice."""

WEIGHTS = {"stop": 6.0}
"""What a word caught is worth; 1 where nothing is said. 'stop' is what people said."""

COACH_PER_HOUR = 20.0
"""False triggers of the coach's own voice in an hour of it, heard as loud as the person's: in the
running program the echo is taken out, and there is a guard for what the coach is saying."""


@dataclass(frozen=True)
class _Option:
    """A threshold of one class, and what it is worth and costs."""

    threshold: float
    worth: float
    false: int
    """False triggers in talk."""
    own: int
    """False triggers of the coach's voice."""


@dataclass(frozen=True)
class _Way:
    """Options of the classes so far."""

    worth: float = 0.0
    thresholds: tuple[float, ...] = ()


def choose(assessed: list[Assessment], false_per_hour: float) -> dict[str, float]:
    """Return the thresholds that catch most at no more than so many false triggers an hour.

    What counts is people's talk, under all noise conditions together; the coach's own voice has
    a limit of its own. Of all ways to share the false triggers out among the classes, the best.
    """
    most_false = int(_hours(assessed, "talk") * false_per_hour)
    most_own = int(_hours(assessed, "coach") * COACH_PER_HOUR)
    ways = {(0, 0): _Way()}
    for at, word in enumerate(KINDS):
        further: dict[tuple[int, int], _Way] = {}
        for option in _options(assessed, word, at):
            for (false, own), way in ways.items():
                spent = false + option.false, own + option.own
                found = _Way(way.worth + option.worth, (*way.thresholds, option.threshold))
                fits = spent[0] <= most_false and spent[1] <= most_own
                if fits and found.worth > further.get(spent, _Way(-1.0)).worth:
                    further[spent] = found
        ways = further
    best = max(ways.values(), key=lambda way: way.worth)
    return dict(zip(KINDS, best.thresholds, strict=True))


def _options(assessed: list[Assessment], word: str, at: int) -> list[_Option]:
    """Return the thresholds just above each of the highest peaks that should not pass."""
    talk, coach = _peaks_of(assessed, "talk", at), _peaks_of(assessed, "coach", at)
    said = _balanced(assessed, word, at)
    highest = sorted([LOWEST, *talk[: MOST_FALSE + 1], *coach[: MOST_OWN + 1]])
    return [
        _Option(
            round(float(peak) + MARGIN, 2),
            WEIGHTS.get(word, 1.0) * float(np.mean([np.mean(s > peak + MARGIN) for s in said])),
            int((talk > peak).sum()),
            int((coach > peak).sum()),
        )
        for peak in highest
    ]


def _balanced(assessed: list[Assessment], word: str, at: int) -> list[Floats]:
    """Return the word's peaks as people and as synthetic voices said it: each counts the same."""
    parts: dict[bool, list[float]] = {}
    for j in assessed:
        if j.scene.label == word:
            parts.setdefault(j.scene.source == "human", []).append(float(peaks(j)[at]))
    return [np.array(part, np.float32) for part in parts.values()]


def near_miss_margin(
    assessed: list[Assessment], thresholds: dict[str, float], per_hour: float
) -> float:
    """Return how far below the thresholds talk comes so often, whatever the class."""
    talk = [j for j in assessed if j.scene.source == "talk"]
    for less in np.arange(0, 6, 0.1):
        count, hours = count_false(talk, {word: at - less for word, at in thresholds.items()})
        if count / hours > per_hour:
            return round(float(max(less - 0.1, 0)), 2)
    return 6.0


def _hours(assessed: list[Assessment], source: str) -> float:
    return sum(j.scene.seconds for j in assessed if j.scene.source == source) / 3600


def _peaks_of(assessed: list[Assessment], source: str, at: int) -> Floats:
    """Return every peak of one class in such sound, a second apart, highest first."""
    found = []
    for scores in [j.scores for j in assessed if j.scene.source == source]:
        rows = scores[:, at].copy()
        while len(rows) and rows.max() > LOWEST:
            peak = int(rows.argmax())
            found.append(float(rows[peak]))
            rows[max(0, peak - REST_ROWS) : peak + REST_ROWS + 1] = LOWEST
    return np.sort(np.array(found, np.float32))[::-1]


def count_false(assessed: list[Assessment], thresholds: Mapping[str, float]) -> tuple[int, float]:
    """Return how many triggers, in how many hours."""
    limits = np.array([thresholds[word] for word in KINDS], np.float32)
    count = sum(len(triggers(j, limits)) for j in assessed)
    return count, sum(j.scene.seconds for j in assessed) / 3600
