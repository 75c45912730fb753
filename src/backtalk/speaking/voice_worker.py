"""The process that runs pyttsx3, so that the coach can kill a speech engine that hangs.

`python -m backtalk.speaking.voice_worker [--driver NAME]` writes the JSON line `{"ok": true}` once
the engine stands, then answers each JSON line on stdin with one on stdout:

    {"text": "Hold.", "voice": "en-us", "words_per_minute": 150, "path": "/tmp/x.wav"}
    {"ok": true}                        the file is there and whole
    {"error": "...", "remedy": "..."}   it is not, and why

`{"voices": true}` is answered with `{"ok": true, "voices": [...]}`. The process ends with its
stdin. It never plays a sound and never writes anything else on stdout: pyttsx3's own chatter is
dropped.

Why it is careful: pyttsx3 2.99 calls `espeak_Cancel` at the start of a rendering whenever espeak
still has something queued, and a changed rate counts. Measured: 1 rendering in 500 is empty when
nothing changes, and when the rate is set each time many are spoken at the rate before. Waiting for
espeak to be idle before each step (`espeak_Synchronize`) brought that to 0 in 4,100, also on a
loaded machine; what is left would show in pyttsx3's own events and is tried again.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import soundfile

from backtalk.errors import BacktalkError
from backtalk.speaking.engines import SYSTEM_ESPEAK, load_espeak, start_engine

if TYPE_CHECKING:
    from collections.abc import Callable

ATTEMPTS = 5
"""Renderings of one text before the worker gives up."""

SLOWEST_WPM, FASTEST_WPM = 80, 450
"""espeak speaks no slower and no faster; it would clip the rate without a word."""

LEAST_SHARE = 0.2
"""A whole rendering lasts at least this share of words / rate; short words last about half."""


def render_once(engine: Any, text: str, path: str) -> bool:
    """Let `engine` write `text` to `path`; False when pyttsx3 cut it short or wrote no file."""
    finished: list[bool] = []

    def on_finished(name: str, completed: bool) -> None:  # noqa: ARG001, FBT001 - pyttsx3 calls it so
        finished.append(completed)

    file = Path(path)
    file.unlink(missing_ok=True)  # what an attempt before this one left must not pass for whole
    token = engine.connect("finished-utterance", on_finished)
    engine.save_to_file(text, path)
    engine.runAndWait()
    engine.disconnect(token)
    return all(finished) and file.exists()


def is_plausible(path: str, text: str, words_per_minute: int) -> bool:
    """Tell whether the sound file at `path` is long enough to hold all of `text`."""
    try:
        duration_s = float(soundfile.info(path).duration)
    except soundfile.LibsndfileError:
        return False
    expected_s = len(re.findall(r"\w+", text)) * 60 / words_per_minute
    return duration_s >= LEAST_SHARE * expected_s


class Synthesiser:
    """One pyttsx3 engine, its voice and its rate.

    Raises:
        BacktalkError: the driver does not exist or found no speech engine.
    """

    def __init__(self, driver: str | None) -> None:
        on_linux = sys.platform == "linux"
        name = driver or ("espeak" if on_linux else None)
        is_espeak = name in {"espeak", SYSTEM_ESPEAK}
        self._wait_until_idle: Callable[[], object] = lambda: None
        if is_espeak and on_linux:
            self._wait_until_idle = load_espeak(bundled=name == "espeak")
        self._engine = start_engine("espeak" if is_espeak else name)
        self._refused: list[Exception] = []
        self._engine.connect("error", lambda name, exception: self._refused.append(exception))  # noqa: ARG005 - pyttsx3 calls it so
        self._spoken_as: tuple[str, int] | None = None
        if is_espeak:
            # The first run of an engine does not wait for its sound; let it be an empty one.
            self._wait_until_idle()
            self._engine.runAndWait()

    def voices(self) -> list[str]:
        """Return what `voice` may be, sorted: language tags for espeak, else the driver's ids."""
        return sorted(
            {tag for voice in self._engine.getProperty("voices") for tag in tags(voice)[:1]}
        )

    def render(self, text: str, voice: str, words_per_minute: int, path: str) -> None:
        """Write `text`, spoken, to the sound file `path`.

        Raises:
            BacktalkError: nothing to say, no such voice, an impossible rate, or no whole sound.
        """
        if not re.search(r"\w", text):
            raise BacktalkError(f"There is nothing to say in {text!r}.", "Give it a word.")
        if not SLOWEST_WPM <= words_per_minute <= FASTEST_WPM:
            raise BacktalkError(
                f"{words_per_minute} words per minute is out of range.",
                f"Choose a rate from {SLOWEST_WPM} to {FASTEST_WPM}.",
            )
        for _ in range(ATTEMPTS):
            self._wait_until_idle()
            self._speak_as(voice, words_per_minute)
            whole = render_once(self._engine, text, path)
            if whole and is_plausible(path, text, words_per_minute):
                return
            self._spoken_as = None  # a cancelled rendering may have dropped the rate as well
        raise BacktalkError(
            f"The speech engine gave no whole sound for {text!r} in {ATTEMPTS} attempts.",
            "Choose another voice.",
        )

    def _speak_as(self, voice: str, words_per_minute: int) -> None:
        if self._spoken_as == (voice, words_per_minute):
            return
        identifier, variant = self._find(voice)
        self._refused.clear()
        self._engine.setProperty("voice", identifier + variant)
        self._engine.setProperty("rate", words_per_minute)
        self._wait_until_idle()
        taken = str(self._engine.getProperty("voice"))
        # For an unknown variant, as in 'en-us+unknown', espeak silently falls back to 'en-us'.
        if self._refused or not taken.lower().endswith(variant.lower()):
            raise no_such_voice(voice)
        self._spoken_as = (voice, words_per_minute)

    def _find(self, voice: str) -> tuple[str, str]:
        """Return the driver's id for `voice` and its espeak variant with the plus, or ''."""
        base, plus, variant = voice.partition("+")
        voices = self._engine.getProperty("voices")
        # Ids first: 'en-gb' is the language of the voice 'gmw/en', but may be another's own id.
        for match in (names, tags):
            for candidate in voices:
                if base.lower() in match(candidate):
                    return str(candidate.id), plus + variant
        raise no_such_voice(voice)


