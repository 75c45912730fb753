"""What networks do on scenes of a fold they were not trained on: misses and false triggers.

The rows of both spectra are kept: they do not depend on the networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backtalk.hearing.spotter.classifier_head import (
    BACKGROUND,
    CONTEXT,
    KINDS,
    blended,
    logits,
    scores,
    windows,
)
from backtalk.hearing.spotter.embedding import (
    CHUNK_MELS,
    SKIPPED_MELS,
    STEP_FRAMES,
    WINDOW_CHUNKS,
    WINDOW_FRAMES,
    WINDOW_MELS,
    SpeechEmbedding,
)
from backtalk.hearing.spotter.enrolment import augmentation
from backtalk.hearing.spotter.networks import Networks
from backtalk.hearing.spotter.wideband import STRIDE_ROWS, WINDOW_ROWS, rows_of
from backtalk.ports import RATE_HZ
from training.corpus import Clip
from training.espeak import Floats
from training.quick_mels import QuickMels
from training.texts import TEST_STOPS

CONDITIONS: dict[str, float | None] = {"clean": None, "20 dB": 20.0, "10 dB": 10.0}
"""Signal to noise; the noise is white, pink, hum, knocks, tunes or babble."""

LEVEL_DB = -28.0
LEAD_FRAMES, TAIL_FRAMES = 18_000, 12_800
SYNTHETIC_STOPS, COMMANDS, COACH_LINES, OTHER_WORDS, NOISES = 260, 120, 60, 120, 60
"""Clips a fold; of people's words of the stop class and talk all are taken."""

FIRST_ROW = (WINDOW_CHUNKS + CONTEXT - 1) * CHUNK_MELS - WINDOW_ROWS
"""Of the rows of a scene: those before it end before the window of the head's first row."""

STEPS_PER_RUN = 16
"""Embeddings computed together."""

PEOPLES_WORDS = 150
NOISE_S = 8.0

SYNTHETIC = ("espeak", "flite", "festival", "rhvoice", "pico")

ANSWER_S = 0.7
"""A word counts as caught when it is seen before this long after its end."""


@dataclass(frozen=True)
class Scene:
    """A heard clip."""

    mels: Floats
    """Rows for the embedding."""
    rows: Floats
    """For the wideband network, those under the first row of the head's inputs at first."""
    label: str
    text: str
    source: str
    condition: str
    speech_s: float
    """Seconds of the clip itself, without lead and tail."""

    @property
    def seconds(self) -> float:
        """Seconds of sound."""
        return self.speech_s + (LEAD_FRAMES + TAIL_FRAMES) / RATE_HZ


def scenes(file: Path, clips: list[Clip], fold: int) -> list[Scene]:
    """Return the scenes of a fold, from the file if they were made before."""
    if not file.exists():
        made = _make([clip for clip in clips if clip.fold == fold], fold)
        facts = [[s.label, s.text, s.source, s.condition, str(s.speech_s)] for s in made]
        part = file.with_suffix(".part.npz")
        np.savez(
            part,
            mels=np.concatenate([s.mels for s in made]).astype(np.float16),
            rows=np.concatenate([s.rows for s in made]).astype(np.float16),
            mel_counts=np.array([len(s.mels) for s in made]),
            row_counts=np.array([len(s.rows) for s in made]),
            facts=np.array(facts),
        )
        part.rename(file)
    with np.load(file) as stored:
        mels = np.split(stored["mels"], np.cumsum(stored["mel_counts"])[:-1])
        rows = np.split(stored["rows"], np.cumsum(stored["row_counts"])[:-1])
        facts = stored["facts"].tolist()
    return [
        Scene(part.astype(np.float32), own.astype(np.float32), *fact[:4], float(fact[4]))
        for part, own, fact in zip(mels, rows, facts, strict=True)
    ]


