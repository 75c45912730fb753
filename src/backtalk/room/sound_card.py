"""The real room: a loudspeaker and a microphone through PortAudio, full duplex.

Callbacks copy and enqueue only; listening happens on a thread of its own. The card never goes
quietly: `lost` says when a device, the player or the listener has failed. It refuses to mend
itself behind anyone's back: the owner reads `lost` and calls `try_reopen`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

import numpy as np

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ, Pcm
from backtalk.room import portaudio
from backtalk.room.block_listener import BlockListener
from backtalk.room.line import SILENT_TOO_LONG_S, Line

PATIENCE_S = 3.0
"""How long to wait for the sound system; opening took 0.1 s, a frozen server never answers."""


class SoundCard:
    """Full duplex at 16 kHz mono int16: pulls 20 ms blocks to play, pushes 20 ms blocks heard.

    `play(frames)` is called in PortAudio's thread and returns exactly that many samples, quickly.
    `hear(mic_block, far_block)` is called on the card's listener thread; `far_block` is what the
    loudspeaker played at the same stream time, the echo reference (see `EchoReference`).
    `output` and `input` are device names, or None for the system's defaults.

    One thread owns the card and calls its methods; the properties may be read from anywhere.
    Two streams, not one: they live and die apart, so `lost` can name the device, and they may
    belong to different host APIs. (An ASIO driver, which allows only one, is not supported.)
    """

    def __init__(
        self,
        play: Callable[[int], Pcm],
        hear: Callable[[Pcm, Pcm], None],
        *,
        output: str | None,
        input: str | None,  # noqa: A002 - the word that PortAudio and its users have for it
    ) -> None:
        self._play = play
        self._output_name = output
        self._input_name = input
        self._listener = BlockListener(hear)
        self._lines: tuple[Line, ...] = ()
        self._errand: portaudio.TimeboxedCall | None = None
        self._play_fault: Exception | None = None
        self._failure: str | None = None
        self._last_heard_s: float | None = None
        self._output_underflows = 0
        self._input_overflows = 0
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
        self._await_earlier()
        if not self._lines:
            self._in_time(self._open)
        self._failure = None

    def stop(self) -> None:
        """Silence at once and let go of both devices; `start` takes them again."""
        self._wanted = False
        self._failure = None
        try:
            self._await_earlier()
            self._in_time(self._let_go)
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
            self._await_earlier()
            if not self._devices_live():
                self._in_time(self._reopen)
        except BacktalkError as error:
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
        reasons = [line.why_lost(now_s) for line in self._lines]
        if self._play_fault is not None:
            reasons.append(f"Playing failed ({self._play_fault!r}).")
        if self._listener.fault is not None:
            reasons.append(f"Listening failed ({self._listener.fault!r}).")
        reasons.append(self._listener.why_stuck(now_s))
        return " ".join(reason for reason in reasons if reason is not None) or None

    @property
    def loudspeaker_lost(self) -> bool:
        """Whether what has failed is the loudspeaker, so that nothing can be said through it."""
        now_s = time.monotonic()
        outputs = [line for line in self._lines if line.kind == "output"]
        dead = any(line.why_lost(now_s) is not None for line in outputs)
        return dead or self._play_fault is not None or (self._failure is not None and not outputs)

    @property
    def fault(self) -> Exception | None:
        """The first exception that `play` or `hear` raised since the devices were opened."""
        return self._play_fault or self._listener.fault

    @property
    def last_heard_s(self) -> float | None:
        """When the last microphone block arrived (monotonic seconds); None before the first."""
        return self._last_heard_s

    def input_alive(self, now_s: float) -> bool:
        """Say whether microphone blocks still arrive at monotonic time `now_s`."""
        return self._last_heard_s is not None and now_s - self._last_heard_s <= SILENT_TOO_LONG_S

    def now_s(self) -> float:
        """Return the stream clock: seconds of sound played. Stands still while a card is lost."""
        return self.frames_played / RATE_HZ

    @property
    def output_underflows(self) -> int:
        """Times the loudspeaker ran dry because `play` or the machine was too slow."""
        return self._output_underflows

    @property
    def input_overflows(self) -> int:
        """Times microphone samples were lost before they reached us."""
        return self._input_overflows

    @property
    def dropped_blocks(self) -> int:
        """Blocks thrown away because `hear` was ten seconds behind."""
        return self._listener.dropped_blocks

    def _await_earlier(self) -> None:
        """Wait for a call that still hangs in the sound system: two at once could crash it.

        Raises:
            BacktalkError: it hangs on.
        """
        if self._errand is not None and not self._errand.ended(PATIENCE_S):
            raise _no_answer()

    def _in_time(self, work: Callable[[], None]) -> None:
        """Run `work` in the sound system, but wait no longer than `PATIENCE_S`.

        Raises:
            BacktalkError: from `work`, or the sound system does not answer.
        """
        self._errand = portaudio.TimeboxedCall(work)
        if not self._errand.ended(PATIENCE_S):
            raise _no_answer()
        self._errand.raise_error()

    def _devices_live(self) -> bool:
        now_s = time.monotonic()
        return bool(self._lines) and not any(line.why_lost(now_s) for line in self._lines)

    def _open(self) -> None:
        opened: list[Line] = []
        self._play_fault = None
        self._listener.streams_reopened()
        try:
            opened.append(Line("output", self._output_name, self._play_block))
            opened.append(Line("input", self._input_name, self._take_block))
            for line in opened:
                line.start()
        except BaseException:
            for line in opened:
                line.close()
            raise
        self._lines = tuple(opened)
        if not self._wanted:
            self._let_go()

    def _let_go(self) -> None:
        lines, self._lines = self._lines, ()
        for line in lines:
            line.close()

    def _reopen(self) -> None:
        self._let_go()
        portaudio.restart()
        self._open()

    def _play_block(self, samples: Pcm, start_s: float, lost_samples: bool) -> None:  # noqa: FBT001 - a callback, called by place
        if lost_samples:
            self._output_underflows += 1
            self._listener.samples_lost()
        try:
            samples[:] = _checked(self._play(len(samples)), len(samples))
        except Exception as error:  # noqa: BLE001 - silence; kept in `fault`, and `lost` tells
            self._play_fault = self._play_fault or error
            samples.fill(0)
        self._listener.played(samples.copy(), start_s)
        self.frames_played += len(samples)

    def _take_block(self, samples: Pcm, start_s: float, lost_samples: bool) -> None:  # noqa: FBT001 - a callback, called by place
        if lost_samples:
            self._input_overflows += 1
            self._listener.samples_lost()
        self._last_heard_s = time.monotonic()
        self._listener.captured(samples.copy(), start_s)


def _checked(block: Pcm, frames: int) -> Pcm:
    if block.shape != (frames,) or block.dtype != np.int16:
        raise ValueError(f"play returned {block.dtype} of shape {block.shape}, not {frames} int16")
    return block


def _no_answer() -> BacktalkError:
    return BacktalkError(
        f"The sound system has not answered for {PATIENCE_S:.0f} s.",
        "Restart the sound system of this machine, then run backtalk doctor.",
    )
