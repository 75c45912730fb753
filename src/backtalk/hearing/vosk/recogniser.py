"""The Vosk recogniser: a streaming recogniser with grammars, run by libvosk.

libvosk kills the process on bad input (an empty grammar, a grammar changed while sound is under
way, a broken model), so everything is checked before it is called: the checks are here and in
`probe`. This module opens no device, starts no thread and downloads no model.
"""

from __future__ import annotations

import importlib
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from backtalk.errors import BacktalkError
from backtalk.hearing.vosk import probe
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Grammar, Heard, Pcm

REMEDY = "Run scripts/fetch_voice_model, or use --recogniser sphinx."

_LOG = logging.getLogger(__name__)

UNKNOWN_WORD = "[unk]"
"""An unknown word in results, whatever the model calls it."""

BYTES_PER_FRAME = 2
BLOCK_BYTES = BLOCK_FRAMES * BYTES_PER_FRAME

REHEARD_BYTES = int(0.8 * RATE_HZ) * BYTES_PER_FRAME
"""Sound heard again after a change of grammar: a short word and the delay of its partial result."""

UTTERANCE_PATIENCE_S = 3.0
"""How long a new grammar waits for the utterance under way: longer is noise, not a command."""


def unavailable_reason(model_dir: Path) -> str | None:
    """Say in one sentence why this recogniser cannot work with `model_dir`, or None.

    Looks at names only; that the files are good shows when `open_recogniser` tries them.
    """
    return probe.folder_fault(model_dir)


def open_recogniser(model_dir: Path, cache_dir: Path | None = None) -> VoskRecogniser:
    """Open the Vosk model in `model_dir`.

    Args:
        model_dir: The unpacked model.
        cache_dir: Where it is remembered that a model opens; the user's cache folder by default.

    Raises:
        BacktalkError: The package or the model is missing, broken or of the wrong kind.
    """
    cache_dir = cache_dir or platformdirs.user_cache_path("backtalk")
    fault = unavailable_reason(model_dir) or probe.opening_fault(model_dir, cache_dir)
    if fault is not None:
        _LOG.error("The Vosk model %s does not open.", model_dir.name)
        raise BacktalkError(fault, REMEDY)
    recogniser = VoskRecogniser(model_dir)
    _LOG.info("Recogniser opened: Vosk with %s.", model_dir.name)
    return recogniser


