"""Text made into sound by pyttsx3, in a process of its own that can be killed.

It renders and returns; it never plays, caches or changes the level. A worker that dies or does
not answer in time is replaced once for each text; after that the caller hears of it.
"""

from __future__ import annotations

import importlib.metadata
import json
import logging
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import soundfile

from backtalk.errors import BacktalkError
from backtalk.ports import Pcm
from backtalk.speaking.resampling import to_pcm, trim

_LOG = logging.getLogger(__name__)

START_LIMIT_S = 20.0
"""Time a worker has to load its speech engine; about 0.5 s on an idle machine."""

CHECKING_RATE_WPM = 150


class Pyttsx3Voice:
    """A pyttsx3 voice, `ports.Voice`. May be used from several threads, which share its workers.

    `voice` is a language tag, a voice's id or name, for espeak with a variant if wanted
    ('en-us', 'en-gb+m3'). `driver` is a pyttsx3 driver or `system-espeak`; None means espeak
    with its bundled library on Linux, elsewhere the system's own. `time_limit_s` is how long
    one text may take. A worker starts with the first text that finds no other idle, up to `workers`
    of them: each takes 33 MB, and pyttsx3 sleeps so much that two are twice as fast.
    """

    def __init__(
        self,
        voice: str = "en-us",
        *,
        driver: str | None = None,
        time_limit_s: float = 10.0,
        workers: int = 1,
    ) -> None:
        self.voice = voice
        self.driver = driver
        self.time_limit_s = time_limit_s
        # Last in, first out: a caller that renders one text at a time keeps to one worker.
        self._workers: queue.LifoQueue[_Worker | None] = queue.LifoQueue(workers)
        for _ in range(workers):
            self._workers.put(None)

    @property
    def key(self) -> str:
        """Names everything but text and rate that the sound depends on, for a cache."""
        versions = ", ".join(
            f"{package} {importlib.metadata.version(package)}"
            for package in ("pyttsx3", "espeakng-loader")
        )
        return f"{versions}, driver {self.driver}, voice {self.voice}"

    def render(self, text: str, words_per_minute: int) -> Pcm:
        """Return `text` spoken, with 10 ms of silence at both ends.

        Raises:
            BacktalkError: no such voice or driver, nothing to say, or no answer in time.
        """
        with tempfile.TemporaryDirectory(prefix="backtalk-") as folder:
            path = Path(folder) / "speech.wav"
            self._ask(
                {
                    "text": text,
                    "voice": self.voice,
                    "words_per_minute": words_per_minute,
                    "path": str(path),
                }
            )
            sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        pcm = to_pcm(trim(sound.mean(axis=1), rate_hz), rate_hz)
        if not pcm.size:
            raise BacktalkError(f"The voice {self.voice} makes no sound.", "Choose another voice.")
        return pcm

    def voices(self) -> tuple[str, ...]:
        """Return the voices of the driver, sorted, as `voice` takes them.

        Raises:
            BacktalkError: the driver cannot start.
        """
        return tuple(self._ask({"voices": True})["voices"])

    def unavailable_reason(self) -> str | None:
        """Return why this voice cannot speak, in one sentence, or None when it can."""
        try:
            self.render("Ready.", CHECKING_RATE_WPM)
        except BacktalkError as error:
            return error.message
        return None

    def close(self) -> None:
        """End every worker once it is idle; the next text would start another."""
        idle = [self._workers.get() for _ in range(self._workers.maxsize)]
        for worker in idle:
            if worker is not None:
                worker.kill()
            self._workers.put(None)

    def _ask(self, request: dict[str, object]) -> dict[str, Any]:
        reason: _WorkerLostError | None = None
        worker = self._workers.get()
        try:
            for _ in range(2):
                try:
                    worker = worker or _start_worker(self.driver)
                    return worker.ask(request, self.time_limit_s)
                except _WorkerLostError as error:
                    reason = error
                    _LOG.warning("the voice worker %s", error)  # the words are ours, not the text
                    if worker is not None:
                        worker.kill()
                        worker = None
        finally:
            # After Ctrl-C in mid-request its reply would answer the next one.
            if worker is not None and worker.owes_a_reply:
                worker.kill()
                worker = None
            self._workers.put(worker)
        raise BacktalkError(
            f"The speech engine {reason}.", "Choose another voice or driver."
        ) from reason


class _WorkerLostError(Exception):
    """The worker ended or is too slow; the text says which."""


class _Worker:
    """One worker process and the thread that collects its replies."""

    def __init__(self, driver: str | None) -> None:
        # -P: a file in the current folder must not stand in for a module of the worker.
        command = [sys.executable, "-P", "-m", "backtalk.speaking.voice_worker"]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [*command, *(["--driver", driver] if driver else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self.owes_a_reply = True
        self._replies: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._collect, name="voice replies", daemon=True)
        self._reader.start()

    def ask(self, request: dict[str, object], time_limit_s: float) -> dict[str, Any]:
        """Return the reply to `request`.

        Raises:
            BacktalkError: the worker says that it cannot.
            _WorkerLostError: it ended or is too slow.
        """
        self.owes_a_reply = True
        self._send(request)
        return self.reply(time_limit_s)

    def _send(self, request: dict[str, object]) -> None:
        if self._process.stdin is None:
            raise _WorkerLostError("has no input")
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _WorkerLostError("died") from error

    def reply(self, time_limit_s: float) -> dict[str, Any]:
        """Return the next reply, the first of all being that the engine stands; raises as `ask`."""
        try:
            line = self._replies.get(timeout=time_limit_s)
        except queue.Empty as error:
            raise _WorkerLostError(f"did not answer within {time_limit_s:g} s") from error
        if not line.endswith("\n"):
            raise _WorkerLostError("died")
        self.owes_a_reply = False
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise BacktalkError(reply["error"], reply["remedy"])
        return reply

    def kill(self) -> None:
        """End the process at once and give back its pipes."""
        self._process.kill()
        self._process.wait()
        _LOG.info("a voice worker was ended")
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close_quietly(pipe)

    def _collect(self) -> None:
        if self._process.stdout is not None:
            for line in self._process.stdout:
                self._replies.put(line)
        self._replies.put("")


def _close_quietly(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return  # unsent bytes to a process that is gone


def _start_worker(driver: str | None) -> _Worker:
    """Return a worker whose engine stands; raises as `_Worker.ask` does."""
    worker = _Worker(driver)
    began_s = time.monotonic()
    try:
        worker.reply(START_LIMIT_S)
    except (BacktalkError, _WorkerLostError):
        worker.kill()
        raise
    started_s = time.monotonic() - began_s
    _LOG.info("a voice worker with driver %s started in %.2f s", driver or "default", started_s)
    return worker
