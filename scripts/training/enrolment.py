"""What three clips of a person's own 'stop' are worth, on speakers never trained on."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

import numpy as np

from backtalk.hearing.spotter.classifier_head import KINDS
from backtalk.hearing.spotter.enrolment.adaptation import adapt
from backtalk.hearing.spotter.networks import Networks
from training.corpus import Clip
from training.figures import Scene, assess, peaks
from training.thresholds import count_false

OWN_CLIPS = 3
LEAST_CLIPS = 4
MEASURED = 6
"""People whose adapted heads are tried on everybody else's talk: it takes long."""

NEGATIVES = ("talk", "coach")


def table(networks: Networks, clips: list[Clip], scenes: list[Scene]) -> str:
    """Return one line: caught before and after, false triggers before and after."""
    by_speaker = defaultdict(list)
    for clip in clips:
        if clip.source == "human" and clip.label == "stop":
            by_speaker[clip.speaker].append(clip)
    # Scenes keep the order of the clips, so that a speaker's are found again by their text.
    human = [s for s in scenes if s.source == "human" and s.label == "stop"]
    order = [clip for clip in clips if clip.source == "human" and clip.label == "stop"]
    per_clip = len(human) // len(order)
    others = [s for s in scenes if s.source in NEGATIVES]
    counts = {"before": np.zeros(2, int), "after": np.zeros(2, int)}
    false: dict[str, list[float]] = {"before": [], "after": []}
    for own in by_speaker.values():
        if len(own) < LEAST_CLIPS:
            continue
        pcm = [np.round(c.sound * 32767).astype(np.int16) for c in own[:OWN_CLIPS]]
        asked = [
            scene
            for clip in own[OWN_CLIPS:]
            for scene in human[_at(order, clip) * per_clip :][:per_clip]
            if scene.condition == "clean"
        ]
        learnt = adapt(networks.head, {"stop": pcm}, embedding=networks.embedding)
        for name, head in (("before", networks.head), ("after", learnt)):
            used = dataclasses.replace(networks, head=head)
            limits = np.array([head.thresholds[word] for word in KINDS], np.float32)
            hits = [bool((peaks(j) >= limits).any()) for j in assess(used, asked)]
            counts[name] += [sum(hits), len(hits)]
            if len(false[name]) < MEASURED:
                number, hours = count_false(assess(used, others), head.thresholds)
                false[name].append(number / hours)
    return "; ".join(
        f"{name}: {n} of {total} caught, {np.mean(false[name]):.2f} false an hour"
        for name, (n, total) in counts.items()
    )


def _at(order: list[Clip], clip: Clip) -> int:
    return next(i for i, other in enumerate(order) if other is clip)
