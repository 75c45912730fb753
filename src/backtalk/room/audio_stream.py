"""One direction of a sound card: a PortAudio stream and its signs of life.

Opens a device by name, passes its blocks on, and knows whether it still lives. It never reopens
itself: that takes a fresh PortAudio, which ends the streams of both directions.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from backtalk.errors import BacktalkError
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.room import portaudio
from backtalk.room.devices import REMEDY, WORDS, Kind, find_device

SILENT_TOO_LONG_S = 1.0
"""A callback comes every 20 ms; after a second without one the device counts as lost."""

PLAUSIBLE_S = 2.0
"""Some host APIs report 0 instead of a stream time; times further off than this are not used."""

_LOG = logging.getLogger(__name__)


class AudioStream:
    """An open, not yet started stream that calls `on_block(samples, start_s, lost_samples)`.

    `samples` is the block to fill (output) or to copy (input), `start_s` the stream time at which
    its first sample sounds or was captured; `lost_samples` says that the sound system dropped
    some before it. `on_block` runs in PortAudio's thread and must not raise.

    Raises:
        BacktalkError: no such device, or it does not open at 16 kHz mono.
    """

    def __init__(
        self, kind: Kind, name: str | None, on_block: Callable[[Pcm, float, bool], None]
    ) -> None:
        self.kind: Kind = kind
        device = find_device(name, kind)
        self.name = device.name
        self._on_block = on_block
        self.last_block_s = time.monotonic()
        """When the last callback came (monotonic seconds); at first, when the stream was made."""
        self._finished = False
        self._times_samples_lost = 0
        sd = portaudio.import_sounddevice()
        stream_of = sd.InputStream if kind == "input" else sd.OutputStream
        try:
            self._stream = stream_of(
                samplerate=RATE_HZ,
                blocksize=BLOCK_FRAMES,
                device=device.index,
                channels=1,
                dtype="int16",
                # Two blocks ahead: 60 ms from the callback to the air and back.
                latency="low",
                callback=self._called,
                finished_callback=self._has_finished,
            )
        except sd.PortAudioError as error:
            raise self._refusal(error) from error
        _LOG.info(
            "%s %r opened: %d Hz, blocks of %d samples, latency %.0f ms",
            WORDS[kind],
            self.name,
            RATE_HZ,
            BLOCK_FRAMES,
            1000 * self._stream.latency,
        )

    def start(self) -> None:
        """Let blocks flow.

        Raises:
            BacktalkError: the device does not start.
        """
        try:
            self._stream.start()
        except portaudio.import_sounddevice().PortAudioError as error:
            raise self._refusal(error) from error
        self.last_block_s = time.monotonic()

    def close(self) -> None:
        """End the stream at once, dropping what was still to be played. May hang: see `Timebox`."""
        self._stream.abort()
        self._stream.close()
        lost = self._times_samples_lost
        _LOG.info("%s %r closed; samples were lost %d times", WORDS[self.kind], self.name, lost)

    def why_lost(self, now_s: float) -> str | None:
        """Say in one sentence why the device counts as lost at monotonic `now_s`, else None."""
        if self._finished:
            return f"The {WORDS[self.kind]} {self.name!r} has gone."
        quiet_s = now_s - self.last_block_s
        if quiet_s > SILENT_TOO_LONG_S:
            return f"The {WORDS[self.kind]} {self.name!r} has not answered for {quiet_s:.1f} s."
        return None

    # The types of PortAudio's structures are sounddevice's private matter, hence Any.
    def _called(self, samples: Any, _frames: int, times: Any, status: Any) -> None:
        # In PortAudio's thread: nothing here may wait, so lost samples are counted, not logged.
        self.last_block_s = time.monotonic()
        if self.kind == "input":
            lost, start_s = bool(status.input_overflow), times.inputBufferAdcTime
        else:
            lost, start_s = bool(status.output_underflow), times.outputBufferDacTime
        self._times_samples_lost += lost
        if abs(start_s - times.currentTime) > PLAUSIBLE_S:
            start_s = times.currentTime
        self._on_block(samples[:, 0], start_s, lost)

    def _has_finished(self) -> None:
        self._finished = True

    def _refusal(self, error: Exception) -> BacktalkError:
        return BacktalkError(
            f"The {WORDS[self.kind]} {self.name!r} does not open at 16 kHz mono ({error}).", REMEDY
        )