def _make(clips: list[Clip], fold: int) -> list[Scene]:
    rng = np.random.default_rng([77, fold])
    talk = np.concatenate([augmentation.normed(c.sound) for c in clips if c.source == "talk"])
    synthetic = [c for c in clips if c.source in SYNTHETIC]
    chosen = [c for c in clips if c.source == "talk" or (c.source == "human" and c.label in KINDS)]
    for some, count in (
        ([c for c in synthetic if c.text.rstrip("!.").lower() in TEST_STOPS], SYNTHETIC_STOPS),
        ([c for c in synthetic if c.label != BACKGROUND and c.label not in KINDS], COMMANDS),
        ([c for c in synthetic if c.label == BACKGROUND], OTHER_WORDS),
        ([c for c in clips if c.source == "coach"], COACH_LINES),
        ([c for c in clips if c.source == "human" and c.label not in KINDS], PEOPLES_WORDS),
    ):
        chosen += [some[i] for i in rng.permutation(len(some))[:count]]
    embedding = QuickMels()
    made = [_noise(embedding, rng) for _ in range(NOISES)]
    for clip in chosen:
        sound = np.concatenate(
            [
                np.zeros(LEAD_FRAMES, np.float32),
                augmentation.normed(clip.sound),
                np.zeros(TAIL_FRAMES, np.float32),
            ]
        )
        for condition, ratio_db in CONDITIONS.items():
            heard = sound[rng.integers(STEP_FRAMES) :]
            if ratio_db is not None:
                noise = augmentation.noise(len(heard), rng, talk)
                heard = heard + noise * np.float32(10 ** (-ratio_db / 20))
            pcm = augmentation.at_level(heard, LEVEL_DB + rng.uniform(-8, 8), rng)
            facts = clip.label, clip.text, clip.source, condition
            made.append(_scene(embedding, pcm, facts, len(clip.sound) / RATE_HZ))
    return made


def _noise(embedding: QuickMels, rng: np.random.Generator) -> Scene:
    sound = augmentation.noise(round(NOISE_S * RATE_HZ), rng)
    heard = augmentation.at_level(sound, rng.uniform(-55, -12), rng)
    speech_s = NOISE_S - (LEAD_FRAMES + TAIL_FRAMES) / RATE_HZ
    return _scene(embedding, heard, (BACKGROUND, "", "noise", "clean"), speech_s)


def _scene(
    embedding: QuickMels, heard: Floats, facts: tuple[str, str, str, str], speech_s: float
) -> Scene:
    mels = embedding.mels_of(heard)[SKIPPED_MELS:]
    outputs = (len(mels) - WINDOW_MELS) // CHUNK_MELS + 1 - (CONTEXT - 1)
    count = WINDOW_ROWS + STRIDE_ROWS * (outputs - 1)
    return Scene(mels, rows_of(heard)[FIRST_ROW : FIRST_ROW + count], *facts, speech_s)


@dataclass(frozen=True)
class Assessment:
    """A scene's scores, steadied as the spotter does it."""

    scene: Scene
    scores: Floats
    """Rows by stop classes."""

    def row_at(self, frame: float) -> int:
        """Return the row known at that sample of the scene."""
        return int((frame - WINDOW_FRAMES) // STEP_FRAMES) - CONTEXT + 1


def assess(networks: Networks, given: list[Scene]) -> list[Assessment]:
    """Return the scores of all scenes, by all networks together."""
    head, assessed = networks.head, []
    embedding = SpeechEmbedding(STEPS_PER_RUN, networks.embedding)
    for scene in given:
        support = networks.wideband.log_shares(scene.rows)
        inputs = windows(embedding.along(scene.mels))
        rows = scores(head, blended(logits(head, inputs), support))
        steadied = np.concatenate([rows[:1], (rows[1:] + rows[:-1]) / 2])
        assessed.append(Assessment(scene, steadied))
    return assessed


def peaks(assessed: Assessment) -> Floats:
    """Return the highest score of each stop class from the word's onset to the last answer."""
    end = LEAD_FRAMES + (assessed.scene.speech_s + ANSWER_S) * RATE_HZ
    rows = assessed.scores[max(0, assessed.row_at(LEAD_FRAMES)) : assessed.row_at(end) + 1]
    return np.asarray(rows.max(0), np.float32)


def triggers(assessed: Assessment, thresholds: Floats, rest_rows: int = 13) -> list[int]:
    """Return the class of each trigger in a scene; after one, a second of rest."""
    above = assessed.scores - thresholds
    found, next_row = [], 0
    for row in np.flatnonzero((above >= 0).any(1)):
        if row >= next_row:
            found.append(int(above[row].argmax()))
            next_row = row + rest_rows
    return found
