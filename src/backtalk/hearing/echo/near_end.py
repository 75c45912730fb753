"""The near end: what the microphone hears without the coach, and how much an echo can explain.

Theory of operation
-------------------

The microphone hears the person (the near end), the room, and the coach's own voice from the
loudspeaker. What was played is known (the reference); how loud it comes back is not, and changes
when a door opens or the volume is turned. What happens to a block, in this order:

1. *Echo presence* looks at the raw microphone: does it hear the loudspeaker at all? With
   headphones it does not, and a canceller without an echo to learn from eats the beginning of the
   person's words.
2. *The canceller* takes the echo out. It gets every block, those too whose result is thrown away
   because there is no echo: what it knows of the room must be fresh when the headphones come off.
3. *Double talk* holds the levels before and after cancelling against each other: what cancelling
   did not take away is a voice of the room. That is the quick sign, within a word; it pauses the
   cue and decides nothing else.
4. *Learning*. What is left of the echo is weak, but recognisers hear words in it. So its strength
   against what was played is learnt while the coach speaks, as a median over ten seconds: a person
   who talks over the coach does not move it, because they speak for less than half of that time.
   A block louder than this echo can be is *louder than the echo*. That is the slow sign, over the
   0.8 s that a recogniser may lag behind: words that only an echo explains are the coach's own.

The two signs differ on purpose. A pause that was wrong costs half a second of a cue, so it may
come early; a word of the person's that passed for the coach's would be lost, so that needs the
longer look. Until half a second of the coach was heard, the echo counts as loud as what was
played.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from backtalk.hearing.acoustics.levels import SILENCE_DB, SPOKEN_DB, level_db
from backtalk.hearing.echo.canceller import EchoCanceller
from backtalk.hearing.echo.double_talk import DoubleTalk
from backtalk.hearing.echo.echo_presence import EchoPresence
from backtalk.ports import BLOCK_S, Pcm

LEARNT_FROM_BLOCKS = 500
"""The strength of the echo is the median over this many blocks in which the coach spoke (10 s):
a person who speaks over the coach does so for less than half of the time."""

FEWEST_BLOCKS = 25
"""Before so many blocks, half a second of the coach, `UNKNOWN_ECHO_DB` is assumed."""

UNKNOWN_ECHO_DB = 0.0
"""As loud at the microphone as what was played: more than most rooms give back."""

SPREAD_DB = 10.0
"""What is left of speech moves this reference around its median."""

REVERBERATION_S = 0.3
"""An echo is explained by what was played up to this long ago."""

LOOKED_BACK_S = 0.8
"""A word, and the time a recogniser takes to know it."""

LOUDER_S = 0.1
"""So much of that time must be louder than the echo to be a voice: a click is shorter."""


class NearEnd:
    """Cleans one stream of microphone blocks. One thread feeds it."""

    def __init__(self, echo: EchoCanceller | None) -> None:
        """`echo` is None where the microphone cannot hear the loudspeaker."""
        self._echo = echo
        self._echo_presence = EchoPresence()
        self._double_talk = DoubleTalk()
        self._played_db: deque[float] = deque([SILENCE_DB], maxlen=round(REVERBERATION_S / BLOCK_S))
        self._learnt: deque[float] = deque(maxlen=LEARNT_FROM_BLOCKS)
        self._louder: deque[bool] = deque(maxlen=round(LOOKED_BACK_S / BLOCK_S))
        self._gain_db = UNKNOWN_ECHO_DB
        self.barged_in = False
        """Whether a voice speaks over the coach at the end of the last block."""

    def process(self, microphone: Pcm, reference: Pcm | None) -> Pcm:
        """Return `microphone` without the echo of `reference`, what was played in the same time.

        Where the microphone does not hear the loudspeaker, it is returned as it is.
        """
        if self._echo is None or reference is None:
            # Without a reference nothing can be an echo, and nothing is learnt of one.
            self.barged_in = False
            return microphone
        reference_db = level_db(reference)
        self._echo_presence.process(microphone, reference_db)
        # The canceller hears everything, to know the room should the loudspeaker be heard again.
        cleaned = self._echo.process(microphone, reference)
        if not self._echo_presence.is_heard:
            cleaned = microphone
        self.barged_in = self._double_talk.process(
            microphone, cleaned, reference, is_echo=self._echo_presence.is_heard
        )
        self._learn(level_db(cleaned), reference_db)
        return cleaned

    @property
    def louder_than_echo(self) -> bool:
        """Whether something was heard lately that the coach's own echo cannot explain."""
        return sum(self._louder) * BLOCK_S >= LOUDER_S

    @property
    def only_echo(self) -> bool:
        """Whether the echo is known and explains all that was heard lately."""
        return self._echo is not None and not self.louder_than_echo

    def _learn(self, heard_db: float, reference_db: float) -> None:
        # The loudest of the last 0.3 s: the room answers late, and a pause between two words of
        # the coach is still full of the first.
        self._played_db.append(reference_db)
        played_db = max(self._played_db)
        if reference_db > SPOKEN_DB:
            self._learnt.append(heard_db - played_db)
            # A median of 500 is dear and moves slowly: every half second is often enough.
            if len(self._learnt) >= FEWEST_BLOCKS and len(self._learnt) % FEWEST_BLOCKS == 0:
                self._gain_db = float(np.median(self._learnt))
        speaking = played_db > SPOKEN_DB
        # While nothing sounds and nothing has, any sound is louder than an echo.
        explained_db = played_db + self._gain_db + SPREAD_DB if speaking else SILENCE_DB
        self._louder.append(heard_db > explained_db)
