"""One coach at a time holds a journal: a lock that ends with its process, however it ends.

The lock is an exclusive transaction on a small database beside the journal, which is SQLite's own
way of locking on every system. Nothing is ever written into it.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

from backtalk.errors import BacktalkError
from backtalk.journal.database import translate_errors

_LOG = logging.getLogger(__name__)


class Lock:
    """Held from the moment it is made until `release`."""

    def __init__(self, journal: Path) -> None:
        """Take the lock of `journal`; its folder is there already.

        Raises:
            BacktalkError: another coach holds it, or the folder cannot be written.
        """
        file = journal.with_name(journal.name + ".lock")
        with translate_errors(journal):
            if not file.exists():  # opened and closed once more, it would lose the lock it has
                os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            self._connection = sqlite3.connect(
                file, timeout=0, isolation_level=None, check_same_thread=False
            )
            try:
                self._connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                self._connection.close()
                if not error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                    raise
                _LOG.warning("the journal is held by another process")
                raise BacktalkError(
                    f"Another Backtalk is using the journal {journal}.",
                    "End that one first, or name another file with --journal.",
                ) from error

    def release(self) -> None:
        """Let another coach have the journal."""
        self._connection.close()
