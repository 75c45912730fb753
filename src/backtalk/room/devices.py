"""The sound devices of this machine: listing them and choosing one by its name.

Opens nothing and keeps nothing; what PortAudio saw when it started is what is listed here.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ
from backtalk.room import portaudio

Kind = Literal["input", "output"]
"""The direction of sound: a microphone is an input, a loudspeaker an output."""

WORDS: Mapping[Kind, str] = {"input": "microphone", "output": "loudspeaker"}
"""What people call the two kinds."""

REMEDY = "Run backtalk doctor to see the devices."

SIMILAR = 0.5
"""How much alike (0 to 1, difflib's ratio) a name must be to be suggested."""


@dataclass(frozen=True)
class Device:
    """One device as PortAudio lists it."""

    index: int
    """PortAudio's number for it; valid only until PortAudio is started afresh."""
    name: str
    host_api: str
    """The system interface it belongs to, such as ALSA, Core Audio or Windows WASAPI."""
    inputs: int
    """Channels it records, 0 for a loudspeaker."""
    outputs: int
    """Channels it plays, 0 for a microphone."""
    default_input: bool
    default_output: bool
    hears: bool
    """Records 16 kHz mono int16. False also while another program holds the device."""
    plays: bool
    """Plays 16 kHz mono int16. False also while another program holds the device."""


def list_devices() -> tuple[Device, ...]:
    """Return every device in PortAudio's order; each is asked whether it takes 16 kHz mono.

    Raises:
        BacktalkError: the PortAudio library is missing.
    """
    sd = portaudio.import_sounddevice()
    return tuple(_device(sd, entry) for entry in _entries(sd))


def find_device(name: str | None, kind: Kind) -> Device:
    """Return the device of that `kind` called `name`, or the system's default for None.

    An exact name wins, then part of a name in any case. The host API may follow the name after
    a comma, as in 'USB Mic, ALSA'.

    Raises:
        BacktalkError: no device fits, several do, or PortAudio is missing.
    """
    sd = portaudio.import_sounddevice()
    if name is None:
        return _default_device(sd, kind)
    entries = [entry for entry in _entries(sd) if entry[f"max_{kind}_channels"] > 0]
    fitting = _matches(sd, name, entries)
    if len(fitting) == 1:
        return _device(sd, fitting[0])
    if fitting:
        names = ", ".join(repr(_full_name(sd, entry)) for entry in fitting)
        raise BacktalkError(
            f"{name!r} fits more than one {WORDS[kind]}: {names}.",
            "Give more of the name of the one you mean.",
        )
    raise BacktalkError(_unknown(name, kind, [entry["name"] for entry in entries]), REMEDY)


def why_no_sound(kind: Kind) -> str | None:
    """Say in one sentence why this machine's default device of `kind` cannot be used, else None."""
    try:
        device = find_device(None, kind)
    except BacktalkError as error:
        return error.message
    if not (device.hears if kind == "input" else device.plays):
        return f"The {WORDS[kind]} {device.name!r} does not take 16 kHz mono."
    return None


def _entries(sd: ModuleType) -> Sequence[dict[str, Any]]:
    return tuple(sd.query_devices())


def _device(sd: ModuleType, entry: Mapping[str, Any]) -> Device:
    default_input, default_output = sd.default.device
    index = entry["index"]
    return Device(
        index=index,
        name=entry["name"],
        host_api=_host_api(sd, entry),
        inputs=entry["max_input_channels"],
        outputs=entry["max_output_channels"],
        default_input=index == default_input,
        default_output=index == default_output,
        hears=_accepts(sd, entry, "input"),
        plays=_accepts(sd, entry, "output"),
    )


def _default_device(sd: ModuleType, kind: Kind) -> Device:
    try:
        return _device(sd, sd.query_devices(kind=kind))
    except (sd.PortAudioError, ValueError) as error:
        raise BacktalkError(f"This machine has no {WORDS[kind]}.", REMEDY) from error


def _accepts(sd: ModuleType, entry: Mapping[str, Any], kind: Kind) -> bool:
    if entry[f"max_{kind}_channels"] < 1:
        return False
    check = sd.check_input_settings if kind == "input" else sd.check_output_settings
    try:
        check(device=entry["index"], channels=1, dtype="int16", samplerate=RATE_HZ)
    except (sd.PortAudioError, ValueError):
        return False
    return True


def _matches(
    sd: ModuleType, name: str, entries: Sequence[dict[str, Any]]
) -> Sequence[dict[str, Any]]:
    exact = [entry for entry in entries if name in (entry["name"], _full_name(sd, entry))]
    # One device appears once for each host API on Windows: the system's own choice settles it.
    at_home = [entry for entry in exact if entry["hostapi"] == sd.default.hostapi]
    part = [entry for entry in entries if name.lower() in _full_name(sd, entry).lower()]
    return at_home or exact or part


def _host_api(sd: ModuleType, entry: Mapping[str, Any]) -> str:
    return str(sd.query_hostapis(entry["hostapi"])["name"])


def _full_name(sd: ModuleType, entry: Mapping[str, Any]) -> str:
    return f"{entry['name']}, {_host_api(sd, entry)}"


def _unknown(name: str, kind: Kind, names: Sequence[str]) -> str:
    if not names:
        return f"No {WORDS[kind]} is called {name!r}, and this machine has none at all."
    lowered = {known.lower(): known for known in names}
    near = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=SIMILAR)
    hint = f"; did you mean {lowered[near[0]]!r}?" if near else "."
    return f"No {WORDS[kind]} is called {name!r}{hint}"
