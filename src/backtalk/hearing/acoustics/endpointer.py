"""Where an utterance begins and ends: by its level alone, for whoever looks at it as a whole.

Never in front of the stop class: what streams hears every block. An utterance is handed out once it
is over, with the quiet before its first word and behind its last.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from backtalk.hearing.acoustics.levels import SILENCE_DB, level_db
from backtalk.hearing.acoustics.noise_floor import NoiseFloor
from backtalk.ports import BLOCK_S, Pcm

FLOOR_S = 5.0
FLOOR_PERCENTILE = 20.0
"""As in `recent_sound`: the gaps between words set the floor."""
FLOOR_RENEWAL = 10
KNOWN_AFTER = 2 * FLOOR_RENEWAL
"""Blocks: before these the floor is a guess."""
BEGINS_ABOVE_DB = 9.0
ENDS_BELOW_DB = 6.0
"""Lower than where it begins: the last sounds of a word are its weakest."""
SHORTEST_VOICE_S = 0.1
"""Of voice within a fifth of a second before it counts as one: clicks are shorter."""
QUIET_S = 0.34
"""So much quiet ends an utterance: longer than any gap within a phrase ('s-top it')."""
LONGEST_S = 6.0
"""What goes on longer is talk or music: it is handed out in pieces."""
BEFORE_S = 0.3
"""Kept before the first loud block: first sounds are weak, and a network likes to hear a word
begin."""


class Endpointer:
    """Cuts one stream of blocks into utterances."""

    def __init__(self) -> None:
        self._floor = NoiseFloor(
            round(FLOOR_S / BLOCK_S), FLOOR_PERCENTILE, least=SILENCE_DB, renewal=FLOOR_RENEWAL
        )
        self._before: deque[Pcm] = deque(maxlen=round((BEFORE_S + SHORTEST_VOICE_S) / BLOCK_S))
        self._recent: deque[bool] = deque(maxlen=round(2 * SHORTEST_VOICE_S / BLOCK_S))
        self._utterance: list[Pcm] = []
        self._quiet_blocks = 0

    @property
    def is_open(self) -> bool:
        """Whether an utterance is under way."""
        return bool(self._utterance)

    def process(self, block: Pcm) -> Pcm | None:
        """Hear one block; return the utterance that is over with it, else None."""
        level = level_db(block)
        self._floor.process(level)
        above_db = level - self._floor.level
        # At first the floor is not known: the room's own hiss would be a voice.
        self._recent.append(above_db >= BEGINS_ABOVE_DB and self._floor.count >= KNOWN_AFTER)
        if self._utterance:
            return self._go_on(block, above_db)
        self._before.append(block)
        if sum(self._recent) * BLOCK_S >= SHORTEST_VOICE_S:
            self._utterance = list(self._before)
            self._quiet_blocks = 0
        return None

    def cut(self) -> Pcm | None:
        """Return the utterance under way, as if it were over: the end of a recording."""
        return self._over() if self._utterance else None

    def _go_on(self, block: Pcm, above_db: float) -> Pcm | None:
        self._utterance.append(block)
        self._quiet_blocks = 0 if above_db >= ENDS_BELOW_DB else self._quiet_blocks + 1
        is_long = len(self._utterance) * BLOCK_S >= LONGEST_S
        return self._over() if is_long or self._quiet_blocks * BLOCK_S >= QUIET_S else None

    def _over(self) -> Pcm:
        whole = np.concatenate(self._utterance)
        self._before.extend(self._utterance[-(self._before.maxlen or 1) :])
        self._utterance = []
        self._recent.clear()
        return whole
