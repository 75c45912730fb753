"""The journal as a text file: one JSON object a line, on disk before the next cue.

Append only. Each line is flushed and synced before `write` returns, so that a power cut costs at
most what was under way. A line half written at the end of a file is skipped when reading.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

from backtalk.core.model.records import Record
from backtalk.errors import BacktalkError

_LOG = logging.getLogger(__name__)


class JsonLinesJournal:
    """A file of JSON lines, readable by its owner only."""

    def __init__(self, path: Path, sync: Callable[[int], None] = os.fsync) -> None:
        """Open `path` for appending; it is made if it is not there.

        Raises:
            BacktalkError: the file cannot be written.
        """
        self._sync = sync
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
            self._file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
            self._end_torn_line()
            _LOG.info("a journal of lines was opened")
        except OSError as error:
            raise BacktalkError(
                f"The journal {path} cannot be written: {error.strerror}.",
                "Free some space or choose another file with --journal.",
            ) from error

    def write(self, entry: Record, at: str) -> None:
        """Append `entry` and wait until it is on disk."""
        line = json.dumps({"at": at, "kind": entry.kind, **entry.facts}, ensure_ascii=False)
        self._file.write(line.encode() + b"\n")
        self._sync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _end_torn_line(self) -> None:
        # After a power cut the file may end in half a line; what follows needs a line of its own.
        size = self._file.seek(0, os.SEEK_END)
        if size:
            self._file.seek(size - 1)
            if self._file.read(1) != b"\n":
                self._file.write(b"\n")
