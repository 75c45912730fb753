"""The recognisers as their own examples use them: endpoint, whole language, look for the word.

pocketsphinx: what `LiveSpeech` does, on sound instead of a device: its `Endpointer`, its default
n-gram model, the text when the utterance is over. Vosk: `KaldiRecognizer` without a grammar, the
text of each result. In that text a stop phrase counts wherever it stands and a command only if it
is all that was said: the same reading that Backtalk's own listener gives to text.
"""

from __future__ import annotations

import json
from typing import Any

import pocketsphinx
import vosk

from backtalk.core.session.situations import Situation
from backtalk.hearing.fusion.understood import Understood
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm

Decoder = Any
"""A pocketsphinx decoder; the package has no types."""
VoskModel = Any

QUIET = -2
"""Vosk's log level that says nothing."""


def open_sphinx() -> Decoder:
    """Return a decoder with the model and the language of the package, all at their defaults."""
    return pocketsphinx.Decoder(loglevel="FATAL")


def open_vosk(folder: str) -> VoskModel:
    """Return the model in `folder`."""
    vosk.SetLogLevel(QUIET)
    return vosk.Model(folder)


class _Reader:
    """Reads commands in text."""

    def __init__(self, vocabulary: Vocabulary, situation: Situation) -> None:
        self._vocabulary = vocabulary
        self._situation = situation

    def read(self, text: str, at_s: float) -> list[Understood]:
        """Return what `text` asks for."""
        stop = self._vocabulary.stop_in(text)
        command = stop or self._vocabulary.command(text, self._situation.commands)
        if command is None:
            return []
        is_stop = stop is not None
        return [Understood(at_s, text, command, is_stop, final=True)]


class BareSphinx:
    """pocketsphinx as `LiveSpeech` runs it."""

    def __init__(self, decoder: Decoder, vocabulary: Vocabulary, situation: Situation) -> None:
        self._decoder = decoder
        self._reader = _Reader(vocabulary, situation)

    def perceive(self, sound: Pcm, start_s: float = 0.0) -> tuple[Understood, ...]:
        """Hear `sound` as a stream of its own; times count from `start_s` in it."""
        endpointer = pocketsphinx.Endpointer(sample_rate=RATE_HZ)
        self._decoder.reinit_feat()
        data = sound.tobytes()
        size = endpointer.frame_bytes
        found: list[Understood] = []
        under_way = False
        for start in range(0, len(data), size):
            frame = data[start : start + size]
            whole = len(frame) == size
            speech = endpointer.process(frame) if whole else endpointer.end_stream(frame)
            if not speech:  # nothing, or the empty end of a stream
                continue
            if not under_way:
                self._decoder.start_utt()
                under_way = True
            self._decoder.process_raw(speech)
            if not endpointer.in_speech:
                under_way = False
                found += self._end((start + len(frame)) / 2 / RATE_HZ - start_s)
        if under_way:
            found += self._end(len(sound) / RATE_HZ - start_s)
        return tuple(found)

    def _end(self, at_s: float) -> list[Understood]:
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return self._reader.read(best.hypstr, at_s) if best else []


class BareVosk:
    """Vosk as its microphone example runs it."""

    def __init__(self, model: VoskModel, vocabulary: Vocabulary, situation: Situation) -> None:
        self._model = model
        self._reader = _Reader(vocabulary, situation)

    def perceive(self, sound: Pcm, start_s: float = 0.0) -> tuple[Understood, ...]:
        """Hear `sound` as a stream of its own; times count from `start_s` in it."""
        recognizer = vosk.KaldiRecognizer(self._model, RATE_HZ)
        found: list[Understood] = []
        for start in range(0, len(sound), BLOCK_FRAMES):
            block = sound[start : start + BLOCK_FRAMES]
            if recognizer.AcceptWaveform(block.tobytes()):
                text = json.loads(recognizer.Result()).get("text", "")
                found += self._reader.read(text, (start + len(block)) / RATE_HZ - start_s)
        text = json.loads(recognizer.FinalResult()).get("text", "")
        return (*found, *self._reader.read(text, len(sound) / RATE_HZ - start_s))
