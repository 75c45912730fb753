"""Every phrase of a plan as sound, ready before the first cue: in memory, else on disk, else new.

A file of the cache is the sha256 of its samples, then the samples; one that does not add up is
rendered again. A folder that cannot be written is no error: the speech then lives in memory only,
and `warning` says so. Nothing here plays a sound or knows what a phrase means.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from backtalk.ports import BLOCK_FRAMES, Pcm, Voice

_LOG = logging.getLogger(__name__)

FORMAT_VERSION = 1
"""Raised when trimming, level or file layout change: older files are then never read again."""

DISK_LIMIT_BYTES = 200_000_000
"""Least recently used files go beyond this: about 100 minutes of speech."""

MEMORY_LIMIT_BYTES = 64_000_000
"""Least recently used phrases leave memory beyond this: about 33 minutes of speech."""

SPEECH_LEVEL_DB = -20.0
"""Level of active speech after levelling, in dBFS rms: the custom for speech, with headroom."""

PEAK_LEVEL_DB = -3.0
"""Highest sample after levelling, in dBFS; a spikier voice stays quieter."""

ACTIVE_RANGE_DB = 30.0
"""Blocks more than this below the loudest are pauses and do not count for the level."""

Progress = Callable[[int, int], None]
"""Told how many phrases are ready and how many there are."""


def level(pcm: Pcm) -> Pcm:
    """Return `pcm` with its active speech at `SPEECH_LEVEL_DB` and no peak over `PEAK_LEVEL_DB`."""
    full_scale = float(np.iinfo(np.int16).max)
    sound = pcm.astype(np.float64) / full_scale
    padded = np.pad(sound, (0, -len(sound) % BLOCK_FRAMES)).reshape(-1, BLOCK_FRAMES)
    power = np.mean(padded**2, axis=1)
    loudest = power.max(initial=0.0)
    if loudest == 0:
        return pcm
    active_rms = np.sqrt(power[power > loudest * 10 ** (-ACTIVE_RANGE_DB / 10)].mean())
    gain = float(
        min(
            10 ** (SPEECH_LEVEL_DB / 20) / active_rms,
            10 ** (PEAK_LEVEL_DB / 20) / np.abs(sound).max(),
        )
    )
    return np.rint(sound * gain * full_scale).astype(np.int16)


class RenderedSpeech:
    """Phrases spoken by `voice`, kept in memory and in `folder`. Safe to use from several threads.

    `key` names what the sound depends on beside text and rate: voice, driver, their versions.
    `parallel` is how many texts `prepare` gives to the voice at once, if it has that many workers.
    A call may take as long as the voice does, so the callback of a sound card must not make it.
    """

    def __init__(
        self,
        voice: Voice,
        folder: Path,
        key: str,
        *,
        parallel: int = 1,
        disk_limit_bytes: int = DISK_LIMIT_BYTES,
    ) -> None:
        self._voice = voice
        self._key = key
        self._parallel = parallel
        self._disk = _Disk(folder, disk_limit_bytes)
        self._memory: OrderedDict[str, Pcm] = OrderedDict()
        self._memory_bytes = 0
        self._lock = threading.Lock()

    @property
    def warning(self) -> str | None:
        """Why the speech is not kept on disk, in one sentence, or None."""
        return self._disk.warning

    def pcm(self, text: str, words_per_minute: int) -> Pcm:
        """Return `text` spoken, trimmed and levelled, as a read-only array.

        Raises:
            BacktalkError: it is in no cache and the voice cannot render it.
        """
        what = json.dumps([FORMAT_VERSION, self._key, words_per_minute, text])
        name = hashlib.sha256(what.encode()).hexdigest()
        with self._lock:
            if name in self._memory:
                self._memory.move_to_end(name)
                return self._memory[name]
        # Without the lock, because a voice takes seconds: two threads may render the same text, and
        # `_remember` keeps the first.
        pcm = self._disk.stored(name)
        is_new = pcm is None
        if pcm is None:
            pcm = level(self._voice.render(text, words_per_minute))
        pcm.flags.writeable = False
        with self._lock:
            if is_new:
                self._disk.store(name, pcm)
            return self._remember(name, pcm)

    def prepare(
        self, texts: Iterable[str], words_per_minute: int, progress: Progress | None = None
    ) -> None:
        """Have each of `texts` ready in memory or on disk; `progress` is told after each.

        Raises:
            BacktalkError: the voice cannot render one of them.
        """
        began_s = time.monotonic()
        distinct = list(dict.fromkeys(texts))
        # No `with`: its exit would render all that still waits before an error or Ctrl-C got out.
        executor = ThreadPoolExecutor(self._parallel, "rendering")
        try:
            rendered = executor.map(lambda text: self.pcm(text, words_per_minute), distinct)
            for ready, _ in enumerate(rendered, start=1):
                if progress is not None:
                    progress(ready, len(distinct))
        finally:
            executor.shutdown(cancel_futures=True)
        _LOG.info("%d texts ready in %.2f s", len(distinct), time.monotonic() - began_s)

    def _remember(self, name: str, pcm: Pcm) -> Pcm:
        """Keep `pcm`, unless another thread was first; return what is kept."""
        if name in self._memory:
            return self._memory[name]
        self._memory[name] = pcm
        self._memory_bytes += pcm.nbytes
        while self._memory_bytes > MEMORY_LIMIT_BYTES and len(self._memory) > 1:
            _, forgotten = self._memory.popitem(last=False)
            self._memory_bytes -= forgotten.nbytes
        return pcm


class _Disk:
    """The files of the cache. Every failure of the file system ends as a miss and a warning."""

    SUFFIX = ".speech"
    PART_SUFFIX = ".speech-part"
    DIGEST_BYTES = 32

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self.warning: str | None = None
        self._bytes = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._bytes = sum(file.stat().st_size for file in self._files())
        except OSError as error:
            self._warn(error)

    def stored(self, name: str) -> Pcm | None:
        """Return the samples of the file `name`; None when it is missing, short or corrupt."""
        file = self._folder / (name + self.SUFFIX)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        digest, samples = content[: self.DIGEST_BYTES], content[self.DIGEST_BYTES :]
        if not samples or hashlib.sha256(samples).digest() != digest:
            return None
        with contextlib.suppress(OSError):
            os.utime(file)  # the oldest go first: this one is in use
        return np.frombuffer(samples, dtype="<i2").astype(np.int16)

    def store(self, name: str, pcm: Pcm) -> None:
        """Keep `pcm` as the file `name`; after a power cut it is there whole or not at all."""
        if self.warning is not None:
            return
        samples = pcm.astype("<i2").tobytes()
        try:
            handle, part = tempfile.mkstemp(suffix=self.PART_SUFFIX, dir=self._folder)
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(samples).digest() + samples)
            Path(part).replace(self._folder / (name + self.SUFFIX))
            self._bytes += self.DIGEST_BYTES + len(samples)
            if self._bytes > self._limit_bytes:
                self._prune()
        except OSError as error:
            self._warn(error)

    def _files(self) -> list[Path]:
        """Return our own files, parts left by a crash among them, and no others."""
        return [
            file
            for file in self._folder.iterdir()
            if file.suffix in {self.SUFFIX, self.PART_SUFFIX}
        ]

    def _prune(self) -> None:
        """Remove the oldest files until a tenth of the limit is free."""
        files = sorted(
            (file.stat().st_mtime_ns, file.stat().st_size, file) for file in self._files()
        )
        self._bytes = sum(size for _, size, _ in files)
        for _, size, file in files:
            # Not just to the limit: the next phrase would list and sort the whole folder again.
            if self._bytes <= self._limit_bytes * 0.9:
                return
            file.unlink(missing_ok=True)
            self._bytes -= size

    def _warn(self, error: OSError) -> None:
        self.warning = (
            f"Speech cannot be kept in {self._folder} ({error.strerror}); "
            "it is rendered again for each session."
        )
        _LOG.warning("the speech cache cannot be used: %s", error.strerror)
