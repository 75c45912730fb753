"""The pocketsphinx ear: the embedded default, whose English model comes with its package.

It cuts the sound into utterances and asks which phrase of a closed list each one is. The stop
class is reported while the word is still being said, as soon as the guess has held for a moment;
everything else when the utterance is over. Utterances that are decoys are not reported.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np

from backtalk.errors import BacktalkError
from backtalk.hearing.levelled_decoder import LevelledDecoder
from backtalk.hearing.phrase_decoder import Guess, PhraseDecoder
from backtalk.hearing.utterance import Part, Piece, Segmenter
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Grammar, Heard, Pcm

STEADY_BLOCKS = 15
"""A stop phrase is believed when it stayed the best guess for 0.3 s: others pass through it."""

LEAST_FIT_ALONE = -55.0
"""How well sound with quiet behind it must fit a phrase: keeps 93 of 94 found stop phrases."""

LEAST_FIT_AMID_SOUND = -31.0
"""How well sound that goes on must fit a stop phrase. With both limits 47 of 50 human stops stay,
and 36 of 130 false ones in other people's talk."""

QUIET_BEHIND_S = 0.06
"""Quiet after a phrase that tells it from a part of longer talk."""

LONGEST_DRAWL = 15.0
"""No spoken stop phrase was drawn out further (`Guess.drawl`), clips at 120 words a minute
included; steady noise fits 'sick' well, but for seconds."""

REMEDY = "Install it anew with 'pip install pocketsphinx', or use --ear vosk."


def unavailable_reason() -> str | None:
    """Say in one sentence why this ear cannot work here, or None."""
    package = importlib.util.find_spec("pocketsphinx")
    if package is None or package.origin is None:
        return "The pocketsphinx package is not installed."
    model = Path(package.origin).parent / "model" / "en-us"
    if not (model / "en-us" / "mdef").is_file() or not (model / "cmudict-en-us.dict").is_file():
        return "The pocketsphinx package came without its English model."
    return None


def open_ear() -> SphinxEar:
    """Open the embedded recogniser.

    Raises:
        BacktalkError: the package or its model is missing or broken.
    """
    reason = unavailable_reason()
    if reason is not None:
        raise BacktalkError(reason, REMEDY)
    try:
        return SphinxEar(LevelledDecoder(PhraseDecoder()))
    except (RuntimeError, ValueError) as error:
        raise BacktalkError("The pocketsphinx model does not load.", REMEDY) from error


class SphinxEar:
    """An ear on pocketsphinx. One thread feeds it."""

    name = "sphinx"

    def __init__(self, decoder: LevelledDecoder) -> None:
        self._decoder: LevelledDecoder | None = decoder
        self._segmenter = Segmenter()
        self._grammar: Grammar | None = None
        self._next_grammar: Grammar | None = None
        self._waiting: Pcm = np.zeros(0, np.int16)
        self._under_way = False
        self._fed_frames = 0
        self._guess = ""
        self._guess_blocks = 0
        self._believed = ""

    def open_grammar(self, grammar: Grammar) -> None:
        """Listen for `grammar` from the next utterance on (at once if nobody is speaking).

        Decoys that the dictionary lacks are left out.

        Raises:
            BacktalkError: a word of the stops or commands is in no dictionary.
        """
        if self._under_way:
            self._open_decoder.check(grammar.stops + grammar.commands)
            self._next_grammar = grammar
        else:
            self._take_up(grammar)

    def feed(self, block: Pcm) -> list[Heard]:
        """Hear one block of any length; return what became known, in order.

        Raises:
            TypeError: the block is not one row of int16 samples.
            RuntimeError: no grammar was opened, or the ear is closed.
        """
        if block.dtype != np.int16 or block.ndim != 1:
            raise TypeError("a block is one row of int16 samples")
        if self._grammar is None:
            raise RuntimeError("open_grammar comes before feed, and nothing comes after close")
        sound = np.concatenate([self._waiting, block])
        whole = len(sound) - len(sound) % BLOCK_FRAMES
        self._waiting = sound[whole:]
        heard: list[Heard] = []
        for start in range(0, whole, BLOCK_FRAMES):
            self._fed_frames += BLOCK_FRAMES
            heard += self._take(self._segmenter.push(sound[start : start + BLOCK_FRAMES]))
        return heard

    def finish(self) -> list[Heard]:
        """Close the utterance under way, if any, and return its final result."""
        self._segmenter.cut()
        return self._end() if self._under_way else []

    def reset(self) -> None:
        """Forget the utterance under way, the room and its levels: another stream begins."""
        if self._under_way:
            self._open_decoder.end()
        self._open_decoder.reset()
        self._under_way = False
        self._segmenter = Segmenter()
        self._waiting = np.zeros(0, np.int16)
        if self._next_grammar is not None:
            self._take_up(self._next_grammar)

    def close(self) -> None:
        """Give back the memory; the ear is not used afterwards."""
        self._decoder = None
        self._grammar = None
        self._under_way = False

    def _take(self, piece: Piece) -> list[Heard]:
        if piece.part is Part.NONE:
            return []
        heard: list[Heard] = []
        if piece.part is Part.BEGINNING:
            # A voice that rises above another begins while the other's utterance is under way.
            heard += self._end() if self._under_way else []
            self._begin()
        self._open_decoder.hear(piece.sound)
        heard += self._end() if piece.part is Part.END else self._believe()
        return heard

    def _begin(self) -> None:
        self._open_decoder.begin(self._segmenter.noise_level)
        self._under_way = True
        self._guess = ""
        self._guess_blocks = 0
        self._believed = ""

    def _believe(self) -> list[Heard]:
        """Report a stop phrase once it has been the best guess for long enough."""
        guess = self._open_decoder.best()
        self._guess_blocks = self._guess_blocks + 1 if guess.phrase == self._guess else 1
        self._guess = guess.phrase
        if self._believed or self._guess_blocks < STEADY_BLOCKS or not self._is_stop(guess.phrase):
            return []
        if not self._is_like(guess):
            return []
        self._believed = guess.phrase
        return [Heard(guess.phrase, final=False, at_s=self._now_s)]

    def _is_like(self, guess: Guess) -> bool:
        """Tell whether the sound is like the phrase that fits it best."""
        alone = self._segmenter.quiet_s >= QUIET_BEHIND_S
        least_fit = LEAST_FIT_ALONE if alone else LEAST_FIT_AMID_SOUND
        return guess.fit >= least_fit and guess.drawl <= LONGEST_DRAWL

    def _end(self) -> list[Heard]:
        """Close the utterance; a stop that was reported is not taken back by what came after."""
        guess = self._open_decoder.end()
        text = guess.phrase if self._is_like(guess) else ""
        if self._believed and not self._is_stop(text):
            text = self._believed
        self._under_way = False
        wanted = self._grammar is not None and text in self._grammar.stops + self._grammar.commands
        if self._next_grammar is not None:
            self._take_up(self._next_grammar)
        return [Heard(text, final=True, at_s=self._now_s)] if wanted else []

    def _take_up(self, grammar: Grammar) -> None:
        self._next_grammar = None
        self._open_decoder.listen_for(grammar.stops + grammar.commands, grammar.decoys)
        self._grammar = grammar

    def _is_stop(self, text: str) -> bool:
        return self._grammar is not None and text in self._grammar.stops

    @property
    def _open_decoder(self) -> LevelledDecoder:
        if self._decoder is None:
            raise RuntimeError("the ear is closed")
        return self._decoder

    @property
    def _now_s(self) -> float:
        return self._fed_frames / RATE_HZ
