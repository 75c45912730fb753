"""A phrase decoder that hears every utterance at the same level, however far the microphone is.

The decoder's model expects a usual level; at a tenth of it four of ten stop phrases are found. The
level of an utterance is known only when it is over, so this assumes that of the one before, and
decodes again from the start of the utterance where that proves wrong. It refuses to follow the
level within an utterance: that would change the word.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from backtalk.hearing.phrase_decoder import Guess, PhraseDecoder
from backtalk.ports import BLOCK_FRAMES, Pcm

USUAL_PEAK_LEVEL = 6_000.0
"""Root mean square of the loudest 20 ms of an utterance as the decoder is to hear it."""

LEAST_GAIN, GREATEST_GAIN = 0.25, 12.0

WRONG_RATIO = 1.6
"""An assumed level this far (4 dB) off makes the decoder start the utterance again."""


class LevelledDecoder:
    """Decodes one utterance at a time: begin, hear any number of times, end."""

    def __init__(self, decoder: PhraseDecoder) -> None:
        self._decoder = decoder
        self._assumed_level = USUAL_PEAK_LEVEL
        self._peak_level = 0.0
        self._noise_level = 0.0
        self._heard: list[Pcm] = []

    def listen_for(self, phrases: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Take up a new list of phrases; see `PhraseDecoder.listen_for`."""
        self._decoder.listen_for(phrases, optional)

    def check(self, phrases: Iterable[str]) -> None:
        """Make sure that each of `phrases` is pronounceable; see `PhraseDecoder.check`."""
        self._decoder.check(phrases)

    def reset(self) -> None:
        """Forget how loud the last utterance was."""
        self._assumed_level = USUAL_PEAK_LEVEL

    def begin(self, noise_level: float) -> None:
        """Start an utterance in a room whose noise has this root mean square."""
        self._noise_level = noise_level
        self._peak_level = 0.0
        self._heard = []
        self._decoder.begin(noise_level * self._gain)

    def hear(self, sound: Pcm) -> None:
        """Hear more of the utterance."""
        self._heard.append(sound)
        self._peak_level = max(self._peak_level, _peak_level(sound))
        louder = self._peak_level > self._assumed_level * WRONG_RATIO
        if not (louder and self._started_again()):
            self._decoder.hear(self._levelled(sound))

    def best(self) -> Guess:
        """Return the phrase that fits best so far."""
        return self._decoder.best()

    def end(self) -> Guess:
        """End the utterance; return the phrase that it was."""
        if self._peak_level < self._assumed_level / WRONG_RATIO:
            self._started_again()
        self._assumed_level = self._peak_level
        return self._decoder.end()

    @property
    def _gain(self) -> float:
        gain = USUAL_PEAK_LEVEL / max(self._assumed_level, 1.0)
        return min(max(gain, LEAST_GAIN), GREATEST_GAIN)

    def _started_again(self) -> bool:
        """Decode all of the utterance so far at the gain its loudest part asks for.

        Returns False, having heard nothing, where that is the gain it has.
        """
        gain_before = self._gain
        self._assumed_level = self._peak_level
        if self._gain == gain_before:
            return False
        self._decoder.end()
        self._decoder.begin(self._noise_level * self._gain)
        self._decoder.hear(self._levelled(np.concatenate(self._heard)))
        return True

    def _levelled(self, sound: Pcm) -> Pcm:
        louder: Pcm = np.clip(sound * self._gain, -32768, 32767).astype(np.int16)
        return louder


def _peak_level(sound: Pcm) -> float:
    """Return the root mean square of the loudest whole block of `sound`."""
    whole = len(sound) - len(sound) % BLOCK_FRAMES
    blocks = sound[:whole].astype(np.float64).reshape(-1, BLOCK_FRAMES)
    return float(np.sqrt(np.mean(np.square(blocks), axis=1)).max(initial=0.0))
