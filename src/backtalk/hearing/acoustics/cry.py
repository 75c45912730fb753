"""Noticing a cry, without knowing a word: by its loudness, or by its pitch.

Two signs, and either is enough:

- *Louder than usual*: a voice far above the voices heard so far. It takes some seconds of voice
  before there is anything to compare with.
- *Shrill* (`Shrill`): loud, high and held, and gliding as throats do. It takes nothing before it,
  so that the first sound in a silent room may be a cry.

Knocks and bangs have no pitch and do not count. A cry is a reason to ask, never a stop by itself:
loud people are not always hurt. A lone cry below the pitch of `Shrill` is not noticed: low and
held, it is a loud vowel and nothing else.
"""

from __future__ import annotations

import numpy as np

from backtalk.core.model.events import Command
from backtalk.hearing.acoustics.levels import SILENCE_DB, level_db
from backtalk.hearing.acoustics.noise_floor import NoiseFloor
from backtalk.hearing.acoustics.pitch import NONE, Pitch, pitch_of
from backtalk.hearing.acoustics.shrill import Shrill
from backtalk.hearing.detection import Detection, Source
from backtalk.ports import BLOCK_S, RATE_HZ, Pcm

ABOVE_USUAL_DB = 12.0
"""A raised voice is some 6 dB above a usual one, a shout 12 to 18 dB (Traunmüller and Eriksson,
J. Acoust. Soc. Am. 107, 2000)."""
USUAL_PERCENTILE = 90.0
REMEMBERED_BLOCKS = 1500
"""The usual voice is that of the last 30 s in which a voice was heard."""
FEWEST_BLOCKS = 150
"""Three seconds of voice before anything is compared."""
VOICE_DB = -50.0
"""Weaker voices are not the person's."""
CRY_S = 0.2
REST_S = 5.0
"""One cry asks once."""

LOWEST_HZ, HIGHEST_HZ = 100, 1000
"""Pitch of a cry: from a low voice's to well above a child's."""


class CryDetector:
    """Listens to one stream of cleaned blocks."""

    def __init__(self) -> None:
        # The same measure as for noise, taken high: the loud part of the usual voice.
        self._usual = NoiseFloor(REMEMBERED_BLOCKS, USUAL_PERCENTILE, least=SILENCE_DB)
        self._frames = 0
        self._shrill = Shrill()
        self._run_blocks = 0
        self._rest_blocks = 0
        self._before: Pcm = np.zeros(0, np.int16)

    def process(self, block: Pcm) -> list[Detection]:
        """Hear one block of 20 ms; return the cry that has become certain with it, if any."""
        self._frames += len(block)
        self._rest_blocks = max(0, self._rest_blocks - 1)
        loudness_db = level_db(block)
        before, self._before = self._before, block
        if loudness_db < VOICE_DB:
            pitch = NONE
        else:
            pitch = pitch_of(np.concatenate([before, block]), LOWEST_HZ, HIGHEST_HZ)
        # Both hear every block, whatever the other has found.
        louder, shrill = (
            self._is_louder(loudness_db, pitch),
            self._shrill.process(loudness_db, pitch),
        )
        if not (louder or shrill) or self._rest_blocks:
            return []
        self._rest_blocks = round(REST_S / BLOCK_S)
        at_s = self._frames / RATE_HZ
        return [Detection(Source.CRY, Command.PAIN, sure=False, text="", at_s=at_s)]

    def _is_louder(self, loudness_db: float, pitch: Pitch) -> bool:
        """Whether a voice has been far above the usual one for long enough."""
        if not pitch.is_periodic:
            self._run_blocks = 0
            return False
        shouted = loudness_db > self._usual_db() + ABOVE_USUAL_DB
        self._run_blocks = self._run_blocks + 1 if shouted else 0
        # A shout does not make itself usual: else the second of two would be none.
        if not shouted:
            self._usual.process(loudness_db)
        return self._run_blocks * BLOCK_S >= CRY_S

    def _usual_db(self) -> float:
        if self._usual.count < FEWEST_BLOCKS:
            return 0.0
        return self._usual.level
