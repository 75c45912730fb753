"""The espeak-ng library through ctypes: text in, sound out, fast and without files.

The product speaks through pyttsx3; tests need thousands of words. The library has one state for the
whole process: not for two threads at once. Its voices waver, and go on wavering from where the word
before left off: `say_afresh` gives the same sound every time.
"""

from __future__ import annotations

import ctypes
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import espeakng_loader
import numpy as np
import numpy.typing as npt
import soxr

from backtalk.ports import RATE_HZ, Pcm

Sound = npt.NDArray[np.float32]

ESPEAK_RATE_HZ = 22_050
AUDIO_OUTPUT_SYNCHRONOUS = 2
CHARS_UTF8 = 1
POS_CHARACTER = 1
PARAMETER_RATE, PARAMETER_PITCH = 1, 3
AUDIBLE = 20
"""Samples up to this value at the ends are silence."""

_SynthCallback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """A speaker of espeak-ng voices."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        if self._library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, data, 0) != ESPEAK_RATE_HZ:
            raise RuntimeError("espeak-ng did not start")
        self._pieces: list[npt.NDArray[np.int16]] = []
        self._callback = _SynthCallback(self._keep)

    def _keep(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def say(self, text: str, voice: str, speed_wpm: int, pitch: int) -> Sound:
        """Return `text` at `ESPEAK_RATE_HZ`, int16 values as floats, no silence at the ends."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice}")
        self._library.espeak_SetParameter(PARAMETER_RATE, speed_wpm, 0)
        self._library.espeak_SetParameter(PARAMETER_PITCH, pitch, 0)
        self._library.espeak_SetSynthCallback(self._callback)
        self._pieces.clear()
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, POS_CHARACTER, 0, CHARS_UTF8, None, None)
        sound = np.concatenate(self._pieces).astype(np.float32)
        audible = np.flatnonzero(np.abs(sound) > AUDIBLE)
        return sound[audible[0] : audible[-1] + 1]

    def say_pcm(
        self, text: str, voice: str = "en-us", speed_wpm: int = 150, pitch: int = 50
    ) -> Pcm:
        """Return `text` as Backtalk hears it: int16 at `RATE_HZ`, without silence at the ends."""
        sound = soxr.resample(self.say(text, voice, speed_wpm, pitch), ESPEAK_RATE_HZ, RATE_HZ)
        pcm: Pcm = np.clip(np.round(sound), -32768, 32767).astype(np.int16)
        return pcm


def say_afresh(said: Sequence[tuple[str, str, int]]) -> list[Pcm]:
    """Return texts, each with its voice and words per minute, as a fresh process says them."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_say_all, said).result()


def _say_all(said: Sequence[tuple[str, str, int]]) -> list[Pcm]:
    espeak = Espeak()
    return [espeak.say_pcm(text, voice, speed_wpm) for text, voice, speed_wpm in said]
