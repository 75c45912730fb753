"""The real room: a loudspeaker and a microphone through PortAudio, full duplex.

How it works. Sound lives on three threads that never wait for one another. PortAudio's threads (one
for each stream) run the callbacks: one pulls the next 20 ms from `play`, the other takes 20 ms from
the microphone. Both copy and enqueue and do nothing else, because a callback that is late is heard
as a click or loses samples. The third thread is the `BlockListener`'s: it pairs each microphone
block with what was played at that time and calls `process`, which may take its time: blocks wait,
and only a listener that is 1.5 s behind counts as stuck. The owner's thread opens, closes and asks.

What may hang is boxed in. Opening, stopping and closing go into the system's sound server, which
may be frozen; they run in a `Timebox` and are given up after three seconds. A call that was given
up may still come back later: `_wanted` says whether its streams are then kept or closed at once.

The card never goes quietly: `lost` says when a device, the player or the listener has failed. It
also never reopens itself, because starting PortAudio afresh ends every stream of the process: the
owner reads `lost` and calls `try_reopen`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import TracebackType

import numpy as np

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ, Pcm
from backtalk.room import portaudio
from backtalk.room.audio_stream import AudioStream
from backtalk.room.block_listener import BlockListener
from backtalk.room.timebox import PATIENCE_S, Timebox

_LOG = logging.getLogger(__name__)


class SoundCard:
    """Full duplex at 16 kHz mono int16: pulls 20 ms blocks to play, pushes 20 ms blocks captured.

    `play(frames)` is called in PortAudio's thread and returns exactly that many samples, quickly.
    `process(microphone, reference)` is called on the card's listener thread; `reference` is the
    block that the loudspeaker played at the same stream time (see `EchoReference`).
    `output` and `input` are device names, or None for the system's defaults.

    One thread owns the card and calls its methods; the properties may be read from anywhere.
    Two streams, not one: they live and die apart, so `lost` can name the device, and they may
    belong to different host APIs. (An ASIO driver, which allows only one, is not supported.)
    """

    def __init__(
        self,
        play: Callable[[int], Pcm],
        process: Callable[[Pcm, Pcm], None],
        *,
        output: str | None,
        input: str | None,  # noqa: A002 - the word that PortAudio and its users have for it
    ) -> None:
        self._play = play
        self._output_name = output
        self._input_name = input
        self._listener = BlockListener(process)
        self._streams: tuple[AudioStream, ...] = ()
        self._timebox = Timebox()
        self._play_fault: Exception | None = None
        self._failure: str | None = None
        self._loss_logged = False
        self._wanted = False
        self.frames_played = 0
        """Samples handed to the loudspeaker since the card was made; 60 ms later they sound."""

    def __enter__(self) -> SoundCard:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Open both devices and let sound flow; a card that runs already is left alone.

        Raises:
            BacktalkError: PortAudio or a device is missing, refuses, or does not answer.
        """
        self._wanted = True
        self._timebox.await_earlier()
        if not self._streams:
            self._timebox.run(self._open)
        self._failure = None

    def stop(self) -> None:
        """Silence at once and let go of both devices; `start` takes them again."""
        self._wanted = False
        self._failure = None
        try:
            self._timebox.await_earlier()
            self._timebox.run(self._let_go)
        except BacktalkError as error:
            # Nothing sounds through a sound system that has frozen, so this is no emergency.
            self._failure = error.message

    def close(self) -> None:
        """Stop, and end the listener thread; the card is not used afterwards."""
        self.stop()
        self._listener.close(PATIENCE_S)

    def try_reopen(self) -> bool:
        """Get both devices back by name and forget the fault; say whether nothing is lost now.

        Devices that still live are left alone; otherwise PortAudio is started afresh, and every
        other stream of this process is lost. Returns within `PATIENCE_S` when the sound system
        is frozen; what is under way then goes on, and the next call finds its result. When it
        fails, `lost` says why.
        """
        self._wanted = True
        try:
            self._timebox.await_earlier()
            if not self._devices_live():
                self._timebox.run(self._reopen)
                _LOG.info("both devices are back")
        except BacktalkError as error:
            if error.message != self._failure:  # it is called again and again while all is lost
                _LOG.warning("sound is still lost: %s", error.message)
            self._failure = error.message
            return False
        self._failure = None
        self._play_fault = None
        self._listener.forget_fault()
        return self.lost is None

    @property
    def lost(self) -> str | None:
        """One sentence about what has failed (a device, the player, the listener), else None.

        Known at the latest 1.5 s after it happened. A card that was not started, or was stopped,
        has lost nothing.
        """
        if self._failure is not None:
            return self._failure
        now_s = time.monotonic()
        reasons = [stream.why_lost(now_s) for stream in self._streams]
        if self._play_fault is not None:
            reasons.append(f"Playing failed ({self._play_fault!r}).")
        if self._listener.fault is not None:
            reasons.append(f"Listening failed ({self._listener.fault!r}).")
        reasons.append(self._listener.why_stuck(now_s))
        lost = " ".join(reason for reason in reasons if reason is not None) or None
        if lost is not None and not self._loss_logged:
            self._log_loss(now_s)
        self._loss_logged = lost is not None
        return lost

    @property
    def loudspeaker_lost(self) -> bool:
        """Whether what has failed is the loudspeaker, so that nothing can be said through it."""
        now_s = time.monotonic()
        outputs = [stream for stream in self._streams if stream.kind == "output"]
        dead = any(stream.why_lost(now_s) is not None for stream in outputs)
        return dead or self._play_fault is not None or (self._failure is not None and not outputs)

    @property
    def fault(self) -> Exception | None:
        """The first exception that `play` or `process` raised since the devices were opened."""
        return self._play_fault or self._listener.fault

    def now_s(self) -> float:
        """Return the stream clock: seconds of sound played. Stands still while a card is lost."""
        return self.frames_played / RATE_HZ

    @property
    def dropped_blocks(self) -> int:
        """Blocks thrown away because `process` was ten seconds behind."""
        return self._listener.dropped_blocks

    def _log_loss(self, now_s: float) -> None:
        """Log what is lost; an exception by its class only, because its text may quote words."""
        reasons = [stream.why_lost(now_s) for stream in self._streams]
        reasons.append(self._listener.why_stuck(now_s))
        reasons += [type(fault).__name__ for fault in (self.fault,) if fault is not None]
        _LOG.warning("sound is lost: %s", " ".join(filter(None, reasons)))

    def _devices_live(self) -> bool:
        now_s = time.monotonic()
        return bool(self._streams) and not any(stream.why_lost(now_s) for stream in self._streams)

    def _open(self) -> None:
        opened: list[AudioStream] = []
        self._play_fault = None
        self._listener.streams_reopened()
        try:
            opened.append(AudioStream("output", self._output_name, self._play_block))
            opened.append(AudioStream("input", self._input_name, self._take_block))
            for stream in opened:
                stream.start()
        except BaseException:
            for stream in opened:
                stream.close()
            raise
        self._streams = tuple(opened)
        if not self._wanted:  # stopped while the sound system hung: what came late is let go
            self._let_go()

    def _let_go(self) -> None:
        streams, self._streams = self._streams, ()
        for stream in streams:
            stream.close()

    def _reopen(self) -> None:
        self._let_go()
        portaudio.restart()
        self._open()

    def _play_block(self, samples: Pcm, start_s: float, lost_samples: bool) -> None:  # noqa: FBT001 - a callback, called by place
        if lost_samples:
            self._listener.samples_lost()
        try:
            samples[:] = _checked(self._play(len(samples)), len(samples))
        except Exception as error:  # noqa: BLE001 - silence; kept in `fault`, and `lost` tells
            self._play_fault = self._play_fault or error
            samples.fill(0)
        # Also after a fault, so that the reference is what really sounded: silence.
        self._listener.put_played(samples.copy(), start_s)
        self.frames_played += len(samples)

    def _take_block(self, samples: Pcm, start_s: float, lost_samples: bool) -> None:  # noqa: FBT001 - a callback, called by place
        if lost_samples:
            self._listener.samples_lost()
        self._listener.put_captured(samples.copy(), start_s)


def _checked(block: Pcm, frames: int) -> Pcm:
    if block.shape != (frames,) or block.dtype != np.int16:
        raise ValueError(f"play returned {block.dtype} of shape {block.shape}, not {frames} int16")
    return block
