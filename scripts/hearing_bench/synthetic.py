"""Clips of synthetic speakers: the stop class, the commands, talk where no recordings are given.

espeak-ng speaks everywhere; flite and festival where they are installed. Voices have folds as in
training, rates of 115 to 195 words a minute, and pitches of their own.
"""

from __future__ import annotations

import numpy as np
from training import texts
from training.voices import Voice, all_voices, pick, say_all

from backtalk.core.model.events import STOP_CLASS
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import Pcm
from hearing_bench.clips import Clip

SLOWEST_WPM, FASTEST_WPM = 115, 195


def phrases(
    vocabulary: Vocabulary,
    fold: int | None,
    per_stop: int,
    per_command: int,
    rng: np.random.Generator,
) -> list[Clip]:
    """Return every phrase of the stop class and every command, each by so many voices."""
    wanted = [
        (phrase, per_stop if command in STOP_CLASS else per_command)
        for phrase, command in vocabulary.meanings.items()
    ]
    return _spoken([text for text, count in wanted for _ in range(count)], fold, rng)


def talk(fold: int | None, minutes: float, rng: np.random.Generator) -> list[Clip]:
    """Return sentences of everyday talk without a word of the stop class, about so many minutes."""
    sentence_s = 2.2
    sentences = [text for text in texts.SENTENCES if not texts.OF_THE_CLASS.search(text)]
    chosen = rng.choice(sentences, max(8, round(minutes * 60 / sentence_s)))
    return _spoken([str(text) for text in chosen], fold, rng)


def _spoken(said: list[str], fold: int | None, rng: np.random.Generator) -> list[Clip]:
    own = [voice for voice in all_voices() if fold is None or voice.fold == fold]
    jobs: list[tuple[Voice, str]] = [(pick(own, rng), text) for text in said]
    sounds = say_all(jobs, rng, SLOWEST_WPM, FASTEST_WPM)
    return [
        Clip(
            f"{voice.engine}/{voice.name}/{text}/{number}",
            text,
            f"{voice.engine}:{voice.name}",
            voice.engine,
            _as_pcm(sound),
        )
        for number, ((voice, text), sound) in enumerate(zip(jobs, sounds, strict=True))
    ]


def _as_pcm(sound: np.ndarray) -> Pcm:
    return np.asarray(np.clip(np.rint(sound * 32767), -32768, 32767), np.int16)
