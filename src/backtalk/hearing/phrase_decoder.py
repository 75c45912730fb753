"""A pocketsphinx decoder for a closed list of phrases: which of them is this utterance?

Each phrase enters the dictionary as one word. A path through the grammar then ends only with a
whole phrase, never in the middle of one; on synthetic voices this found 98 of 110 stop phrases
where the same phrases word by word found 87. It refuses to segment: somebody else says where an
utterance begins and ends.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import product

import numpy as np
import yaml
from pocketsphinx import Decoder

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ, Pcm

DITHER_LEVEL = 100.0
"""Root mean square of the noise added to all sound: digital silence derails the decoder."""

CLEAR_MEAN = np.array(
    [53.3, -4.38, -1.38, 10.06, -11.53, -10.08, -0.32, -6.28, -7.9, -8.59, 2.43, -4.17, 1.91]
)
"""Mean cepstrum of clear speech at a usual level, as the decoder found it on synthetic voices."""

NOISY_MEAN = np.array(
    [60.8, -10.0, -2.81, -1.22, -8.3, -7.08, -0.15, -2.91, -4.31, -2.88, -1.56, -3.84, -2.06]
)
"""The same at 20 dB over white noise: with it 49 of 60 stop phrases there were found, with the
clear mean 33. The decoder's own adaptation is not used: one odd utterance spoils the next."""

QUIET_NOISE_LEVEL, LOUD_NOISE_LEVEL = 50.0, 300.0
"""Noise floors (root mean square) between which the mean goes over from clear to noisy."""

LEAST_NOISINESS = 0.4
"""Share of the noisy mean in a quiet room: it costs nothing there and bears sudden noise better."""

MOST_PRONUNCIATIONS = 16
"""Of one phrase: its words' pronunciations multiply."""

FEWEST_DECOY_PHONES = 3
"""Of an optional phrase: nobody says 'the' alone, and short ones swallow commands ('help')."""

PHRASE_MARK = "@"
"""Begins a phrase's name in the dictionary, so that it clashes with no word there."""

GAUSSIANS = 6
"""Densities scored per frame: two more than the default found 3 % more stop words."""


LOG_BASE = 1.0001
"""Base of the decoder's scores, its default."""


@dataclass(frozen=True)
class Guess:
    """The phrase that fits best."""

    phrase: str
    """One of the phrases listened for, or ''."""
    fit: float
    """How well it fits: acoustic score per 10 ms in the decoder's units, at most 0. Half of all
    phrases rightly found reach -26; three quarters of those found in other talk stay below -37."""
    drawl: float
    """How long it is drawn out: 10 ms frames per phone, two phones added for the slow ends."""


NOTHING = Guess("", -math.inf, 0.0)


