"""Cuts the stream of the microphone into utterances by level, with a noise floor that adapts.

It needs no silence before a word beyond its pre-roll, and it never waits for one: an utterance
that goes on too long is cut, and a voice that rises above steady sound begins one of its own.
It does not judge what it hears: a cough is an utterance too.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from backtalk.hearing.acoustics.levels import level as level_of
from backtalk.hearing.acoustics.room_floor import LEAST_LEVEL, room_floor
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, Pcm

LOUD_PERCENTILE = 90.0
"""The loud part of speech, without its single loudest blocks."""


class Part(Enum):
    """Which part of an utterance a block turned out to be."""

    NONE = auto()
    BEGINNING = auto()
    MIDDLE = auto()
    END = auto()


@dataclass(frozen=True)
class Piece:
    """What a block adds to the utterances."""

    part: Part
    sound: Pcm
    """The sound to hear now: a beginning brings its pre-roll along, NONE brings nothing."""


@dataclass(frozen=True)
class SegmenterSettings:
    """When an utterance begins and ends; levels are root mean squares of int16 samples."""

    onset_ratio: float = 2.5
    """Level over floor (8 dB) that begins an utterance; steady noise varies by 0.4 dB."""
    onset_s: float = 0.04
    """How long the level stays up before it counts as an onset: a click is shorter."""
    quiet_ratio: float = 1.8
    """Level over floor (5 dB) below which a block is quiet."""
    quiet_s: float = 0.25
    """Quiet that ends an utterance; the gap inside 'stop' or 'it hurts' is under 0.15 s."""
    preroll_s: float = 0.3
    """Sound before the onset that belongs to the utterance: soft consonants begin below it."""
    longest_s: float = 4.0
    """An utterance is cut here; what follows begins another."""
    rise_ratio: float = 2.0
    """A level this far (6 dB) over the sound before it is a new voice over a steady one."""
    rise_window_s: float = 1.0
    """The sound before it: how much of the utterance under way a rise is compared with."""


def _blocks(seconds: float) -> int:
    return round(seconds / BLOCK_S)


class Segmenter:
    """Takes blocks of 20 ms in order and says which part of an utterance each one is."""

    def __init__(self, settings: SegmenterSettings | None = None) -> None:
        self._settings = settings or SegmenterSettings()
        self._floor = room_floor()
        self._recent: deque[float] = deque(maxlen=_blocks(self._settings.rise_window_s))
        self._preroll: deque[Pcm] = deque(maxlen=_blocks(self._settings.preroll_s))
        self._speaking = False
        self._length_blocks = 0
        self._loud_blocks = 0
        self._quiet_blocks = 0
        self._rose_from = self._floor.level

    @property
    def noise_level(self) -> float:
        """The noise floor: a root mean square of int16 samples."""
        return self._floor.level

    @property
    def voiced_s(self) -> float:
        """How long the utterance under way, or the last, is from its onset to its last sound."""
        return (self._length_blocks - self._quiet_blocks) * BLOCK_S + self._settings.onset_s

    @property
    def quiet_s(self) -> float:
        """How long it has been quiet at the end of the utterance under way, or of the last."""
        return self._quiet_blocks * BLOCK_S

    def process(self, block: Pcm) -> Piece:
        """Take one block and return what it adds.

        Raises:
            ValueError: the block is not 20 ms long.
        """
        if len(block) != BLOCK_FRAMES:
            msg = f"a block of {len(block)} samples, not {BLOCK_FRAMES}"
            raise ValueError(msg)
        level = level_of(block)
        self._floor.process(level)
        piece = self._go_on(block, level) if self._speaking else self._wait(block, level)
        self._recent.append(level)
        self._preroll.append(block)
        return piece

    def cut(self) -> None:
        """End the utterance under way, if any, without waiting for quiet."""
        self._speaking = False
        self._loud_blocks = 0

    def _wait(self, block: Pcm, level: float) -> Piece:
        floor = self.noise_level
        if not self._is_onset(level, floor * self._settings.onset_ratio):
            return Piece(Part.NONE, block[:0])
        return self._begin(block, rose_from=floor)

    def _begin(self, block: Pcm, *, rose_from: float) -> Piece:
        self._speaking = True
        self._length_blocks = 0
        self._loud_blocks = 0
        self._quiet_blocks = 0
        self._rose_from = rose_from
        return Piece(Part.BEGINNING, np.concatenate([*self._preroll, block]))

    def _go_on(self, block: Pcm, level: float) -> Piece:
        self._length_blocks += 1
        before = self._level_before()
        if self._is_onset(level, before * self._settings.rise_ratio):
            return self._begin(block, rose_from=before)
        self._rose_from = max(self._rose_from, self.noise_level)
        quiet = level < self._rose_from * self._settings.quiet_ratio
        self._quiet_blocks = self._quiet_blocks + 1 if quiet else 0
        if self._quiet_blocks >= _blocks(self._settings.quiet_s):
            self.cut()
            self._forget_all_but_quiet()
            return Piece(Part.END, block)
        if self._length_blocks >= _blocks(self._settings.longest_s):
            self.cut()
            return Piece(Part.END, block)
        return Piece(Part.MIDDLE, block)

    def _is_onset(self, level: float, threshold: float) -> bool:
        self._loud_blocks = self._loud_blocks + 1 if level > threshold else 0
        return self._loud_blocks >= _blocks(self._settings.onset_s)

    def _level_before(self) -> float:
        """Return the level a new voice must rise above: infinity while too little was heard."""
        if self._length_blocks < _blocks(self._settings.rise_window_s):
            return float("inf")
        before = list(self._recent)[: -_blocks(self._settings.onset_s)]
        return max(float(np.percentile(before, LOUD_PERCENTILE)), LEAST_LEVEL)

    def _forget_all_but_quiet(self) -> None:
        """Keep the end of this utterance out of the pre-roll of the next."""
        while len(self._preroll) > self._quiet_blocks:
            self._preroll.popleft()
