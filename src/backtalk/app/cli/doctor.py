"""`doctor`: what works on this machine and what does not, each with its remedy.

The recognisers are opened as `start` opens them, so that the two never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backtalk.app import log, wiring
from backtalk.app.context import Context
from backtalk.app.models import missing_words
from backtalk.app.settings import Settings
from backtalk.errors import BacktalkError
from backtalk.language import vocabulary
from backtalk.room import devices
from backtalk.speaking.voice_pyttsx3 import Pyttsx3Voice


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    fault: str | None
    """None when it works."""
    note: str = ""
    remarks: tuple[str, ...] = ()
    """What is to be known of it although it works."""

    def __str__(self) -> str:
        mark = "ok " if self.fault is None else "off"
        first = f"{mark} {self.what:12} {self.fault or self.note}"
        return "\n".join([first, *(f"    {remark}" for remark in self.remarks)])


def examine(context: Context) -> Iterator[Finding]:
    """Look at everything a session needs, one after another."""
    settings, paths = context.settings, context.paths
    yield _voice(settings)
    yield _sphinx()
    yield _vosk(context)
    yield Finding("microphone", devices.why_no_sound("input"), settings.microphone or "default")
    yield Finding("loudspeaker", devices.why_no_sound("output"), settings.loudspeaker or "default")
    yield _tried("catalogue", lambda: _counted(context))
    yield _tried("journal", lambda: _writable(paths.data))
    yield Finding("log", None, str(paths.state / log.FILE_NAME))


def device_lines() -> list[str]:
    """Return a line for each sound device; empty without PortAudio."""
    try:
        listed = devices.list_devices()
    except BacktalkError:
        return []
    return [
        f"  {device.name} ({device.host_api})"
        f"{' microphone' if device.inputs else ''}{' loudspeaker' if device.outputs else ''}"
        f"{' [default]' if device.default_input or device.default_output else ''}"
        for device in listed
    ]


def _voice(settings: Settings) -> Finding:
    voice = Pyttsx3Voice(settings.voice)
    try:
        return Finding("voice", voice.unavailable_reason(), settings.voice)
    finally:
        voice.close()


def _sphinx() -> Finding:
    try:
        wiring.open_sphinx().close()
    except BacktalkError as error:
        return Finding("pocketsphinx", str(error))
    return Finding("pocketsphinx", None)


def _vosk(context: Context) -> Finding:
    settings = context.settings
    try:
        opened = wiring.open_vosk(settings, context.paths)
    except BacktalkError as error:
        return Finding("vosk", str(error))
    remarks = missing_words.shortcomings(opened, vocabulary.load(settings.language))
    opened.close()
    return Finding("vosk", None, str(wiring.model_dir(settings)), remarks)


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, None, look())
    except BacktalkError as error:
        return Finding(what, str(error))


def _counted(context: Context) -> str:
    return f"{len(context.library.exercises)} exercises"


def _writable(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        remedy = "Make it writable, or set BACKTALK_HOME."
        raise BacktalkError(f"{folder} cannot be written: {error.strerror}.", remedy) from error
    return str(folder)
