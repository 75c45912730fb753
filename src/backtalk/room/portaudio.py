"""The way into PortAudio: loaded late, started afresh, and never waited for without a limit.

`sounddevice` raises on import where the PortAudio library is missing, so nothing here imports it
at the top. Knows nothing of devices or sound.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from types import ModuleType

from backtalk.errors import BacktalkError


def load() -> ModuleType:
    """Return the module `sounddevice` with PortAudio running.

    Raises:
        BacktalkError: the PortAudio library is not installed.
    """
    try:
        return importlib.import_module("sounddevice")
    except OSError as error:
        raise BacktalkError(
            f"The sound library PortAudio does not load ({error}).",
            "Install libportaudio2 (sudo apt install libportaudio2), then run backtalk doctor.",
        ) from error


def restart() -> None:
    """Start PortAudio afresh, which is the only way to make it look for devices again.

    Every open stream of this process is lost.

    Raises:
        BacktalkError: PortAudio is missing or does not start.
    """
    sd = load()
    try:
        # sounddevice has no public name for this; its author points to these two functions
        # (python-sounddevice issues 3 and 125).
        if sd._initialized:  # noqa: SLF001 - see above
            sd._terminate()  # noqa: SLF001 - see above
        sd._initialize()  # noqa: SLF001 - see above
    except sd.PortAudioError as error:
        raise BacktalkError(
            f"The sound system does not start ({error}).",
            "Check the sound settings of this machine, then run backtalk doctor.",
        ) from error


class TimeboxedCall:
    """A call into the sound system on a thread of its own, because it may never come back.

    A frozen sound server holds `stop` and `close` of a stream for ever (seen with a suspended
    PulseAudio). The thread is a daemon, so that it does not hold up the end of the program.
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
