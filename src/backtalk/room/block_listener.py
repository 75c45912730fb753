"""The thread that hands captured blocks, with their echo reference, to the listener.

It exists so that the callbacks of the sound card only enqueue. It never stops at an exception of
the listener: the first one is kept in `fault`, and the following blocks are still offered.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from backtalk.ports import BLOCK_S, Pcm
from backtalk.room.echo_reference import EchoReference

MAX_WAITING = 1000
"""Blocks of both directions that may wait (10 s of sound); more are dropped and counted."""

MAX_BEHIND_S = 1.5
"""Further behind than this, the listener counts as stuck. With the card's own watchdog at 1 s,
both leave time to speak up within the two seconds that are promised."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Played:
    block: Pcm
    start_s: float


@dataclass(frozen=True)
class _Captured:
    block: Pcm
    start_s: float


class _SamplesLost:
    """The counts of samples and the stream times no longer belong together as before."""


class _StreamsReopened:
    """New streams: nothing of the old ones may be used as a reference."""


_Item = _Played | _Captured | _SamplesLost | _StreamsReopened | None


class BlockListener:
    """Calls `process(microphone, reference)` for each captured block, on a thread of its own."""

    def __init__(self, process: Callable[[Pcm, Pcm], None]) -> None:
        self._process = process
        self._waiting: SimpleQueue[_Item] = SimpleQueue()
        self._echo_reference = EchoReference()
        self._busy_since_s: float | None = None
        self.fault: Exception | None = None
        """The first exception of `process` since the streams were opened."""
        self.dropped_blocks = 0
        """Blocks thrown away because the listener was ten seconds behind."""
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)
        self._thread.start()

    def put_played(self, block: Pcm, start_s: float) -> None:
        """Enqueue what the loudspeaker plays from stream time `start_s` on."""
        self._put(_Played(block, start_s))

    def put_captured(self, block: Pcm, start_s: float) -> None:
        """Enqueue what the microphone captured from stream time `start_s` on."""
        self._put(_Captured(block, start_s))

    def samples_lost(self) -> None:
        """An overflow or underflow happened: the echo reference must be locked again."""
        self._put(_SamplesLost())

    def streams_reopened(self) -> None:
        """Start afresh with the echo reference; forget the fault."""
        self.forget_fault()
        self._put(_StreamsReopened())

    def forget_fault(self) -> None:
        """The owner knows about `fault`; the next exception is a new one."""
        self.fault = None

    def why_stuck(self, now_s: float) -> str | None:
        """Say in one sentence how far `process` is behind at monotonic time `now_s`, else None."""
        busy_since_s = self._busy_since_s
        busy_s = 0.0 if busy_since_s is None else now_s - busy_since_s
        behind_s = max(busy_s, self._waiting.qsize() * BLOCK_S / 2)
        return f"Listening is {behind_s:.1f} s behind." if behind_s > MAX_BEHIND_S else None

    def close(self, limit_s: float) -> None:
        """Process what is waiting, then end the thread; give up on a stuck one after `limit_s`."""
        self._waiting.put(None)
        self._thread.join(limit_s)
        if self.dropped_blocks:
            _LOG.warning("%d blocks were dropped: the listener was behind", self.dropped_blocks)

    def _put(self, item: _Item) -> None:
        if self._waiting.qsize() < MAX_WAITING:
            self._waiting.put(item)
        else:
            self.dropped_blocks += 1

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            match item:
                case _Played(block, start_s):
                    self._echo_reference.add_played(block, start_s)
                case _Captured(block, start_s):
                    self._offer(block, self._echo_reference.reference_for(len(block), start_s))
                case _SamplesLost():
                    self._echo_reference.unlock()
                case _StreamsReopened():
                    self._echo_reference = EchoReference()

    def _offer(self, block: Pcm, reference: Pcm) -> None:
        self._busy_since_s = time.monotonic()
        try:
            self._process(block, reference)
        except Exception as error:  # noqa: BLE001 - kept in `fault`, and `lost` speaks of it
            if self.fault is None:  # by its class only: its text may quote what was said
                _LOG.error("the listener failed with %s", type(error).__name__)
            self.fault = self.fault or error
        finally:
            self._busy_since_s = None
