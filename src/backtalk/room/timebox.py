"""Calls that may never come back, each on a thread of its own and waited for with a limit.

A frozen sound server holds `stop` and `close` of a stream for ever (seen with a suspended
PulseAudio). Knows nothing of devices or sound.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from backtalk.errors import BacktalkError

PATIENCE_S = 3.0
"""How long to wait for the sound system; opening took 0.1 s, a frozen server never answers."""

_LOG = logging.getLogger(__name__)


class TimeboxedCall:
    """One call into the sound system, under way from the moment this is made.

    The thread is a daemon, so that it does not hold up the end of the program.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="sound system", daemon=True)
        self._thread.start()

    def ended(self, limit_s: float) -> bool:
        """Wait up to `limit_s` seconds; say whether the call came back."""
        self._thread.join(limit_s)
        return not self._thread.is_alive()

    def raise_error(self) -> None:
        """Raise what the call raised, if anything; only for one that has ended."""
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - handed over whole to the waiting thread
            self._error = error


class Timebox:
    """Makes calls into the sound system one after the other: two at once could crash it."""

    def __init__(self) -> None:
        self._call: TimeboxedCall | None = None

    def await_earlier(self) -> None:
        """Wait for a call that still hangs in the sound system, up to `PATIENCE_S`.

        Raises:
            BacktalkError: it hangs on.
        """
        if self._call is not None and not self._call.ended(PATIENCE_S):
            raise _no_answer()

    def run(self, work: Callable[[], None]) -> None:
        """Run `work`, but wait no longer than `PATIENCE_S`; after that it runs on by itself.

        Raises:
            BacktalkError: from `work`, or the sound system does not answer.
        """
        self._call = TimeboxedCall(work)
        if not self._call.ended(PATIENCE_S):
            raise _no_answer()
        self._call.raise_error()


def _no_answer() -> BacktalkError:
    _LOG.error("the sound system has not answered for %.0f s", PATIENCE_S)
    return BacktalkError(
        f"The sound system has not answered for {PATIENCE_S:.0f} s.",
        "Restart the sound system of this machine, then run backtalk doctor.",
    )
