"""A journal that is held before it is known whose session it is.

What happens before the person is known (a stop, lost sound) waits in memory and is written
with the first record after the person is known. A session of a person who is not to be known is
not written down at all: it would become part of another one's past.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from backtalk.core.model.person import Person
from backtalk.core.model.records import Record
from backtalk.errors import BacktalkError
from backtalk.journal.journal import Journal, NoJournal
from backtalk.journal.sqlite_journal import SqliteJournal, hold


class DeferredJournal:
    """The journal `path`, held by this process alone until `close`, of no person until `assign`."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        """Hold `path`; it is made if it is not there.

        Raises:
            BacktalkError: another coach holds it, or it cannot be used; the sentence says why.
        """
        self.path = path
        self._rehearsal = rehearsal
        self._held = hold(path)
        self._mine: SqliteJournal | None = None
        self._to: Journal | None = None
        self._waiting: list[tuple[Record, str]] = []

    def assign(self, person: Person) -> SqliteJournal:
        """Return the part of `person`; from the next record on all is written there.

        Before that nothing of it changes.
        """
        self._mine = SqliteJournal(self.path, person, rehearsal=self._rehearsal, held=self._held)
        self._to = self._mine
        return self._mine

    def discard(self) -> None:
        """Keep nothing of this session: it belongs to no person."""
        self._to = NoJournal()

    def unassign(self) -> None:
        """Take back `assign` or `discard`, before anything was recorded under it: wait again."""
        self._mine = self._to = None

    def write(self, entry: Record, at: str) -> None:
        """Keep `entry`, after what waited; before the person is known, let it wait.

        Raises:
            BacktalkError: the disk refused it; it is tried again with the next entry.
        """
        if self._to is None:
            self._waiting.append((entry, at))
            return
        waiting, self._waiting = self._waiting, []
        for earlier in waiting:
            with suppress(BacktalkError):  # the journal keeps it; the next one complains
                self._to.write(*earlier)
        self._to.write(entry, at)

    def close(self) -> None:
        """Let others have the journal."""
        if self._mine is not None:
            self._mine.close()
        else:
            self._held.release()
