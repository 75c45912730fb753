"""The last seconds of sound: how loud the voice in them was, and the voice itself.

For the hearing check, which tells the person what to change, and which keeps examples of how a
person says the words of the stop class. Nothing is kept longer than these seconds.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from backtalk.core.model.events import RoomLevels
from backtalk.hearing.acoustics.levels import SILENCE_DB, SPOKEN_DB, level_db, percentile
from backtalk.hearing.acoustics.noise_floor import NoiseFloor
from backtalk.ports import BLOCK_S, Pcm

KEPT_S = 5.0
"""As long as the hearing check waits for a word."""

NOISE_PERCENTILE = 20.0
VOICE_ABOVE_NOISE_DB = 9.0
LONGEST_GAP_S = 0.2
"""A pause within a word ('s-top') is shorter."""
SHORTEST_VOICE_S = 0.16
"""Clicks and knocks are shorter than any word of the stop class."""
MARGIN_S = 0.1
"""Sound around the voice that belongs to it: weak first and last sounds."""


class RecentSound:
    """Keeps the last blocks, with what the loudspeaker played to each."""

    def __init__(self) -> None:
        size = round(KEPT_S / BLOCK_S)
        self._blocks: deque[Pcm] = deque(maxlen=size)
        self._floor_db = NoiseFloor(size, NOISE_PERCENTILE, least=SILENCE_DB)
        self._echoes_db: deque[float | None] = deque(maxlen=size)

    def process(self, cleaned: Pcm, microphone: Pcm, reference: Pcm | None) -> None:
        """Keep one block: without echo, as the microphone gave it, and what was played."""
        self._blocks.append(cleaned)
        self._floor_db.process(level_db(cleaned))
        spoken = reference is not None and level_db(reference) > SPOKEN_DB
        self._echoes_db.append(level_db(microphone) if spoken else None)

    def latest(self, seconds: float) -> Pcm:
        """Return the last `seconds` of cleaned sound, or what there is of it."""
        blocks = list(self._blocks)[-round(seconds / BLOCK_S) :]
        return np.concatenate(blocks) if blocks else np.zeros(0, np.int16)

    def forget(self) -> None:
        """Begin again: what was heard so far is gone."""
        self._blocks.clear()
        self._floor_db.clear()
        self._echoes_db.clear()

    def levels(self) -> RoomLevels:
        """Return how loud the voice, the room and the coach's echo were."""
        first, last = self._voice()
        voice = self._floor_db.levels[first:last]
        echoes = [level for level in self._echoes_db if level is not None]
        return RoomLevels(
            percentile(voice, 75) if voice else None,
            self._floor_db.level,
            percentile(echoes, 75) if echoes else None,
        )

    def utterance(self) -> Pcm:
        """Return the last stretch of voice with a margin; empty where there was none."""
        first, last = self._voice()
        if first == last:
            return np.zeros(0, np.int16)
        margin = round(MARGIN_S / BLOCK_S)
        blocks = list(self._blocks)[max(0, first - margin) : last + margin]
        return np.concatenate(blocks)

    def _voice(self) -> tuple[int, int]:
        """Return the first block of the last stretch of voice and the one after its last."""
        limit_db = self._floor_db.level + VOICE_ABOVE_NOISE_DB
        loud = [at for at, level in enumerate(self._floor_db.levels) if level > limit_db]
        gap = round(LONGEST_GAP_S / BLOCK_S)
        stretches: list[list[int]] = []
        for at in loud:
            if stretches and at - stretches[-1][-1] <= gap:
                stretches[-1].append(at)
            else:
                stretches.append([at])
        long = [s for s in stretches if len(s) * BLOCK_S >= SHORTEST_VOICE_S]
        return (long[-1][0], long[-1][-1] + 1) if long else (0, 0)
