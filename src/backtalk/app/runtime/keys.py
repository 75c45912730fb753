"""The keyboard as another way to stop: any key, at any time.

Reads single keys of a terminal without waiting for Enter; on a machine or a pipe without a
terminal it reads nothing. While a session waits for an answer, some keys answer.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backtalk.core.model.events import SCORES, Command

ANSWERS = {
    **{str(score): command for score, command in enumerate(SCORES[:10])},
    "b": Command.BACK,
    "c": Command.CONTINUE,
    "s": Command.SKIP,
    "e": Command.EASIER,
    "f": Command.FINISH,
    "y": Command.YES,
    "n": Command.NO,
    "l": Command.LEG,
    "w": Command.WHY,
}
"""What a key answers while the session waits; every other key is a stop. Ten is typed as 1 and 0,
which `keypad` puts together."""

_POLL_S = 0.1


@contextmanager
def listening_to_keys(pressed: Callable[[str], None]) -> Iterator[None]:
    """Call `pressed` with each key on a thread of its own, until the block is left."""
    if not sys.stdin.isatty() or sys.platform == "win32":
        yield
        return
    import termios  # noqa: PLC0415  POSIX only
    import tty  # noqa: PLC0415  POSIX only

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    over = threading.Event()
    thread = threading.Thread(target=_read_keys, args=(pressed, over), daemon=True)
    tty.setcbreak(descriptor)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _read_keys(pressed: Callable[[str], None], over: threading.Event) -> None:
    import select  # noqa: PLC0415  POSIX only

    while not over.is_set():
        ready, _, _ = select.select([sys.stdin], [], [], _POLL_S)
        if ready:
            key = sys.stdin.read(1)
            if not key:
                return
            pressed(key)
