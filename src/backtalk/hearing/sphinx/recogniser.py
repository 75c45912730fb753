"""The pocketsphinx recogniser: the embedded default, whose English model comes with its package.

It takes steady noise out of the sound, cuts it into utterances, and asks which phrase of a closed
list each one is. A stop phrase is suspected while the word is still being said, as soon as the
guess has held for a moment. At the first gap behind a short utterance the verifier doubts it: a
stop phrase that stands up to that is sure, and only then is anything else reported at the end of
the utterance. In the midst of running talk nothing is sure, and nothing is a command. A grammar
never changes within an utterance: the decoder would forget the sound that it has heard of it.
"""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path

import numpy as np

from backtalk.errors import BacktalkError
from backtalk.hearing.acoustics.denoiser import Denoiser
from backtalk.hearing.sphinx.levelled_decoder import LevelledDecoder
from backtalk.hearing.sphinx.phrase_decoder import PhraseDecoder
from backtalk.hearing.sphinx.segmenter import Part, Piece, Segmenter
from backtalk.hearing.sphinx.thresholds import Thresholds
from backtalk.hearing.sphinx.utterance import Utterance
from backtalk.hearing.sphinx.verifier import Verifier
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Grammar, Heard, Pcm

_LOG = logging.getLogger(__name__)

GAP_S = 0.1
"""Quiet behind a word after which it is judged; the gap inside 'stop it' may be as long, and then
the utterance is judged once more at its end."""

REMEDY = "Reinstall it with 'pip install --force-reinstall pocketsphinx', or use --recogniser vosk."


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
        recogniser = SphinxRecogniser(LevelledDecoder(PhraseDecoder()), Verifier())
    except (RuntimeError, ValueError) as error:
        _LOG.error("The pocketsphinx model does not load (%s).", type(error).__name__)
        raise BacktalkError("The pocketsphinx model does not load.", REMEDY) from error
    _LOG.info("Recogniser opened: pocketsphinx with its own English model.")
    return recogniser


class SphinxRecogniser:
    """A recogniser on pocketsphinx. One thread feeds it."""

    name = "sphinx"
    needs_confirmation = True

    def __init__(
        self, decoder: LevelledDecoder, verifier: Verifier, thresholds: Thresholds | None = None
    ) -> None:
        self._decoder: LevelledDecoder | None = decoder
        self._verifier = verifier
        self._thresholds = thresholds or Thresholds()
        self._denoiser = Denoiser()
        self._segmenter = Segmenter()
        self._grammar: Grammar | None = None
        self._next_grammar: Grammar | None = None
        """The grammar that waits for the end of the utterance under way."""
        self._utterance: Utterance | None = None
        self._waiting: Pcm = np.zeros(0, np.int16)
        """Sound that is not a whole block yet."""
        self._fed_frames = 0

    def open_grammar(self, grammar: Grammar) -> None:
        """Listen for `grammar` from the next utterance on (at once if no voice is heard).

        Decoys that the dictionary lacks are left out.

        Raises:
            BacktalkError: a word of the stops or commands is in no dictionary.
        """
        if self._utterance is not None:
            # Raised now and not when it is taken up: the caller is here to hear of it.
            self._open_decoder.check(grammar.stops + grammar.commands)
            self._next_grammar = grammar
        else:
            self._take_up(grammar)

    def process(self, block: Pcm) -> list[Heard]:
        """Hear one block of any length; return what became known, in order.

        Raises:
            TypeError: the block is not one row of int16 samples.
            RuntimeError: no grammar was opened, or the recogniser is closed.
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
        return self._end(self._utterance) if self._utterance is not None else []

    def reset(self) -> None:
        """Forget the utterance under way, the room and its levels: another stream begins."""
        if self._utterance is not None:
            self._utterance.abandon()
        self._utterance = None
        self._open_decoder.reset()
        self._denoiser = Denoiser()
        self._segmenter = Segmenter()
        self._waiting = np.zeros(0, np.int16)
        if self._next_grammar is not None:
            self._take_up(self._next_grammar)

    def close(self) -> None:
        """Give back the memory; the recogniser is not used afterwards."""
        self._decoder = None
        self._grammar = None
        self._utterance = None

    def _take(self, piece: Piece) -> list[Heard]:
        if piece.part is Part.NONE:
            return []
        heard: list[Heard] = []
        utterance = self._utterance
        if piece.part is Part.BEGINNING:
            # A voice that rises above another begins while the other's utterance is under way.
            heard += self._end(utterance) if utterance is not None else []
            utterance = self._begin()
        if utterance is None:
            return []
        utterance.process(piece.sound)
        if piece.part is Part.END:
            heard += self._end(utterance)
        elif self._is_gap:
            heard += utterance.judge(self._now_s, self._segmenter.voiced_s)
        else:
            heard += utterance.suspect(self._now_s)
        return heard

    def _begin(self) -> Utterance:
        # Which grammar is open is known only now: the utterance before may have kept one waiting.
        if self._grammar is None:
            raise RuntimeError("open_grammar comes before process")
        self._utterance = Utterance(
            self._open_decoder, self._verifier, self._thresholds, self._grammar
        )
        return self._utterance

    def _end(self, utterance: Utterance) -> list[Heard]:
        """Close the utterance under way; the next hears the grammar that has waited for it."""
        heard = utterance.end(self._now_s, self._segmenter.voiced_s)
        self._utterance = None
        if self._next_grammar is not None:
            self._take_up(self._next_grammar)
        return heard

    def _take_up(self, grammar: Grammar) -> None:
        self._next_grammar = None
        self._open_decoder.listen_for(grammar.stops + grammar.commands, grammar.decoys)
        self._verifier.listen_for(grammar)
        self._grammar = grammar

    @property
    def _is_gap(self) -> bool:
        """Whether the quiet behind a word has just become a gap."""
        quiet_s = self._segmenter.quiet_s
        return GAP_S <= quiet_s + BLOCK_S / 2 < GAP_S + BLOCK_S

    @property
    def _open_decoder(self) -> LevelledDecoder:
        if self._decoder is None:
            raise RuntimeError("the recogniser is closed")
        return self._decoder

    @property
    def _now_s(self) -> float:
        return self._fed_frames / RATE_HZ
