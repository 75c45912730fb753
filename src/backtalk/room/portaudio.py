"""The way into PortAudio: imported late and started afresh.

`sounddevice` raises on import where the PortAudio library is missing, so nothing here imports it
at the top. Knows nothing of devices or sound.
"""

from __future__ import annotations

import importlib
import logging
from types import ModuleType

from backtalk.errors import BacktalkError

_LOG = logging.getLogger(__name__)


def import_sounddevice() -> ModuleType:
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
    sd = import_sounddevice()
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
    _LOG.info("PortAudio started afresh, it lists %d devices", len(sd.query_devices()))
