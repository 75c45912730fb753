"""Hours of other people's talk: how often it passes for a stop or for a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backtalk.app.transcription.room_tone import room_tone
from backtalk.core.session.situations import Situation
from backtalk.ports import RATE_HZ, Pcm
from backtalk.speaking.rendering import level
from hearing_bench import material
from hearing_bench.contestants import Contestant, hearing

PAUSE_S = 0.6
"""Between two recordings."""

ONE_EVENT_S = 2.0
"""Stops nearer together are one: the first one has silenced the coach and asked."""


@dataclass(frozen=True)
class Talked:
    """What was made of a stretch of talk."""

    seconds: float
    stops: int
    asked: int
    """'Did that hurt?', without a stop near it."""
    commands: int
    texts: tuple[str, ...]
    """What was heard in the false stops, and by which detector."""


def listen(contestant: Contestant, numbers: Sequence[int], file: Path) -> Talked:
    """Let `contestant` hear the recordings of talk with these numbers as one stream."""
    talk = material.load(file).talk
    pieces: list[Pcm] = []
    for number in numbers:
        sound = level(talk[number].sound)
        pieces += [room_tone(sound, PAUSE_S), sound]
    stream = np.concatenate(pieces)
    perceived = hearing(contestant, Situation.FLOW).perceive(stream)
    stops = [result for result in perceived if result.stop]
    asked = [result for result in perceived if result.near_miss and not result.stop]
    stops_s = _apart([result.at_s for result in stops])
    asked_s = _apart([result.at_s for result in asked])
    return Talked(
        len(stream) / RATE_HZ,
        len(stops_s),
        sum(all(abs(at_s - stop_s) > ONE_EVENT_S for stop_s in stops_s) for at_s in asked_s),
        sum(r.command is not None and not r.stop and not r.near_miss for r in perceived),
        tuple(f"{result.text} ({result.source})" for result in stops),
    )


def _apart(times_s: list[float]) -> list[float]:
    kept: list[float] = []
    for at_s in times_s:
        if not kept or at_s - kept[-1] > ONE_EVENT_S:
            kept.append(at_s)
    return kept
