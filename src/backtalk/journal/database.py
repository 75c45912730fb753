"""The journal's file: an SQLite database that survives a power cut and only its owner may read.

Write-ahead log, and every commit waits for the disk. Opening brings an older file up to date by
numbered steps. What cannot be opened is refused in one sentence and left untouched: a damaged
file is never deleted, a newer one never written to.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path

from backtalk.errors import BacktalkError

_LOG = logging.getLogger(__name__)

APPLICATION_ID = 0x4254616C
"""Marks a database as a journal of Backtalk ('BTal')."""
PATIENCE_S = 5.0
"""How long to wait for another process that is just writing."""
_ANOTHER = "or name another file with --journal"
_REASONS = {
    "SQLITE_FULL": ("the disk is full", "Free some space and try again."),
    "SQLITE_IOERR": ("the disk reports an error", "Free some space and check the disk."),
    "SQLITE_READONLY": ("it is read-only", f"Make it writable, {_ANOTHER}."),
    "SQLITE_CANTOPEN": (
        "it cannot be opened",
        f"Check the permissions of its folder, {_ANOTHER}.",
    ),
    "SQLITE_PERM": (
        "it cannot be opened",
        f"Check the permissions of its folder, {_ANOTHER}.",
    ),
    "SQLITE_BUSY": ("another program is writing it", "Wait a moment and try again."),
    "SQLITE_LOCKED": ("another program is writing it", "Wait a moment and try again."),
}
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def steps() -> tuple[str, ...]:
    """Return the SQL of every migration in order; the first brings a new file to version 1."""
    folder = resources.files("backtalk.journal.migrations")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(folder.joinpath(name).read_text(encoding="utf-8") for name in files)


def open_database(path: Path) -> sqlite3.Connection:
    """Open the journal `path` and bring it up to date; it is made if it is not there.

    Raises:
        BacktalkError: it cannot be written, is damaged, newer, or no journal at all.
    """
    with translate_errors(path):
        _prepare_file(path)
        connection = _connect(path)
        try:
            _examine(connection, path)
            # Only now is it known to be ours: the mode is written into the file.
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            # With a write-ahead log, NORMAL would lose the last commits in a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # What a person has deleted must not stay readable in free pages of the file.
            connection.execute("PRAGMA secure_delete = ON")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    _LOG.info("the journal was opened")  # never its name: a file may be named after a person
    return connection


def open_in_memory() -> sqlite3.Connection:
    """Return an empty journal that is kept nowhere, for reading a journal of another form."""
    connection = _connect(Path(":memory:"))
    _migrate(connection)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of what follows or nothing of it; it is on disk when the block is left."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Turn what the database or the system complains of into one sentence and a remedy.

    Raises:
        BacktalkError: anything failed within.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(path, error) from error
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise BacktalkError(
            f"The journal {path} cannot be written: {reason}.",
            "Free some space or choose another file with --journal.",
        ) from error


def _connect(path: Path) -> sqlite3.Connection:
    # The conductor's thread is not always the one that opened it; only one uses it at a time.
    return sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)


def make_folder(path: Path) -> None:
    """Make the folder of the journal `path` for the owner only, if it is not there."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True)
        path.parent.chmod(0o700)


def _prepare_file(path: Path) -> None:
    """Make the file for the owner only, before anything is written; the log beside it follows."""
    make_folder(path)
    # Only where it is missing: a file that a process opens and closes loses all locks that the
    # process has on it, SQLite's too, and the next program to look into it takes the log away.
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(PermissionError):  # the file of another user is not ours to close
        path.chmod(0o600)


def _examine(connection: sqlite3.Connection, path: Path) -> None:
    # Not integrity_check, which also compares every index with its table: each start waits for it.
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _damaged(path)
    marked = connection.execute("PRAGMA application_id").fetchone()[0]
    has_tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if has_tables and marked != APPLICATION_ID:
        raise BacktalkError(
            f"The file {path} is a database, but no journal of Backtalk.",
            "Name another file with --journal.",
        )
    if connection.execute("PRAGMA user_version").fetchone()[0] > len(steps()):
        raise BacktalkError(
            f"The journal {path} is from a newer version of Backtalk.",
            f"Update Backtalk, {_ANOTHER}.",
        )


def _migrate(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, sql in enumerate(steps()[version:], start=version + 1):
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {sql} {marks} COMMIT;")
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        if version:
            _LOG.info("the journal was brought up to version %d", number)


def _sentence(path: Path, error: sqlite3.Error) -> BacktalkError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(_DAMAGED):
        return _damaged(path)
    for start, (reason, remedy) in _REASONS.items():
        if name.startswith(start):
            return BacktalkError(f"The journal {path} cannot be written: {reason}.", remedy)
    return BacktalkError(
        f"The journal {path} cannot be used: {error}.", "Name another file with --journal."
    )


def _damaged(path: Path) -> BacktalkError:
    return BacktalkError(
        f"The journal {path} is damaged, or is no journal; it was left as it is.",
        f"Move it away and read an export in with 'backtalk import', {_ANOTHER}.",
    )
