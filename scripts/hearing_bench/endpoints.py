"""Endpointing: is there an utterance where the word is, before anybody asks which word it was?

Backtalk's segmenter against the endpointer of pocketsphinx at its defaults. Found means: an
utterance begins at most 0.7 s before the word and at most 0.1 s into it, and ends no earlier than
0.1 s before the word's end and within 1 s after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pocketsphinx

from backtalk.hearing.sphinx.segmenter import Part, Segmenter
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from hearing_bench import material
from hearing_bench.scenes import Scene, scene
from hearing_bench.trials import Trial

EARLIEST_S, LATEST_S = -0.7, 0.1
EARLIEST_END_S, LATEST_END_S = -0.1, 1.0

Spans = list[tuple[float, float]]


@dataclass(frozen=True)
class Endpointed:
    """Whether the word of a trial was found."""

    condition: str
    is_human: bool
    ours: bool
    theirs: bool


def assess(trials: Iterable[Trial], file: Path, seed: int) -> list[Endpointed]:
    """Endpoint each of `trials` both ways."""
    sound = material.load(file)
    found = []
    for trial in trials:
        heard = scene(trial.clip, trial.condition, sound.noises, sound.rooms, seed)
        found.append(
            Endpointed(
                trial.condition.name,
                trial.clip.is_human,
                _finds(_segmenter(heard.sound), heard),
                _finds(_endpointer(heard.sound), heard),
            )
        )
    return found


def _finds(spans: Spans, heard: Scene) -> bool:
    return any(
        EARLIEST_S <= start_s - heard.word_start_s <= LATEST_S
        and EARLIEST_END_S <= end_s - heard.word_end_s <= LATEST_END_S
        for start_s, end_s in spans
    )


def _segmenter(sound: Pcm) -> Spans:
    segmenter = Segmenter()
    spans: Spans = []
    began_s: float | None = None
    for start in range(0, len(sound) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        piece = segmenter.process(sound[start : start + BLOCK_FRAMES])
        now_s = (start + BLOCK_FRAMES) / RATE_HZ
        if piece.part is Part.BEGINNING:
            if began_s is not None:
                spans.append((began_s, now_s))
            began_s = now_s - len(piece.sound) / RATE_HZ
        elif piece.part is Part.END and began_s is not None:
            spans.append((began_s, now_s))
            began_s = None
    return [*spans, (began_s, len(sound) / RATE_HZ)] if began_s is not None else spans


def _endpointer(sound: Pcm) -> Spans:
    endpointer = pocketsphinx.Endpointer(sample_rate=RATE_HZ)
    data, size = sound.tobytes(), endpointer.frame_bytes
    spans: Spans = []
    speaking = False
    for start in range(0, len(data) - size + 1, size):
        endpointer.process(data[start : start + size])
        if speaking and not endpointer.in_speech:
            spans.append((endpointer.speech_start, endpointer.speech_end))
        speaking = endpointer.in_speech
    return [*spans, (endpointer.speech_start, len(sound) / RATE_HZ)] if speaking else spans
