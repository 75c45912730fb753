"""A phrase decoder that hears every utterance at the same level, however far the microphone is.

The decoder's model expects a usual level; at a tenth of it four of ten stop phrases are found. The
level of an utterance is known only when it is over, so this assumes that of the one before, and
decodes again from the start of the utterance where that proves wrong. It does not follow the
level within an utterance: that would change the word.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from backtalk.hearing.sphinx.phrase_decoder import Guess, PhraseDecoder
from backtalk.ports import BLOCK_FRAMES, Pcm

USUAL_PEAK_LEVEL = 6_000.0
"""Root mean square of the loudest 20 ms of an utterance as the decoder is to hear it."""

LEAST_GAIN, GREATEST_GAIN = 0.25, 12.0

WRONG_RATIO = 1.6
"""An assumed level this far (4 dB) off makes the decoder start the utterance again."""


def gain_for(peak_level: float) -> float:
    """Return the gain that brings sound whose loudest block is this loud to the usual level."""
    return min(max(USUAL_PEAK_LEVEL / max(peak_level, 1.0), LEAST_GAIN), GREATEST_GAIN)


def amplified(sound: Pcm, gain: float) -> Pcm:
    """Return `sound` at `gain`, clipped to what int16 holds."""
    louder: Pcm = np.clip(sound * gain, -32768, 32767).astype(np.int16)
    return louder


def peak_level(sound: Pcm) -> float:
    """Return the root mean square of the loudest whole block of `sound`."""
    whole = len(sound) - len(sound) % BLOCK_FRAMES
    blocks = sound[:whole].astype(np.float64).reshape(-1, BLOCK_FRAMES)
    return float(np.sqrt(np.mean(np.square(blocks), axis=1)).max(initial=0.0))


class LevelledDecoder:
    """Decodes one utterance at a time: begin, process any number of times, end."""

    def __init__(self, decoder: PhraseDecoder) -> None:
        self._decoder = decoder
        self._assumed_level = USUAL_PEAK_LEVEL
        self._peak_level = 0.0
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

    def begin(self) -> None:
        """Start an utterance."""
        self._peak_level = 0.0
        self._heard = []
        self._decoder.begin()

    def process(self, sound: Pcm) -> None:
        """Hear more of the utterance."""
        self._heard.append(sound)
        self._peak_level = max(self._peak_level, peak_level(sound))
        louder = self._peak_level > self._assumed_level * WRONG_RATIO
        if not (louder and self._started_again()):
            self._decoder.process(amplified(sound, gain_for(self._assumed_level)))

    def best(self) -> Guess:
        """Return the phrase that fits best so far."""
        return self._decoder.best()

    def levelled(self) -> Pcm:
        """Return the utterance so far at the usual level."""
        return amplified(np.concatenate(self._heard), gain_for(self._peak_level))

    def end(self) -> None:
        """End the utterance; its level is what the next one is assumed to have."""
        self._assumed_level = self._peak_level
        self._decoder.end()

    def _started_again(self) -> bool:
        """Decode all of the utterance so far at the gain its loudest part asks for.

        Returns False, having heard nothing, where that is the gain it has.
        """
        gain_before = gain_for(self._assumed_level)
        self._assumed_level = self._peak_level
        if gain_for(self._assumed_level) == gain_before:
            return False
        self._decoder.end()
        self._decoder.begin()
        self._decoder.process(self.levelled())
        return True