def added_pronunciations() -> dict[str, list[str]]:
    """Return the pronunciations that the package adds to the dictionary: word to phones."""
    source = resources.files("backtalk.hearing").joinpath("pronunciations.yaml")
    added: dict[str, list[str]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return added


class PhraseDecoder:
    """Decodes one utterance at a time: begin, hear any number of times, end."""

    def __init__(self) -> None:
        self._decoder = Decoder(lm=None, loglevel="FATAL", topn=GAUSSIANS, bestpath=False)
        self._added: Mapping[str, list[str]] = added_pronunciations()
        noise = np.random.default_rng(0).normal(0.0, DITHER_LEVEL, RATE_HZ)
        self._noise = np.round(noise).astype(np.int32)
        self._heard_frames = 0

    def listen_for(self, phrases: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Take up a new list of phrases, between two utterances.

        Args:
            phrases: all must be pronounceable.
            optional: taken as far as they are pronounceable, sound like none of `phrases` ('to'
                is no decoy where 'two' is open), and are long enough to be said alone.

        Raises:
            BacktalkError: a word of `phrases` is in no dictionary, or there is none.
        """
        phrases = list(phrases)
        self.check(phrases)
        taken = {phones for phrase in phrases for phones in self._ways_to_say(phrase)}
        distinct = [phrase for phrase in optional if self._is_distinct(phrase, taken)]
        names = [self._learn(phrase) for phrase in dict.fromkeys(phrases + distinct)]
        arcs = [(0, 1, 1.0 / len(names), name) for name in names]
        self._decoder.add_fsg("phrases", self._decoder.create_fsg("phrases", 0, 1, arcs))
        self._decoder.activate_search("phrases")

    def check(self, phrases: Iterable[str]) -> None:
        """Make sure that each of `phrases` is pronounceable.

        Raises:
            BacktalkError: a word is in no dictionary, or there is no phrase.
        """
        phrases = list(phrases)
        unknown = [word for phrase in phrases for word in self._unknown_words(phrase)]
        if unknown:
            raise BacktalkError(
                f"The built-in recogniser cannot pronounce '{unknown[0]}'.",
                "Add the word to src/backtalk/hearing/pronunciations.yaml, or use --ear vosk.",
            )
        if not phrases:
            raise BacktalkError("There is no phrase to listen for.", "Give the grammar stops.")

    def begin(self, noise_level: float) -> None:
        """Start an utterance in a room whose noise has this root mean square."""
        levels = (QUIET_NOISE_LEVEL, LOUD_NOISE_LEVEL)
        noisiness = float(np.interp(noise_level, levels, (LEAST_NOISINESS, 1.0)))
        mean = CLEAR_MEAN + noisiness * (NOISY_MEAN - CLEAR_MEAN)
        self._decoder.set_cmn(",".join(f"{value:.2f}" for value in mean))
        self._decoder.start_utt()

    def hear(self, sound: Pcm) -> None:
        """Hear more of the utterance."""
        places = np.arange(self._heard_frames, self._heard_frames + len(sound)) % RATE_HZ
        self._heard_frames = (self._heard_frames + len(sound)) % RATE_HZ
        loud = np.clip(sound + self._noise[places], -32768, 32767)
        self._decoder.process_raw(loud.astype(np.int16).tobytes())

    def best(self) -> Guess:
        """Return the phrase that fits best so far."""
        for segment in self._decoder.seg() or ():
            if segment.word.startswith(PHRASE_MARK):
                frames = segment.end_frame - segment.start_frame + 1
                likelihood = segment.ascore
                fit = math.log(likelihood, LOG_BASE) / frames if likelihood > 0 else -math.inf
                name = segment.word.removeprefix(PHRASE_MARK).split("(")[0]
                phones = len(self._decoder.lookup_word(segment.word).split())
                return Guess(name.replace("_", " "), fit, frames / (phones + 2))
        return NOTHING

    def end(self) -> Guess:
        """End the utterance; return the phrase that it was."""
        self._decoder.end_utt()
        return self.best()

    def _learn(self, phrase: str) -> str:
        """Enter `phrase` into the dictionary as one word; return its name there."""
        name = PHRASE_MARK + "_".join(phrase.split())
        if self._decoder.lookup_word(name) is None:
            for number, phones in enumerate(self._ways_to_say(phrase), start=1):
                suffix = "" if number == 1 else f"({number})"
                self._decoder.add_word(name + suffix, phones, False)  # noqa: FBT003  a C function
        return name

    def _is_distinct(self, phrase: str, taken: set[str]) -> bool:
        ways = [] if self._unknown_words(phrase) else self._ways_to_say(phrase)
        long_enough = all(len(phones.split()) >= FEWEST_DECOY_PHONES for phones in ways)
        return bool(ways) and long_enough and taken.isdisjoint(ways)

    def _ways_to_say(self, phrase: str) -> list[str]:
        """Return the phones of `phrase`, one entry for each pronunciation."""
        words = [self._pronunciations(word) for word in phrase.split()]
        return [" ".join(phones) for phones in product(*words)][:MOST_PRONUNCIATIONS]

    def _unknown_words(self, phrase: str) -> list[str]:
        return [word for word in phrase.split() if not self._pronunciations(word)]

    def _pronunciations(self, word: str) -> list[str]:
        """Return the phones of `word`: the dictionary's, then the added ones."""
        variants = [word, *(f"{word}({number})" for number in range(2, 6))]
        known = [self._decoder.lookup_word(variant) for variant in variants]
        return list(dict.fromkeys([p for p in known if p] + list(self._added.get(word, []))))
