"""Whether the microphone hears the loudspeaker at all: with headphones it does not.

A canceller that finds no echo to learn from takes the beginning of the person's own words for
one: with AEC3 and headphones 'stop' said over the coach lost its 's-t'. So where the coach cannot
be heard, nothing is cancelled. It refuses to guess: until it has heard the coach speak, and
wherever the room is too restless to tell, it says that there is an echo.
"""

from __future__ import annotations

from collections import deque

from backtalk.hearing.loudness import level_db, percentile
from backtalk.ports import BLOCK_S, Pcm

SPOKEN_DB = -60.0
"""What the loudspeaker plays above this level, below full scale, is the coach speaking."""

JUDGED_S = 2.0
"""The microphone's level is taken over this much of the coach's last speech."""

FEWEST_BLOCKS = 25
"""Before half a second of the coach nothing is known."""

ROOM_S = 10.0
ROOM_PERCENTILE = 10.0
"""The room by itself is what is heard in the quietest moments of the last ten seconds."""

SPOKEN_PERCENTILE = 50.0
"""The median: a word of the person's over the coach is over before it is half of that time."""

AUDIBLE_DB = 3.0
"""The coach's speech rises so far above the room where it is heard: steady noise spreads by
0.5 dB between these percentiles, speech by 10 dB and more."""

RENEWAL_BLOCKS = 5


class Audibility:
    """Watches one stream of microphone blocks, as they are before cancelling."""

    def __init__(self) -> None:
        self._room_db: deque[float] = deque(maxlen=round(ROOM_S / BLOCK_S))
        self._spoken_db: deque[float] = deque(maxlen=round(JUDGED_S / BLOCK_S))
        self._blocks = 0
        self.is_heard = True
        """Whether the microphone hears the loudspeaker, as far as is known."""

    def watch(self, microphone: Pcm, far_db: float) -> None:
        """Take one block and the level of what was played in the same time."""
        heard_db = level_db(microphone)
        self._room_db.append(heard_db)
        if far_db > SPOKEN_DB:
            self._spoken_db.append(heard_db)
        self._blocks += 1
        if self._blocks % RENEWAL_BLOCKS == 0 and len(self._spoken_db) >= FEWEST_BLOCKS:
            room_db = percentile(self._room_db, ROOM_PERCENTILE)
            spoken_db = percentile(self._spoken_db, SPOKEN_PERCENTILE)
            self.is_heard = spoken_db - room_db > AUDIBLE_DB
