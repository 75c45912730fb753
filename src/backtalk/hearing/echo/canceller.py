"""Taking the coach's own voice out of what the microphone hears.

WebRTC's echo canceller (AEC3), as the livekit package carries it, does the work: 36 dB once it has
converged. Noise suppression, high-pass and automatic gain stay off, because they cost recall of
the stop class. Where the package is not installed, sound passes through unchanged and
`unavailable_reason` says so.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
from types import ModuleType
from typing import Any, Protocol

import numpy as np

from backtalk.ports import RATE_HZ, Pcm

_LOG = logging.getLogger(__name__)

FRAME = RATE_HZ // 100
"""AEC3 takes frames of exactly 10 ms; any other length ends the process, so it is checked here."""


class EchoCanceller(Protocol):
    """Cleans microphone blocks with the loudspeaker's."""

    def process(self, microphone: Pcm, reference: Pcm) -> Pcm:
        """Return `microphone` without the echo of `reference`; both have the same length."""


class PassThrough:
    """No canceller: for headphones, rooms without echo, and machines without the package."""

    def process(self, microphone: Pcm, reference: Pcm) -> Pcm:  # noqa: ARG002  the shape of a canceller
        """Return `microphone` as it is."""
        return microphone


def unavailable_reason() -> str | None:
    """Say in one sentence why echo cannot be cancelled here, or None."""
    if importlib.util.find_spec("livekit") is None:
        return "The livekit package is missing, so the coach's own voice is not cancelled."
    return None


def open_canceller() -> EchoCanceller:
    """Return AEC3 where its package is installed, else a plain pass-through."""
    reason = unavailable_reason()
    if reason is not None:
        _LOG.warning("No echo canceller: %s", reason)
        return PassThrough()
    canceller = WebRtcEcho()
    _LOG.info("Echo canceller opened: AEC3.")
    return canceller


class WebRtcEcho:
    """AEC3 on blocks of any whole number of 10 ms frames. One thread uses it."""

    def __init__(self) -> None:
        self._rtc: ModuleType = importlib.import_module("livekit.rtc")
        self._module: Any = self._rtc.AudioProcessingModule(echo_cancellation=True)

    def process(self, microphone: Pcm, reference: Pcm) -> Pcm:
        """Return `microphone` without the echo of `reference`.

        Raises:
            ValueError: the blocks differ in length or are no whole number of frames.
        """
        if len(microphone) != len(reference) or len(microphone) % FRAME:
            raise ValueError("echo is cancelled in whole frames of 10 ms, near and reference alike")
        cleaned = np.empty_like(microphone)
        for start in range(0, len(microphone), FRAME):
            part = slice(start, start + FRAME)
            # The reference goes first: AEC3 cannot cancel what it has not heard yet.
            self._module.process_reverse_stream(self._frame(reference[part]))
            frame = self._frame(microphone[part])
            self._module.process_stream(frame)
            cleaned[part] = np.frombuffer(frame.data, dtype=np.int16)
        return cleaned

    def _frame(self, samples: Pcm) -> Any:
        return self._rtc.AudioFrame(bytearray(samples.tobytes()), RATE_HZ, 1, FRAME)
