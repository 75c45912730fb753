"""Spoken clips and who speaks them: people's recordings, split by speaker.

A speaker belongs to one fold by a hash of the name, the same one that training uses: what is
measured on a fold can be kept apart from what was trained on the others.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from training.corpus import fold_of

from backtalk.app import recordings
from backtalk.errors import BacktalkError
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm

WORD_RANGE_DB = 26.0
"""Blocks less than this below the loudest belong to the word: breath and room lie lower."""


@dataclass(frozen=True)
class Clip:
    """One recording of one phrase, or of talk."""

    name: str
    """Tells it from all others; chance that belongs to the clip is drawn by it."""
    text: str
    """What is said, in lower case; for talk and words that are no phrase, anything."""
    speaker: str
    source: str
    """'human', or the synthesiser: 'espeak', 'flite', 'festival'."""
    sound: Pcm

    @property
    def is_human(self) -> bool:
        """Whether a person says it."""
        return self.source == "human"

    @property
    def word_frames(self) -> tuple[int, int]:
        """First and last frame of the loud part: where the word is, to 20 ms."""
        count = len(self.sound) // BLOCK_FRAMES
        blocks = self.sound[: count * BLOCK_FRAMES].astype(np.float64).reshape(-1, BLOCK_FRAMES)
        power = np.mean(blocks**2, axis=1)
        loud = np.flatnonzero(power >= power.max(initial=0.0) * 10 ** (-WORD_RANGE_DB / 10))
        if not len(loud):
            return 0, len(self.sound)
        return int(loud[0]) * BLOCK_FRAMES, (int(loud[-1]) + 1) * BLOCK_FRAMES


def words(
    folder: Path, fold: int | None, most: Callable[[str], int], rng: np.random.Generator
) -> list[Clip]:
    """Return clips of each word in a folder of recordings, by as many speakers as there are.

    Args:
        folder: laid out as words/WORD/SPEAKER_N.flac, speech/ and manifest.csv.
        fold: only speakers of this fold; None: all.
        most: how many clips of a word; speakers take turns.
        rng: chooses.

    Raises:
        BacktalkError: the folder is not laid out so, or a file is no sound.
    """
    rows = [row for row in _manifest(folder, fold) if row["path"].startswith("words/")]
    by_word: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_word[row["word"]].append(row)
    chosen = [row for word, own in by_word.items() for row in _taking_turns(own, most(word), rng)]
    return [_clip(folder, row, row["word"]) for row in chosen]


def talk(folder: Path, fold: int | None, minutes: float) -> list[Clip]:
    """Return people's talk, at most so many minutes of it, by as many speakers as there are.

    Raises:
        BacktalkError: the folder is not laid out as it should be, or a file is no sound.
    """
    rows = [row for row in _manifest(folder, fold) if row["path"].startswith("speech/")]
    rows.sort(key=lambda row: (row["path"].rsplit("_", 1)[-1].zfill(12), row["path"]))
    clips: list[Clip] = []
    left_s = minutes * 60
    for row in rows:
        if left_s <= 0:
            break
        clips.append(_clip(folder, row, ""))
        left_s -= len(clips[-1].sound) / RATE_HZ
    return clips


def _manifest(folder: Path, fold: int | None) -> list[dict[str, str]]:
    remedy = "Give a folder with words/WORD/SPEAKER_N.flac, speech/ and manifest.csv."
    try:
        with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise BacktalkError(f"The folder {folder} has no readable manifest.csv.", remedy) from error
    if not rows or not {"path", "word", "speaker"} <= rows[0].keys():
        raise BacktalkError(f"{folder / 'manifest.csv'} lacks path, word and speaker.", remedy)
    return [row for row in rows if fold is None or fold_of(row["speaker"]) == fold]


def _taking_turns(
    rows: Iterable[dict[str, str]], count: int, rng: np.random.Generator
) -> list[dict[str, str]]:
    """Return `count` of `rows`: one of each speaker, then a second one of each, and so on."""
    by_speaker: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_speaker[row["speaker"]].append(row)
    speakers = list(by_speaker)
    rng.shuffle(speakers)
    turns = sorted(
        (turn, place, row["path"])
        for place, speaker in enumerate(speakers)
        for turn, row in enumerate(by_speaker[speaker])
    )
    wanted = {path for _, _, path in turns[:count]}
    return [row for row in rows if row["path"] in wanted]


def _clip(folder: Path, row: dict[str, str], text: str) -> Clip:
    sound = recordings.read(folder / row["path"])
    return Clip(str(folder / row["path"]), text, row["speaker"], "human", sound)
