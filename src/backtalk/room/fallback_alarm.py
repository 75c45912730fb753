"""An alarm on another loudspeaker, for when the coach's own has died.

It plays one short clip on the first other output that takes it, and nothing else. It runs on a
thread of its own: a person on a mat must hear of the failure, but the session's loop goes on.
"""

from __future__ import annotations

import logging

from backtalk.ports import RATE_HZ, Pcm
from backtalk.room import portaudio
from backtalk.room.devices import Device, list_devices
from backtalk.room.timebox import TimeboxedCall

_LOG = logging.getLogger(__name__)


def fallback_alarm(pcm: Pcm, dead: str | None) -> TimeboxedCall:
    """Play `pcm` on another output than `dead` (None: the system's default), on its own thread."""
    return TimeboxedCall(lambda: _play(pcm, dead))


def others(dead: str | None) -> list[Device]:
    """Return the outputs that play 16 kHz mono and are not `dead`, in the system's order.

    Raises:
        BacktalkError: there is no sound system.
    """
    outputs = [device for device in list_devices() if device.plays]
    if dead is None:
        return [device for device in outputs if not device.default_output]
    return [device for device in outputs if device.name != dead]


def _play(pcm: Pcm, dead: str | None) -> None:
    sd = portaudio.import_sounddevice()
    for device in others(dead):
        try:
            with sd.OutputStream(
                samplerate=RATE_HZ, device=device.index, channels=1, dtype="int16"
            ) as stream:
                stream.write(pcm.reshape(-1, 1))
        except sd.PortAudioError:
            _LOG.warning("the alarm does not play on %r", device.name)
            continue
        _LOG.info("the alarm was played on %r", device.name)
        return
    _LOG.error("the alarm found no loudspeaker")
