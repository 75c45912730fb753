"""A pocketsphinx decoder for a closed list of phrases: which of them is this utterance?

It tells its best guess at any moment, while the utterance is still under way. Where an utterance
begins and ends is the segmenter's question. Closed to all other words, it hears one of them in
any sound; the doubt is the verifier's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pocketsphinx import Decoder

from backtalk.hearing.sphinx.lexicon import Lexicon, phrase_of
from backtalk.ports import RATE_HZ, Pcm

DITHER_LEVEL = 100.0
"""Root mean square of the noise added to all sound: digital silence derails the decoder."""

CEPSTRAL_MEAN = (56.3, -6.63, -1.95, 5.55, -10.24, -8.88, -0.25, -4.93, -6.46, -6.31, 0.83, -4.04,
                 1.97)  # fmt: skip
"""Mean cepstrum of speech at a usual level. The decoder's own adaptation is not used: one odd
utterance spoils the next."""

GAUSSIANS = 6
"""Densities scored per frame: two more than the default."""

LOG_BASE = 1.0001
"""Base of the decoder's scores, its default."""


@dataclass(frozen=True)
class Guess:
    """The phrase that fits best."""

    phrase: str
    """One of the phrases listened for, or ''."""
    fit: float
    """How well it fits: acoustic score per 10 ms in the decoder's units, at most 0."""
    frames_per_phone: float
    """How long it is drawn out: 10 ms frames per phone, two phones added for the slow ends."""


NOTHING = Guess("", -math.inf, 0.0)


class Dither:
    """Adds the same faint noise to every sound, so that no decoder meets digital silence."""

    def __init__(self) -> None:
        noise = np.random.default_rng(0).normal(0.0, DITHER_LEVEL, RATE_HZ)
        self._noise = np.round(noise).astype(np.int32)
        self._at_frame = 0

    def add_to(self, sound: Pcm) -> Pcm:
        """Return `sound` with the noise that comes next."""
        places = np.arange(self._at_frame, self._at_frame + len(sound)) % RATE_HZ
        self._at_frame = (self._at_frame + len(sound)) % RATE_HZ
        dithered: Pcm = np.clip(sound + self._noise[places], -32768, 32767).astype(np.int16)
        return dithered

    def start_again(self) -> None:
        """Begin the noise again: equal sounds then stay equal."""
        self._at_frame = 0


def log_score(likelihood: float) -> float:
    """Return a likelihood of the decoder in its own logarithmic units."""
    return math.log(likelihood, LOG_BASE) if likelihood > 0 else -math.inf


def forget_adaptation(decoder: Decoder) -> None:
    """Take from the decoder what it has learnt of the sound so far: usual cepstrum and noise.

    Its package calls `start_stream` unnecessary; but nothing else makes it forget the noise that
    it takes out of all sound (the model asks for that), and equal utterances differed by it.
    """
    decoder.start_stream()
    decoder.set_cmn(",".join(f"{value:.2f}" for value in CEPSTRAL_MEAN))


class PhraseDecoder:
    """Decodes one utterance at a time: begin, process any number of times, end."""

    def __init__(self) -> None:
        self._decoder = Decoder(lm=None, loglevel="FATAL", topn=GAUSSIANS, bestpath=False)
        self._lexicon = Lexicon(self._decoder)
        self._dither = Dither()

    def listen_for(self, phrases: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Take up a new list of phrases, between two utterances; see `Lexicon.names`.

        Raises:
            BacktalkError: a word of `phrases` is in no dictionary, or there is none.
        """
        names = self._lexicon.names(phrases, optional)
        arcs = [(0, 1, 1.0 / len(names), name) for name in names]
        self._decoder.add_fsg("phrases", self._decoder.create_fsg("phrases", 0, 1, arcs))
        self._decoder.activate_search("phrases")

    def check(self, phrases: Iterable[str]) -> None:
        """Make sure that each of `phrases` is pronounceable; see `Lexicon.check`."""
        self._lexicon.check(phrases)

    def begin(self) -> None:
        """Start an utterance, which nothing heard before it can change."""
        self._dither.start_again()
        forget_adaptation(self._decoder)
        self._decoder.start_utt()

    def process(self, sound: Pcm) -> None:
        """Hear more of the utterance."""
        self._decoder.process_raw(self._dither.add_to(sound).tobytes())

    def best(self) -> Guess:
        """Return the phrase that fits best so far."""
        for segment in self._decoder.seg() or ():
            phrase = phrase_of(segment.word)
            if phrase:
                frames = segment.end_frame - segment.start_frame + 1
                phones = self._lexicon.phone_count(segment.word)
                return Guess(phrase, log_score(segment.ascore) / frames, frames / (phones + 2))
        return NOTHING

    def end(self) -> Guess:
        """End the utterance; return the phrase that it was."""
        self._decoder.end_utt()
        return self.best()
