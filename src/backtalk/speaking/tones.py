"""Earcons: short tones that say what words would be too slow for.

Pure: each is computed from its notes, the same every time. Fundamentals lie between 500 and
1,500 Hz, where older ears are good and small loudspeakers work; attacks and decays are soft.
Rising means go, falling means rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from backtalk.ports import RATE_HZ, Pcm

ATTACK_S = 0.012
RELEASE_S = 0.030
OVERTONES = ((1, 1.0), (2, 0.25), (3, 0.08))
"""Multiples of the fundamental and their amplitudes: a bell rather than a beep."""

FULL_SCALE = float(np.iinfo(np.int16).max)


class Earcon(Enum):
    """What a tone tells the listener."""

    GET_READY = "get ready"
    HALF_WAY = "half way"
    DONE = "done"
    ALARM = "alarm"
    """The microphone is lost: the only one that is meant to startle."""


@dataclass(frozen=True)
class Note:
    """One tone within an earcon."""

    pitch_hz: float
    start_s: float
    length_s: float
    peak_db: float = -15.0
    """Highest amplitude, dBFS: beside speech at -20 dBFS rms neither loud nor lost."""
    decay_s: float = 0.12
    """Time in which it fades to 37 %."""


_C5, _E5, _G5, _A5, _C6 = 523.25, 659.26, 783.99, 880.0, 1046.5

NOTES: dict[Earcon, tuple[Note, ...]] = {
    Earcon.GET_READY: (Note(_E5, 0.0, 0.15), Note(_A5, 0.13, 0.22)),
    Earcon.HALF_WAY: (Note(_A5, 0.0, 0.18),),
    Earcon.DONE: (Note(_C5, 0.0, 0.14), Note(_E5, 0.10, 0.14), Note(_G5, 0.20, 0.20)),
    Earcon.ALARM: tuple(
        Note(pitch_hz, start_s, 0.10, peak_db=-8.0, decay_s=1.0)
        for pitch_hz, start_s in ((_C6, 0.0), (_A5, 0.10), (_C6, 0.20), (_A5, 0.30))
    ),
}
"""The notes of each earcon; their sum stays below full scale."""


def sound(earcon: Earcon) -> Pcm:
    """Return the sound of `earcon`, 100 to 400 ms long."""
    notes = NOTES[earcon]
    mix = np.zeros(round(max(note.start_s + note.length_s for note in notes) * RATE_HZ))
    for note in notes:
        first = round(note.start_s * RATE_HZ)
        wave = tone(note)
        mix[first : first + len(wave)] += wave[: len(mix) - first]
    return np.rint(mix * FULL_SCALE).astype(np.int16)


def tone(note: Note) -> npt.NDArray[np.float64]:
    """Return one note, full scale being 1: overtones under a soft attack, decay and release."""
    time_s = np.arange(round(note.length_s * RATE_HZ)) / RATE_HZ
    wave = np.zeros_like(time_s)
    for multiple, amplitude in OVERTONES:
        wave += amplitude * np.sin(2 * np.pi * multiple * note.pitch_hz * time_s)
    attack = np.clip(time_s / ATTACK_S, 0, 1)
    release = np.clip((note.length_s - time_s) / RELEASE_S, 0, 1)
    # Half a cosine has no corner at either end, so that nothing clicks.
    envelope = np.sin(np.pi / 2 * attack) ** 2 * np.sin(np.pi / 2 * release) ** 2
    wave *= envelope * np.exp(-time_s / note.decay_s)
    wave *= 10 ** (note.peak_db / 20) / np.abs(wave).max()
    return wave
