"""The journal as a database: what happened is on disk before the next cue.

`write` returns once the disk has it. What could not be written is kept
and written before the next entry, so that a disk that was full for a while costs nothing.
"""

from __future__ import annotations

import logging
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from backtalk.core.model.history import InterruptedSession
from backtalk.core.model.person import UNNAMED, Person
from backtalk.core.model.records import Record
from backtalk.errors import BacktalkError
from backtalk.journal import people, reading
from backtalk.journal.bookkeeping import Bookkeeper, Cursor
from backtalk.journal.database import make_folder, open_database, transaction, translate_errors
from backtalk.journal.lock import Lock

_LOG = logging.getLogger(__name__)
_Entry = Callable[[], object]


def new_id() -> str:
    """Return an id that no other row of any journal has."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Held:
    """An open journal that no other coach can hold."""

    connection: sqlite3.Connection
    lock: Lock

    def release(self) -> None:
        """Close it and let others have it."""
        self.connection.close()
        self.lock.release()


def hold(path: Path) -> Held:
    """Open the journal `path` for this process alone; it is made if it is not there.

    Raises:
        BacktalkError: another coach holds it, or it cannot be used; the sentence says why.
    """
    with translate_errors(path):
        make_folder(path)
    lock = Lock(path)
    try:
        return Held(open_database(path), lock)
    except BaseException:
        lock.release()
        raise


class SqliteJournal:
    """One person's part of the journal `path`, held by this process alone until `close`."""

    def __init__(
        self,
        path: Path,
        person: Person = UNNAMED,
        *,
        rehearsal: bool = False,
        held: Held | None = None,
    ) -> None:
        """Open `path` (made if it is not there) for `person`.

        `held` is the journal where this process holds it already; then `person` is made known to
        it with the first record only: their name may have been misheard.

        Raises:
            BacktalkError: another coach holds it, or it cannot be used; the sentence says why.
        """
        self.path = path
        self.person = person.key
        """The key of the person in the journal."""
        self._rehearsal = rehearsal
        self._held = held or hold(path)
        self.connection = self._held.connection
        self._books = Bookkeeper(self.connection, self.person, new_id, rehearsal=rehearsal)
        self._failing = False
        self._pending: list[_Entry] = [lambda: people.enter(self.connection, person)]
        if held is not None:
            return
        try:
            self._write_pending()
        except BaseException:
            self._held.release()
            raise

    def write(self, entry: Record, at: str) -> None:
        """Keep `entry`; `at` is the time of day in ISO 8601. Returns once it is on disk.

        Raises:
            BacktalkError: the disk refused it; it is tried again with the next entry.
        """
        self._keep(lambda: self._books.enter(entry, at))

    def interrupted_session(self) -> InterruptedSession | None:
        """Return the person's last session if it was interrupted, and where."""
        with translate_errors(self.path):
            return reading.interrupted_session(
                self.connection, self.person, rehearsals=self._rehearsal
            )

    def resume(self, interrupted: InterruptedSession) -> None:
        """Let the next session go on with that one in place of beginning a new one."""
        self._books.cursor = Cursor(resumed=interrupted.session)

    def close(self) -> None:
        """Write what still waits, as far as the disk takes it; let others have the journal."""
        with suppress(BacktalkError):
            self._write_pending()
        self._held.release()

    def _keep(self, entry: _Entry) -> None:
        self._pending.append(entry)
        self._write_pending()

    def _write_pending(self) -> None:
        if not self._pending:
            return
        cursor = self._books.cursor
        try:
            with translate_errors(self.path), transaction(self.connection):
                for entry in self._pending:
                    entry()
        except BaseException as error:
            self._books.cursor = cursor
            self._log_failure(error)
            if not isinstance(error, BacktalkError):  # our fault: it will never be taken
                self._pending.pop()
            raise
        if self._failing:
            _LOG.warning("the journal takes records again; it got %d late", len(self._pending) - 1)
            self._failing = False
        self._pending.clear()

    def _log_failure(self, error: BaseException) -> None:
        """Log the first of failures in a row; by the class of the error, never by its words."""
        if not self._failing:
            cause = error.__cause__ or error
            name = getattr(cause, "sqlite_errorname", None) or type(cause).__name__
            _LOG.error("the journal does not take records: %s", name)
        self._failing = True
