"""All sound of a run, made once from a seed and shared by every process through a file."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from backtalk.app import settings as user_settings
from backtalk.app import wiring
from backtalk.app.settings import Settings
from backtalk.catalogue.library import Library, load_library
from backtalk.core.model.events import STOP_CLASS
from backtalk.language import phrasebook, vocabulary
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import Pcm
from hearing_bench import clips, noises, rooms, synthetic
from hearing_bench.clips import Clip
from hearing_bench.rooms import Samples

ROOMS = 9
LONG_ENOUGH = 28
"""Letters of a sentence that a word can be said over."""


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    voices_per_stop: int
    voices_per_command: int
    clips_per_word: int
    """Of each word of the recordings; of stop words four times as many."""
    talk_minutes: float
    coach_minutes: float
    coach_sentences: int
    """Different ones; the coach begins again after the last."""
    said_twice: int

    def clips_of(self, word: str, vocabulary: Vocabulary) -> int:
        """Return how many clips of a recorded word are heard."""
        return self.clips_per_word * (4 if vocabulary.meanings.get(word) in STOP_CLASS else 1)


FULL = Size(12, 4, 10, 60.0, 20.0, 150, 40)
QUICK = Size(1, 1, 1, 0.5, 0.5, 18, 2)


def with_coach(size: Size, minutes: float) -> Size:
    """Return `size` with so many minutes of the coach's own voice, of the same sentences."""
    return replace(size, coach_minutes=minutes)


@dataclass(frozen=True)
class Material:
    """The sound of one run."""

    stops: tuple[Clip, ...]
    commands: tuple[Clip, ...]
    others: tuple[Clip, ...]
    """Words that mean nothing to Backtalk."""
    talk: tuple[Clip, ...]
    coach: tuple[tuple[str, Pcm], ...]
    """The coach's sentences as text and sound, in the order in which they are said."""
    noises: Mapping[str, Samples]
    rooms: tuple[Samples, ...]


def make(size: Size, folders: list[Path], fold: int | None, seed: int) -> Material:
    """Build the material.

    Raises:
        BacktalkError: a folder of recordings is not laid out as it should be.
    """
    rng = np.random.default_rng(seed)
    words = vocabulary.load()
    spoken: list[Clip] = []
    talk: list[Clip] = []
    for folder in folders:
        spoken += clips.words(folder, fold, lambda word: size.clips_of(word, words), rng)
        talk += clips.talk(folder, fold, size.talk_minutes)
    spoken += synthetic.phrases(words, fold, size.voices_per_stop, size.voices_per_command, rng)
    talk = talk or synthetic.talk(fold, size.talk_minutes, rng)
    meaning = {clip.name: words.meanings.get(clip.text) for clip in spoken}
    return Material(
        tuple(clip for clip in spoken if meaning[clip.name] in STOP_CLASS),
        tuple(c for c in spoken if meaning[c.name] and meaning[c.name] not in STOP_CLASS),
        tuple(clip for clip in spoken if meaning[clip.name] is None),
        tuple(talk),
        _coach(rng, size),
        noises.bank(talk, rng),
        tuple(rooms.responses(ROOMS, rng)),
    )


def keep(material: Material, file: Path) -> None:
    """Write it for the processes of this run; nothing else reads the file."""
    with file.open("wb") as out:
        pickle.dump(material, out)


@lru_cache(maxsize=1)
def load(file: Path) -> Material:
    """Return what this run kept, read once a process."""
    with file.open("rb") as source:
        found: Material = pickle.load(source)  # noqa: S301  written by this very run
    return found


def _coach(rng: np.random.Generator, size: Size) -> tuple[tuple[str, Pcm], ...]:
    """Return sentences of the coach in the voice it has by default."""
    settings, paths = Settings(), user_settings.user_paths()
    texts = _sentences(load_library(paths.own_catalogue), settings.language)
    chosen = [texts[i] for i in rng.permutation(len(texts))[: size.coach_sentences]]
    with wiring.open_voice(settings.voice, paths) as rendered:
        speech = wiring.speech_of(settings, rendered)
        return tuple((text, speech.pcm(text)) for text in chosen)


def _sentences(library: Library, language: str) -> list[str]:
    book = phrasebook.load(language)
    phrases = [book.forms(name)[0] for name in book.templates if not book.gaps(name)]
    exercises = [
        text
        for exercise in library.exercises.values()
        for text in (*exercise.words.setup, *exercise.words.do)
    ]
    return sorted(dict.fromkeys(exercises + phrases))
