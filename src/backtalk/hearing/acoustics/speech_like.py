"""Whether there was a voice at all in what was heard just now; it knows no word.

Every word that is a command has a vowel in it, and a vowel repeats itself. Running water does not,
nor does breath; a recogniser that is closed to all other words may still make one of them out of
it. A hoarse cough and a dog have a voice, too: they pass. The check is for what can wait for it:
commands and questions. No sure stop may ever be held against it, for a stop may be whispered.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from backtalk.hearing.acoustics.levels import level_db
from backtalk.hearing.acoustics.pitch import NONE, pitch_of
from backtalk.ports import BLOCK_S, Pcm

WINDOW_S = 3.0
"""A word is at most 1.5 s long, and known up to 1.5 s later."""

AUDIBLE_DB = -55.0
"""What is weaker is not examined, and where all is weaker, nothing is held against it."""

LOWEST_HZ, HIGHEST_HZ = 70, 1000
"""Pitch of a low voice; and above that of a child's, because a strong overtone may pass for it."""

FEWEST_BLOCKS = 2
"""Periodic blocks in a word. Of 500 words by people 1 had fewer, 1 in pink noise at 10 dB, and 4
at a quarter of their level; of 40 stand-ins for coughs 31, of 40 for running water all. On other
words and other stand-ins: tests/hearing/acoustics/test_speech_like.py."""


class SpeechLike:
    """Listens to one stream of cleaned blocks."""

    def __init__(self) -> None:
        size = round(WINDOW_S / BLOCK_S)
        self._audible: deque[bool] = deque(maxlen=size)
        self._periodic: deque[bool] = deque(maxlen=size)
        self._before: Pcm = np.zeros(0, np.int16)

    def process(self, block: Pcm) -> None:
        """Hear one block of 20 ms."""
        audible = level_db(block) > AUDIBLE_DB
        sound = np.concatenate([self._before, block])
        pitch = pitch_of(sound, LOWEST_HZ, HIGHEST_HZ) if audible else NONE
        self._before = block
        self._audible.append(audible)
        self._periodic.append(pitch.is_periodic)

    @property
    def may_be_speech(self) -> bool:
        """Whether a word may have been among the sounds of the last seconds."""
        return not any(self._audible) or sum(self._periodic) >= FEWEST_BLOCKS