class VoskRecogniser:
    """A recogniser on a model that `open_recogniser` has found good. One thread feeds it."""

    name = "vosk"
    needs_confirmation = False

    def __init__(self, model_dir: Path) -> None:
        self._vosk = importlib.import_module("vosk")
        self._vosk.SetLogLevel(probe.QUIET_LOG_LEVEL)
        self._model_dir = model_dir
        self._model: Any = self._vosk.Model(str(model_dir))
        self._unknown_word = probe.unknown_word(self._model)
        self._recognizer: Any = None
        self._next_phrases: str | None = None
        self._next_since_s = 0.0
        self._frames_fed = 0
        self._under_way = False
        self._partial = ""
        self._partial_result = ""
        self._recent = b""
        self._late: list[Heard] = []

    @property
    def has_unknown_word(self) -> bool:
        """Whether the model can say that a word is none of the grammar's."""
        return self._unknown_word is not None

    def missing_words(self, grammar: Grammar) -> tuple[str, ...]:
        """Return the words of the grammar's stops and commands that the model does not know."""
        wanted = (*grammar.stops, *grammar.commands)
        return tuple(dict.fromkeys(word for phrase in wanted for word in self._unknown(phrase)))

    def open_grammar(self, grammar: Grammar) -> None:
        """Listen for `grammar` from the next utterance on (at once if no word is being said).

        Phrases with a word that the model does not know are left out; see `missing_words`.

        Raises:
            BacktalkError: The model knows none of the stop phrases.
        """
        self._next_phrases = self._known_phrases(grammar)
        self._next_since_s = self._now_s
        self._late += self._take_up_grammar()

    def process(self, block: Pcm) -> list[Heard]:
        """Hear one block of any length; return what became known, in order.

        Raises:
            TypeError: The block is not one row of int16 samples.
            RuntimeError: No grammar was opened, or the recogniser is closed.
        """
        if block.dtype != np.int16 or block.ndim != 1:
            raise TypeError(
                f"a block is one row of int16 samples, not {block.dtype} of shape {block.shape}"
            )
        if self._recognizer is None:
            raise RuntimeError("open_grammar comes before process, and nothing comes after close")
        data = block.tobytes()
        heard, self._late = self._late, []
        for start in range(0, len(data), BLOCK_BYTES):
            heard += self._hear(data[start : start + BLOCK_BYTES])
            heard += self._take_up_grammar()
        return heard

    def finish(self) -> list[Heard]:
        """Close the utterance under way, if any, and return its final result."""
        heard, self._late = self._late, []
        if self._under_way:
            heard += self._final(self._recognizer.FinalResult())
        return heard + self._take_up_grammar()

    def reset(self) -> None:
        """Forget the utterance under way: another stream begins."""
        self._late = []
        if self._under_way:
            self._final(self._recognizer.FinalResult())
        self._take_up_grammar()
        self._late = []

    def close(self) -> None:
        """Give back the memory; the recogniser is not used afterwards."""
        self._recognizer = None
        self._model = None
        self._under_way = False
        self._next_phrases = None

    @property
    def _now_s(self) -> float:
        return self._frames_fed / RATE_HZ

    def _known_phrases(self, grammar: Grammar) -> str:
        """Return the phrases that the model can hear and its unknown word, as a JSON list."""
        if not any(self._is_known(phrase) for phrase in grammar.stops):
            raise BacktalkError(
                f"The Vosk model in {self._model_dir} knows none of the stop words.", REMEDY
            )
        every = (*grammar.stops, *grammar.commands, *grammar.decoys)
        known = [phrase for phrase in every if self._is_known(phrase)]
        if self._unknown_word is not None:
            known.append(self._unknown_word)
        return json.dumps([*dict.fromkeys(known)], ensure_ascii=False)

    def _is_known(self, phrase: str) -> bool:
        return bool(phrase.split()) and not self._unknown(phrase)

    def _unknown(self, phrase: str) -> list[str]:
        return [word for word in phrase.split() if self._model.vosk_model_find_word(word) < 0]

    def _hear(self, piece: bytes) -> list[Heard]:
        """Decode one piece of at most a block; return what it made known."""
        self._frames_fed += len(piece) // BYTES_PER_FRAME
        self._recent = (self._recent + piece)[-REHEARD_BYTES:]
        return self._decode(piece)

    def _decode(self, piece: bytes) -> list[Heard]:
        self._under_way = True
        if self._recognizer.AcceptWaveform(piece):
            return self._final(self._recognizer.Result())
        result = self._recognizer.PartialResult()
        if result == self._partial_result:
            return []
        self._partial_result = result
        text = self._text(result, "partial")
        if text == self._partial:
            return []
        self._partial = text
        return [Heard(text, final=False, at_s=self._now_s)] if text else []

    def _final(self, result: str) -> list[Heard]:
        """Note that the utterance is over; return its result."""
        self._under_way = False
        self._partial = self._partial_result = ""
        self._recent = b""
        text = self._text(result, "text")
        return [Heard(text, final=True, at_s=self._now_s)] if text else []

    def _text(self, result: str, field: str) -> str:
        """Return the words of a result of libvosk; the unknown one under our name for it."""
        words = json.loads(result).get(field, "").split()
        return " ".join(UNKNOWN_WORD if word == self._unknown_word else word for word in words)

    def _take_up_grammar(self) -> list[Heard]:
        """Change to the grammar that waits, if one does and no word is being said.

        Returns what became known of the sound that was under way.
        """
        if self._next_phrases is None:
            return []
        patient = self._now_s - self._next_since_s < UTTERANCE_PATIENCE_S
        if _says_words(self._partial) and patient:
            return []
        phrases, self._next_phrases = self._next_phrases, None
        if self._recognizer is None:
            self._recognizer = self._vosk.KaldiRecognizer(self._model, RATE_HZ, phrases)
            return []
        recent = self._recent
        # libvosk aborts when the grammar changes under way.
        said = self._final(self._recognizer.FinalResult()) if self._under_way else []
        self._recognizer.SetGrammar(phrases)
        if not recent or any(_says_words(heard.text) for heard in said):
            return said
        # A word may have begun that no result shows yet: let the new grammar hear it too.
        self._recent = recent
        return self._decode(recent)


def _says_words(text: str) -> bool:
    return any(word != UNKNOWN_WORD for word in text.split())
