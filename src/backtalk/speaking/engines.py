"""The speech engines that pyttsx3 can drive, and the espeak-ng library that comes with Backtalk.

Loading a library is for good: only the voice worker, a process of its own, calls these.
"""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING, Any

from backtalk.errors import BacktalkError

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEM_ESPEAK = "system-espeak"
"""The driver name for pyttsx3's espeak driver with the library that the computer has installed."""


def load_espeak(*, bundled: bool) -> Callable[[], object]:
    """Load libespeak-ng before pyttsx3 looks for it; return its call that waits until it is idle.

    The bundled library's soname is the one that pyttsx3 opens, so pyttsx3 gets this very library.

    Raises:
        BacktalkError: the library is not there.
    """
    try:
        if bundled:
            import espeakng_loader  # noqa: PLC0415 - not wanted where another driver speaks

            os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
            library = espeakng_loader.get_library_path()
        else:
            library = "libespeak-ng.so.1"
        # Loaded for the whole process, else pyttsx3 would not see it.
        wait: Callable[[], object] = ctypes.CDLL(
            library, mode=ctypes.RTLD_GLOBAL
        ).espeak_Synchronize
    except (ImportError, OSError, RuntimeError) as error:
        raise BacktalkError(
            f"The speech library espeak-ng cannot be loaded ({error}).",
            "Reinstall espeakng-loader." if bundled else "Install espeak-ng, or use driver espeak.",
        ) from error
    return wait


def start_engine(driver: str | None) -> Any:
    """Return a pyttsx3 engine of `driver` (None: the system's own).

    Raises:
        BacktalkError: pyttsx3 has no such driver, or the driver finds no speech engine.
    """
    try:
        import pyttsx3  # noqa: PLC0415 - its espeak driver needs the library to be loaded before

        return pyttsx3.init(driver)
    except (ImportError, KeyError, OSError, RuntimeError) as error:
        raise BacktalkError(
            f"pyttsx3 cannot start its driver {driver or 'for this system'} ({error}).",
            "Choose another driver.",
        ) from error
