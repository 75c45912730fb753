"""Whether the microphone hears the loudspeaker at all: with headphones it does not.

A canceller that finds no echo to learn from takes the beginning of the person's own words for
one: with AEC3 and headphones 'stop' said over the coach lost its 's-t'. So where the coach cannot
be heard, nothing is cancelled. Until it has heard the coach speak, and
wherever the room is too restless to tell, it says that there is an echo: the safe guess.
"""

from __future__ import annotations

from collections import deque

from backtalk.hearing.acoustics.levels import SILENCE_DB, SPOKEN_DB, level_db, percentile
from backtalk.hearing.acoustics.noise_floor import NoiseFloor
from backtalk.ports import BLOCK_S, Pcm

JUDGED_S = 2.0
"""The microphone's level is taken over this much of the coach's last speech."""

FEWEST_BLOCKS = 25
"""Before half a second of the coach nothing is known."""

LOUD_PERCENTILE = 50.0
"""Only the louder part of the coach's speech is looked at: a weak echo shows there first. A word
of the person's over the coach is over before it is half of that."""

DELAY_BLOCKS = 5
"""The echo of a block is heard with it or within the next 0.1 s."""

ROOM_S = 10.0
ROOM_PERCENTILE = 10.0
"""The room by itself is what is heard in the quietest moments of the last ten seconds."""

AUDIBLE_DB = 2.0
"""How far the coach rises above the room where it is heard. Steady noise alone stays below it; an
echo of -30 dB in noise 30 dB below the coach must not: passed on, it made the recogniser invent
words. The tests have both."""

RENEWAL_BLOCKS = 5


class EchoPresence:
    """Watches one stream of microphone blocks, as they are before cancelling."""

    def __init__(self) -> None:
        self._room_db = NoiseFloor(round(ROOM_S / BLOCK_S), ROOM_PERCENTILE, least=SILENCE_DB)
        self._played_db: deque[float] = deque(maxlen=DELAY_BLOCKS + 1)
        self._heard_db: deque[float] = deque(maxlen=DELAY_BLOCKS + 1)
        self._spoken: deque[tuple[float, float]] = deque(maxlen=round(JUDGED_S / BLOCK_S))
        """What was played in a block of the coach's speech, and the loudest heard with it."""
        self._blocks = 0
        self.is_heard = True
        """Whether the microphone hears the loudspeaker, as far as is known."""

    def process(self, microphone: Pcm, reference_db: float) -> None:
        """Take one block and the level of what was played in the same time."""
        heard_db = level_db(microphone)
        self._room_db.process(heard_db)
        self._played_db.append(reference_db)
        self._heard_db.append(heard_db)
        if self._played_db[0] > SPOKEN_DB:
            self._spoken.append((self._played_db[0], max(self._heard_db)))
        self._blocks += 1
        if self._blocks % RENEWAL_BLOCKS == 0 and len(self._spoken) >= FEWEST_BLOCKS:
            self.is_heard = self._loud_speech_db() - self._room_db.level > AUDIBLE_DB

    def _loud_speech_db(self) -> float:
        """Return what is usually heard while the coach speaks loudly."""
        loud_db = percentile([played for played, _ in self._spoken], LOUD_PERCENTILE)
        return percentile([heard for played, heard in self._spoken if played >= loud_db], 50.0)
