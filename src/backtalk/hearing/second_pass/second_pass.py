"""The second pass: what was just said, asked of a network that knows all of English.

Theory of operation
-------------------
Spotter and recogniser listen all the time and know only the phrases they wait for. What they do not
know they bend into what they know: "I can't go on" becomes 'go on'. Whisper tiny.en was trained on
all kinds of speech and knows other words, so it is asked about a short piece of sound in two ways:

1. `scores`: how likely is each phrase that may be said? Not which text is likeliest, but P of each
   phrase among all texts there are (phrase_tree.py): other words leave it low for every phrase.
   One pass of the decoder for all phrases together.
2. `text`: what are the words? Decoded freely, token by token. It reads sentences, with their 'not'
   and 'or', better than single words.

Sound -> log-mel features -> encoder -> keys and values for the decoder (`listen`), which both ways
may share. The sound is cut or filled with silence to a context of 2.5 s (single phrases) or 5 s
(sentences), and brought to one level: Whisper was trained on whole recordings, and a word from the
mat is faint. The piece should begin some 0.3 s before the first word and end 0.1 s or more behind
the last.

The score is log P itself. On 203 clips of 94 people saying single words it told 'stop' from other
words better (area under the curve 0.9999 clean, 0.9997 in pink noise at 10 dB) than log P less that
of all phrases together (0.9993, 0.9936) or less that of the phrase on noise alone (0.9977, 0.9756),
which lifts the long and rare phrases too far.

The network is an extract of ours, int8 (whisper_tiny_en.md says how it was made), and runs on numpy
alone. Nothing is kept between calls but the trees of phrases seen before; one thread at a time may
ask. Opening takes 0.15 s of processor time and reads 38 MB: do it in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backtalk.hearing.second_pass import weights as extract
from backtalk.hearing.second_pass.decoder import Decoder, Sound
from backtalk.hearing.second_pass.encoder import encode
from backtalk.hearing.second_pass.features import Floats, log_mel
from backtalk.hearing.second_pass.phrase_tree import PhraseTree
from backtalk.hearing.second_pass.tokens import Tokenizer
from backtalk.hearing.second_pass.weights import Weights
from backtalk.ports import RATE_HZ, Pcm

PHRASE_CONTEXT_S = 2.5
"""Enough for a phrase; half the work of a sentence's."""

SENTENCE_CONTEXT_S = 5.0
"""Sentences are read better with silence behind them: 4 % of words wrong, 8 % with 2.5 s."""

PEAK = 0.3
"""The level that every piece of sound is brought to, of a full scale of 1."""

QUIETEST_PEAK = 1e-4
"""Sound below it stays as faint as it is."""

TOKENS_AT_LEAST = 6
TOKENS_PER_S = 4
"""What is decoded at most: people say two or three words a second."""


@dataclass(frozen=True)
class HeardSound:
    """A piece of sound that has been through the encoder, to be asked about."""

    sound: Sound
    duration_s: float
    """Without the silence it was filled up with."""


class SecondPass:
    """Whisper tiny.en, ready to be asked. Not thread-safe: one thread at a time."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._decoder = Decoder(weights)
        self._tokenizer = Tokenizer(weights.tokens)
        self._trees: dict[tuple[str, ...], PhraseTree] = {}

    @classmethod
    def open(cls, path: Path = extract.BUILT_IN) -> SecondPass:
        """Load the network.

        Raises:
            BacktalkError: the file is missing or damaged.
        """
        return cls(extract.load(path))

    def listen(self, sound: Pcm, context_s: float = PHRASE_CONTEXT_S) -> HeardSound:
        """Return `sound`, of which the last `context_s` count, through the encoder."""
        frames = round(context_s * RATE_HZ)
        recent = sound[-frames:]
        encoded = encode(log_mel(_levelled(recent, frames)), self._weights)
        return HeardSound(self._decoder.listen(encoded), len(recent) / RATE_HZ)

    def scores(self, heard: HeardSound | Pcm, phrases: Iterable[str]) -> Mapping[str, float]:
        """Return log P of each phrase: that what was heard begins with it; 0 is certain.

        Give the phrases of all commands, always in the same order: their tree is built once.
        """
        names = tuple(phrases)
        if names not in self._trees:
            self._trees[names] = PhraseTree(names, self._tokenizer)
        return self._trees[names].score(self._decoder, self._heard(heard, PHRASE_CONTEXT_S).sound)

    def text(self, heard: HeardSound | Pcm) -> str:
        """Return the words as Whisper writes them, with capitals and punctuation."""
        piece = self._heard(heard, SENTENCE_CONTEXT_S)
        most = TOKENS_AT_LEAST + round(TOKENS_PER_S * piece.duration_s)
        return self._tokenizer.decode(self._decoder.greedy(piece.sound, most)).strip()

    def _heard(self, heard: HeardSound | Pcm, context_s: float) -> HeardSound:
        return heard if isinstance(heard, HeardSound) else self.listen(heard, context_s)


def _levelled(sound: Pcm, frames: int) -> Floats:
    """Return `sound` at the one level, with silence behind it to `frames`."""
    filled = np.zeros(frames, np.float32)
    filled[: len(sound)] = sound.astype(np.float32) / 32768
    return filled * np.float32(PEAK / max(QUIETEST_PEAK, float(np.abs(filled).max())))
