"""The espeak-ng library through ctypes: thousands of words quickly and without files.

The library has one state for the whole process: not for two threads at once.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import espeakng_loader
import numpy as np
import numpy.typing as npt
import soxr

from backtalk.ports import RATE_HZ

Floats = npt.NDArray[np.float32]

ESPEAK_RATE_HZ = 22_050
SYNCHRONOUS = 2
UTF8 = 1
RATE, PITCH, RANGE = 1, 3, 4

ACCENTS = ("en-us", "en-us", "en-us", "en", "en", "en-gb-scotland", "en-gb-x-rp",
           "en-us-nyc", "en-gb-x-gbclan", "en-029")  # fmt: skip
ODD = {
    "Tweaky",
    "whisper",
    "whisperf",
    "Demonic",
    "croak",
    "announcer",
    "fast",
    "aunty",
    "UniRobot",
    "anikaRobot",
}
"""Variants that no person sounds like, beside the robots."""

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def variants() -> list[str]:
    """Return the names of the voice variants that sound like people."""
    folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in ODD
        and not path.name.startswith(("robosoft", "iven", "Ricishay"))
        and " " not in path.name
    )


class Espeak:
    """A speaker of all espeak-ng voices."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        if self._library.espeak_Initialize(SYNCHRONOUS, 0, data, 0) != ESPEAK_RATE_HZ:
            raise RuntimeError("espeak-ng did not start")
        self._pieces: list[npt.NDArray[np.int16]] = []
        self._callback = _Callback(self._keep)

    def _keep(self, samples, count: int, _events: object) -> int:
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def say(self, text: str, voice: str, words_per_minute: int, pitch: int, lilt: int) -> Floats:
        """Return the text spoken, at `RATE_HZ`, on a scale of 1."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice}")
        for parameter, value in ((RATE, words_per_minute), (PITCH, pitch), (RANGE, lilt)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._library.espeak_SetSynthCallback(self._callback)
        self._pieces.clear()
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, UTF8, None, None)
        sound = np.concatenate(self._pieces).astype(np.float32) / 32768
        return np.asarray(soxr.resample(sound, ESPEAK_RATE_HZ, RATE_HZ), np.float32)
