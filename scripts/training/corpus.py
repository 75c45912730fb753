"""Clean clips with their classes and folds: the synthetic voices' and people's.

Synthetic clips are kept in a folder and made once.
"""

from __future__ import annotations

import csv
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from backtalk.hearing.spotter.classifier_head import BACKGROUND
from backtalk.hearing.spotter.enrolment.augmentation import trimmed
from backtalk.ports import RATE_HZ
from training import texts
from training.espeak import Floats
from training.voices import FOLDS, Voice, all_voices, pick, say_all

LANGUAGE = Path(__file__).parents[2] / "src/backtalk/language/en"
CATALOGUE = Path(__file__).parents[2] / "src/backtalk/catalogue"

COACH = ("", "", "", "m3", "f2", "m7", "f4", "Annie", "klatt2")
"""Voices the coach may speak with; the plain one most of all."""


@dataclass(frozen=True)
class Clip:
    """A piece of speech."""

    sound: Floats
    """At 16 kHz, on a scale of 1, trimmed."""
    label: str
    """A class of the head, or the background."""
    text: str
    speaker: str
    source: str
    """'espeak', 'flite', 'festival', 'coach', 'human', or 'talk': people's sentences."""
    fold: int


def fold_of(name: str) -> int:
    """Return the fold of a speaker or a sentence, always the same."""
    return zlib.crc32(name.encode()) % FOLDS


def command_classes() -> list[str]:
    """Return the classes beside the stop class and the background."""
    return [*texts.commands(LANGUAGE), "up", "down", "left", "right", "go", "on", "off"]


def people(folder: Path) -> list[Clip]:
    """Return people's clips of a folder laid out as words/WORD/SPEAKER_N.flac and speech/."""
    classes = command_classes()
    clips = []
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            word, speaker = row["word"], row["speaker"]
            sound, rate_hz = soundfile.read(folder / row["path"], dtype="float32")
            if rate_hz != RATE_HZ:
                raise ValueError(f"{row['path']} is not at 16 kHz")
            if row["path"].startswith("speech/"):
                label, source = BACKGROUND, "talk"
            else:
                sound, source = trimmed(sound), "human"
                label = word if word in classes or word in texts.STOPS else BACKGROUND
            clips.append(Clip(sound, label, word, speaker, source, fold_of(speaker)))
    return clips


def synthetic(folder: Path, size: int, fold: int) -> list[Clip]:
    """Return a fold's clips of synthetic voices: `size` for each class of the stop class."""
    file = folder / f"clips-{size}-{fold}.npz"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        clips = _spoken(size, fold, np.random.default_rng([size, fold]))
        _store(clips, file)
    return _restore(file)


def _spoken(size: int, fold: int, rng: np.random.Generator) -> list[Clip]:
    own = [voice for voice in all_voices() if voice.fold == fold]
    coach = texts.coach(LANGUAGE, CATALOGUE, rng)
    wanted = [(kind, texts.draw_stop(kind, rng)) for kind in texts.STOPS for _ in range(size)]
    wanted += [(word, word) for word in command_classes() for _ in range(size // 10)]
    others = [*texts.NEAR * 3, *texts.WORDS, *texts.decoys(LANGUAGE), *texts.SENTENCES * 2]
    wanted += [(BACKGROUND, str(text)) for text in rng.choice(others, size * 5)]
    wanted += [(BACKGROUND, texts.strung(rng)) for _ in range(size)]
    wanted += [(BACKGROUND, str(text)) for text in rng.choice(coach, size // 2)]
    clips = _say([(pick(own, rng), label, text) for label, text in wanted], fold, rng)
    lines = [text for text in coach if fold_of(text) == fold]
    by_coach = [
        (Voice("espeak", str(rng.choice(COACH)), fold), BACKGROUND, text)
        for text in lines
        for _ in range(max(1, size // 150))
    ]
    return clips + _say(by_coach, fold, rng, coach=True)


def _say(
    wanted: list[tuple[Voice, str, str]],
    fold: int,
    rng: np.random.Generator,
    *,
    coach: bool = False,
) -> list[Clip]:
    jobs = [(voice, text) for voice, _, text in wanted]
    sounds = say_all(jobs, rng, 130, 175) if coach else say_all(jobs, rng)
    return [
        Clip(
            trimmed(sound, 0.02, 160),
            label,
            text,
            f"{voice.engine}:{voice.name}",
            "coach" if coach else voice.engine,
            fold,
        )
        for (voice, label, text), sound in zip(wanted, sounds, strict=True)
        if len(sound) > RATE_HZ // 10
    ]


def _store(clips: list[Clip], file: Path) -> None:
    facts = [[c.label, c.text, c.speaker, c.source, str(c.fold)] for c in clips]
    sound = np.concatenate([c.sound for c in clips])
    part = file.with_suffix(".part.npz")
    np.savez(
        part,
        sound=np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16),
        lengths=np.array([len(c.sound) for c in clips]),
        facts=np.array(facts),
    )
    part.rename(file)


def _restore(file: Path) -> list[Clip]:
    with np.load(file) as stored:
        ends = np.cumsum(stored["lengths"])
        sounds = np.split(stored["sound"], ends[:-1])
        facts = stored["facts"]
    return [
        Clip(sound.astype(np.float32) / 32768, label, text, speaker, source, int(fold))
        for sound, (label, text, speaker, source, fold) in zip(sounds, facts.tolist(), strict=True)
    ]
