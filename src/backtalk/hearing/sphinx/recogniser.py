"""The pocketsphinx recogniser: the embedded default, whose English model comes with its package.

It takes steady noise out of the sound, cuts it into utterances, and asks which phrase of a closed
list each one is. A stop phrase is suspected while the word is still being said, as soon as the
guess has held for a moment. At the first gap behind a short utterance the verifier doubts it: a
stop phrase that stands up to that is sure, and only then is anything else reported at the end of
the utterance. In the midst of running talk nothing is sure, and nothing is a command.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np

from backtalk.errors import BacktalkError
from backtalk.hearing.acoustics.denoiser import Denoiser
from backtalk.hearing.sphinx.levelled_decoder import LevelledDecoder
from backtalk.hearing.sphinx.phrase_decoder import PhraseDecoder
from backtalk.hearing.sphinx.segmenter import Part, Piece, Segmenter
from backtalk.hearing.sphinx.thresholds import Thresholds
from backtalk.hearing.sphinx.verifier import PhraseScore, Verifier
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Grammar, Heard, Pcm

STEADY_BLOCKS = 15
"""A stop phrase is suspected when it stayed the best guess for 0.3 s: others pass through it."""

GAP_S = 0.1
"""Quiet behind a word after which it is judged; the gap inside 'stop it' may be as long, and then
the utterance is judged once more at its end."""

REMEDY = "Install it anew with 'pip install pocketsphinx', or use --ear vosk."


def unavailable_reason() -> str | None:
    """Say in one sentence why this recogniser cannot work here, or None."""
    package = importlib.util.find_spec("pocketsphinx")
    if package is None or package.origin is None:
        return "The pocketsphinx package is not installed."
    model = Path(package.origin).parent / "model" / "en-us"
    if not (model / "en-us" / "mdef").is_file() or not (model / "cmudict-en-us.dict").is_file():
        return "The pocketsphinx package came without its English model."
    return None


def open_recogniser() -> SphinxRecogniser:
    """Open the embedded recogniser.

    Raises:
        BacktalkError: the package or its model is missing or broken.
    """
    reason = unavailable_reason()
    if reason is not None:
        raise BacktalkError(reason, REMEDY)
    try:
        return SphinxRecogniser(LevelledDecoder(PhraseDecoder()), Verifier())
    except (RuntimeError, ValueError) as error:
        raise BacktalkError("The pocketsphinx model does not load.", REMEDY) from error


class SphinxRecogniser:
    """A recogniser on pocketsphinx. One thread feeds it."""

    name = "sphinx"
    needs_confirmation = True

    def __init__(
        self, decoder: LevelledDecoder, verifier: Verifier, trust: Thresholds | None = None
    ) -> None:
        self._decoder: LevelledDecoder | None = decoder
        self._verifier = verifier
        self._trust = trust or Thresholds()
        self._denoiser = Denoiser()
        self._segmenter = Segmenter()
        self._grammar: Grammar | None = None
        self._next_grammar: Grammar | None = None
        self._waiting: Pcm = np.zeros(0, np.int16)
        self._under_way = False
        self._fed_frames = 0
        self._guess = ""
        self._guess_blocks = 0
        self._suspected = ""
        self._stopped = ""
        self._judged: PhraseScore | None = None
        self._judged_voiced_s = 0.0

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

    def process(self, block: Pcm) -> list[Heard]:
        """Hear one block of any length; return what became known, in order.

        Raises:
            TypeError: the block is not one row of int16 samples.
            RuntimeError: no grammar was opened, or the ear is closed.
        """
        if block.dtype != np.int16 or block.ndim != 1:
            raise TypeError("a block is one row of int16 samples")
        if self._grammar is None:
            raise RuntimeError("open_grammar comes before process, and nothing comes after close")
        sound = np.concatenate([self._waiting, block])
        whole = len(sound) - len(sound) % BLOCK_FRAMES
        self._waiting = sound[whole:]
        heard: list[Heard] = []
        for start in range(0, whole, BLOCK_FRAMES):
            self._fed_frames += BLOCK_FRAMES
            denoised = self._denoiser.process(sound[start : start + BLOCK_FRAMES])
            heard += self._take(self._segmenter.process(denoised))
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
        self._denoiser = Denoiser()
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
        self._open_decoder.process(piece.sound)
        if piece.part is Part.END:
            heard += self._end()
        elif self._is_gap:
            heard += self._judge()
        else:
            heard += self._suspect()
        return heard

    def _begin(self) -> None:
        self._open_decoder.begin()
        self._under_way = True
        self._guess = ""
        self._guess_blocks = 0
        self._suspected = ""
        self._stopped = ""
        self._judged = None

    def _suspect(self) -> list[Heard]:
        """Report a stop phrase, unsure, once it has been the best guess for long enough."""
        guess = self._open_decoder.best()
        self._guess_blocks = self._guess_blocks + 1 if guess.phrase == self._guess else 1
        self._guess = guess.phrase
        if self._suspected or self._stopped or self._guess_blocks < STEADY_BLOCKS:
            return []
        if not self._is_stop(guess.phrase) or not self._trust.suspects(guess):
            return []
        self._suspected = guess.phrase
        return [Heard(guess.phrase, final=False, at_s=self._now_s, sure=False)]

    def _judge(self) -> list[Heard]:
        """Report a stop phrase that stands up to doubt, at the gap behind it."""
        score = self._score()
        if score is None or self._stopped or not self._trust.is_sure_stop(score):
            return []
        self._stopped = score.stop
        return [Heard(score.stop, final=False, at_s=self._now_s)]

    def _end(self) -> list[Heard]:
        """Close the utterance; a sure stop is not taken back by what came after."""
        score = None if self._stopped else self._score()
        self._open_decoder.end()
        self._under_way = False
        heard = self._findings(score)
        if self._next_grammar is not None:
            self._take_up(self._next_grammar)
        return heard

    def _findings(self, score: PhraseScore | None) -> list[Heard]:
        """Return what the utterance was: what is sure, or else all that is only suspected."""
        if self._stopped:
            return [self._heard(self._stopped, sure=True)]
        if score is None:
            return [self._heard(self._suspected)] if self._suspected else []
        if self._trust.is_sure_stop(score):
            return [self._heard(score.stop, sure=True, alone=True)]
        command = score.phrase if self._is_command(score.phrase) else ""
        if command and self._trust.is_command(score):
            return [self._heard(command, sure=True, alone=True)]
        near = score.stop if self._trust.is_near_stop(score) else self._suspected
        if near and command:
            return [self._heard(near, final=False), self._heard(command, alone=True)]
        return [self._heard(near or command, alone=True)]

    def _heard(
        self, text: str, *, sure: bool = False, final: bool = True, alone: bool = False
    ) -> Heard:
        return Heard(text, final=final, at_s=self._now_s, sure=sure, alone=alone)

    def _score(self) -> PhraseScore | None:
        """Judge the utterance so far, or return None: it is too long to be a word to the coach."""
        voiced_s = self._segmenter.voiced_s
        if voiced_s > self._trust.longest_word_s:
            return None
        if self._judged is None or voiced_s > self._judged_voiced_s:
            self._judged = self._verifier.assess(self._open_decoder.levelled())
            self._judged_voiced_s = voiced_s
        return self._judged

    def _take_up(self, grammar: Grammar) -> None:
        self._next_grammar = None
        self._open_decoder.listen_for(grammar.stops + grammar.commands, grammar.decoys)
        self._verifier.listen_for(grammar)
        self._grammar = grammar

    def _is_stop(self, text: str) -> bool:
        return self._grammar is not None and text in self._grammar.stops

    def _is_command(self, text: str) -> bool:
        return self._grammar is not None and text in self._grammar.commands

    @property
    def _is_gap(self) -> bool:
        """Whether the quiet behind a word has just become a gap."""
        quiet_s = self._segmenter.quiet_s
        return GAP_S <= quiet_s + BLOCK_S / 2 < GAP_S + BLOCK_S

    @property
    def _open_decoder(self) -> LevelledDecoder:
        if self._decoder is None:
            raise RuntimeError("the ear is closed")
        return self._decoder

    @property
    def _now_s(self) -> float:
        return self._fed_frames / RATE_HZ
