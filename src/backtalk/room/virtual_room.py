"""A simulated room: loudspeaker, echo path, a person who speaks, noise; exact to the sample.

Block in, block out: what the loudspeaker plays goes in, what the microphone hears comes out, at
the same time base. Every random part comes from a seed, so a rehearsal repeats to the sample.
Levels are relative to the person's voice, which is speech at the common loudness of all speech.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm

MICROPHONE_HISS = 8.0
"""Root mean square of a quiet microphone's own noise, in int16 steps: about -72 dBFS."""
ECHO_DELAY_S = 0.012
"""Sound's way from a loudspeaker four metres away, as a phone or smart speaker on a shelf."""
ECHO_RT60_S = 0.3
"""Reverberation time of a furnished living room."""
_AUDIBLE = 100

_Samples = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SpokenWords:
    """Something the person in the room says."""

    at_s: float
    text: str
    pcm: Pcm

    @property
    def end_s(self) -> float:
        """When its last audible sample has been spoken."""
        audible = np.flatnonzero(np.abs(self.pcm.astype(np.int32)) > _AUDIBLE)
        return self.at_s + (int(audible[-1]) + 1 if len(audible) else 0) / RATE_HZ


def echo_path(echo_db: float, seed: int = 1) -> _Samples:
    """Return an impulse response: delayed direct sound and a decaying tail, `echo_db` in energy."""
    rng = np.random.default_rng(seed)
    length = int(ECHO_RT60_S * RATE_HZ * 0.6)  # the tail has decayed by 36 dB there
    tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / (ECHO_RT60_S * RATE_HZ))
    response = np.concatenate([np.zeros(int(ECHO_DELAY_S * RATE_HZ)), [4.0], 0.2 * tail])
    scaled: _Samples = response * 10 ** (echo_db / 20) / np.sqrt(np.sum(response**2))
    return scaled


class VirtualRoom:
    """One person, one loudspeaker, one microphone."""

    def __init__(
        self,
        said: tuple[SpokenWords, ...] = (),
        *,
        echo_db: float | None = None,
        noise: Pcm | None = None,
        noise_level: float = 0.0,
        seed: int = 1,
    ) -> None:
        """Furnish the room.

        Args:
            said: what the person says, and when.
            echo_db: energy of the coach's voice at the microphone against the loudspeaker's;
                None for a room without echo.
            noise: sound of the room, repeated for ever; None for white noise.
            noise_level: root mean square of the noise in int16 steps; 0 for none.
            seed: of everything random.
        """
        self._said = sorted(said, key=lambda utterance: utterance.at_s)
        self._echo = _Convolver(echo_path(echo_db, seed)) if echo_db is not None else None
        self._noise = _scaled(noise, noise_level) if noise is not None and len(noise) else None
        white_level = noise_level if noise is None else 0.0
        self._hiss_level = float(np.hypot(MICROPHONE_HISS, white_level))
        self._rng = np.random.default_rng(seed)
        self._frame = 0

    def say(self, utterance: SpokenWords) -> None:
        """Let the person say `utterance`, which begins now or later."""
        self._said = sorted([*self._said, utterance], key=lambda each: each.at_s)

    def exchange(self, played: Pcm) -> Pcm:
        """Play one block of `BLOCK_FRAMES` samples into the room; return what is heard in it."""
        heard = self._rng.standard_normal(BLOCK_FRAMES)
        heard *= self._hiss_level
        if self._echo is not None:
            heard += self._echo.block(played.astype(np.float64))
        if self._noise is not None:
            index = (self._frame + np.arange(BLOCK_FRAMES)) % len(self._noise)
            heard += self._noise[index]
        for utterance in self._said:
            self._add(heard, utterance)
        self._frame += BLOCK_FRAMES
        while self._said and self._over(self._said[0]):
            self._said.pop(0)
        np.rint(heard, out=heard)
        return np.clip(heard, -32768, 32767, out=heard).astype(np.int16)

    def _add(self, heard: _Samples, utterance: SpokenWords) -> None:
        offset = round(utterance.at_s * RATE_HZ) - self._frame
        if offset >= BLOCK_FRAMES:
            return
        part = utterance.pcm[max(0, -offset) : max(0, BLOCK_FRAMES - offset)]
        start = max(0, offset)
        heard[start : start + len(part)] += part

    def _over(self, utterance: SpokenWords) -> bool:
        return round(utterance.at_s * RATE_HZ) + len(utterance.pcm) <= self._frame


class _Convolver:
    """Streaming convolution with a fixed response, by overlap-add in the frequency domain."""

    def __init__(self, response: _Samples) -> None:
        size = BLOCK_FRAMES + len(response) - 1
        self._size = 1 << (size - 1).bit_length()  # a power of two: the fast sizes of an FFT
        self._spectrum = np.fft.rfft(response, self._size)
        self._tail: _Samples = np.zeros(self._size)

    def block(self, block: _Samples) -> _Samples:
        self._tail += np.fft.irfft(np.fft.rfft(block, self._size) * self._spectrum, self._size)
        out = self._tail[:BLOCK_FRAMES].copy()
        self._tail = np.concatenate([self._tail[BLOCK_FRAMES:], np.zeros(BLOCK_FRAMES)])
        return out


def _scaled(noise: Pcm, level: float) -> _Samples:
    samples = noise.astype(np.float64)
    rms = float(np.sqrt(np.mean(samples**2)))
    return samples * (level / rms) if rms else samples