def names(voice: Any) -> list[str]:
    """Return the id, short id and name of a pyttsx3 voice, in lower case."""
    identifier = str(voice.id).lower()
    return [identifier, identifier.rpartition("/")[2], str(voice.name).lower()]


def tags(voice: Any) -> list[str]:
    """Return the language tags of a pyttsx3 voice ('en-us'), or its id where it has none."""
    languages = [str(tag).lower().replace("_", "-") for tag in voice.languages or () if tag]
    return languages or [str(voice.id)]


def no_such_voice(voice: str) -> BacktalkError:
    """Return the error for a voice that the driver does not have."""
    return BacktalkError(
        f"There is no voice named {voice}.", "Choose one such as en-us, en-gb or en-us+f4."
    )


def answer(synthesiser: Synthesiser, line: str) -> dict[str, object]:
    """Do what the request in `line` asks and return the reply to write."""
    request = json.loads(line)
    if request.get("voices"):
        return {"ok": True, "voices": synthesiser.voices()}
    synthesiser.render(
        request["text"], request["voice"], request["words_per_minute"], request["path"]
    )
    return {"ok": True}


def serve(requests: IO[str], replies: IO[str], driver: str | None) -> None:
    """Answer every line of `requests` on `replies` until they end or the engine cannot start."""

    def reply(message: dict[str, object]) -> None:
        replies.write(json.dumps(message) + "\n")
        replies.flush()

    try:
        synthesiser = Synthesiser(driver)
    except BacktalkError as error:
        reply({"error": error.message, "remedy": error.remedy})
        return
    reply({"ok": True})
    for line in requests:
        try:
            reply(answer(synthesiser, line))
        except BacktalkError as error:
            reply({"error": error.message, "remedy": error.remedy})


def private_stdout() -> IO[str]:
    """Return stdout for replies alone; what others print to file descriptor 1 is dropped."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return replies


def main() -> None:
    """Run the worker on stdin and stdout; `--driver NAME` may name the pyttsx3 driver."""
    # Ctrl-C reaches every process of the terminal; the coach decides when its voice ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    given = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=False))
    with private_stdout() as replies:
        serve(sys.stdin, replies, given.get("--driver"))


if __name__ == "__main__":
    main()
