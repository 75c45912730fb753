"""The figures of a head, as text."""

from __future__ import annotations

import numpy as np

from backtalk.hearing.spotter.classifier_head import BACKGROUND, CONTEXT, KINDS
from backtalk.ports import RATE_HZ
from training.figures import (
    CONDITIONS,
    LEAD_FRAMES,
    STEP_FRAMES,
    SYNTHETIC,
    WINDOW_FRAMES,
    Assessment,
    peaks,
)
from training.texts import TEST_STOPS
from training.thresholds import count_false


def table(assessed: list[Assessment], thresholds: dict[str, float]) -> str:
    """Return recall by word, false triggers by source, and how soon, all unheard in training."""
    limits = np.array([thresholds[word] for word in KINDS], np.float32)
    lines = ["thresholds " + " ".join(f"{w} {t:.2f}" for w, t in thresholds.items())]
    lines.append(f"{'caught':24}" + "".join(f"{c:>12}" for c in CONDITIONS))
    caught = {
        (j.scene.source, j.scene.condition, i): bool((peaks(j) >= limits).any())
        for i, j in enumerate(assessed)
        if j.scene.label in KINDS
    }
    rows: dict[str, dict[str, list[bool]]] = {}
    for (source, condition, i), hit in caught.items():
        text = assessed[i].scene.text.rstrip("!.").lower()
        if source == "human":
            names = ["human " + text]
        else:
            names = [text, f"all {source}", "all synthetic"] if text in TEST_STOPS else []
        for name in names:
            rows.setdefault(name, {}).setdefault(condition, []).append(hit)
    for name, by_condition in sorted(rows.items()):
        cells = "".join(f"{_percent(by_condition[c]):>12}" for c in CONDITIONS)
        lines.append(f"{name:24}{cells}")
    lines.append(f"{'false triggers':24}" + "".join(f"{c:>12}" for c in CONDITIONS))
    for name, some in _negatives(assessed).items():
        cells = ""
        for condition in CONDITIONS:
            count, hours = count_false(
                [j for j in some if j.scene.condition == condition], thresholds
            )
            cells += f"{f'{count} in {hours:.2f}h':>12}"
        lines.append(f"{name:24}{cells}  {len(some) // len(CONDITIONS)} clips")
    lines.append(_delays(assessed, limits))
    return "\n".join(lines)


def _negatives(assessed: list[Assessment]) -> dict[str, list[Assessment]]:
    others = [j for j in assessed if j.scene.label not in KINDS]
    return {
        "people's talk": [j for j in others if j.scene.source == "talk"],
        "people's other words": [j for j in others if j.scene.source == "human"],
        "noise": [j for j in others if j.scene.source == "noise"],
        "coach": [j for j in others if j.scene.source == "coach"],
        "synthetic commands": [
            j for j in others if j.scene.label != BACKGROUND and j.scene.source != "human"
        ],
        "synthetic near words": [
            j for j in others
            if j.scene.label == BACKGROUND and j.scene.source in SYNTHETIC
        ],
    }  # fmt: skip


def _delays(assessed: list[Assessment], limits: np.ndarray) -> str:
    found = []
    for j in assessed:
        if j.scene.label in KINDS and j.scene.condition == "clean":
            hits = np.flatnonzero((j.scores >= limits).any(1))
            if len(hits):
                known = (hits[0] + CONTEXT - 1) * STEP_FRAMES + WINDOW_FRAMES
                end = LEAD_FRAMES - STEP_FRAMES / 2 + j.scene.speech_s * RATE_HZ
                found.append((known - end) / RATE_HZ * 1000)
    if not found:
        return "no word of the stop class was seen"
    low, middle, high = np.percentile(found, [10, 50, 90])
    return f"seen after the word's end, ms: 10 % {low:.0f}, median {middle:.0f}, 90 % {high:.0f}"


def _percent(hits: list[bool]) -> str:
    return f"{100 * float(np.mean(hits)):.1f} ({len(hits)})"
