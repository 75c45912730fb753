"""Forgetting for good: rows are overwritten, the file is rewritten, the log is emptied.

What a disk keeps below its file system, and copies made elsewhere, are beyond a program's reach.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from backtalk.journal.database import transaction
from backtalk.journal.tables import OF_SESSIONS


@dataclass(frozen=True)
class Period:
    """Days, both ends included, as ISO dates; '' is open."""

    first: str = ""
    last: str = ""


def forget(connection: sqlite3.Connection, person: str | None, period: Period) -> int:
    """Forget `person` (a key; None: all people) in `period`; return how many sessions went.

    A session belongs to the day on which it began. A person of whom nothing is left is forgotten
    by name, too.
    """
    with transaction(connection):
        gone = _chosen(connection, "sessions", "started", person, period)
        ids = [row[0] for row in gone]
        for table in OF_SESSIONS:
            connection.executemany(
                f"DELETE FROM {table} WHERE session = ?",  # noqa: S608  our own words
                [(session,) for session in ids],
            )
        connection.executemany("DELETE FROM sessions WHERE id = ?", [(i,) for i in ids])
        answers = _chosen(connection, "answers", "at", person, period)
        connection.executemany("DELETE FROM answers WHERE id = ?", answers)
        connection.execute(
            "DELETE FROM people WHERE (?1 IS NULL OR person = ?1)"
            " AND person NOT IN (SELECT person FROM sessions)"
            " AND person NOT IN (SELECT person FROM answers)",
            (person,),
        )
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return len(ids)


def _chosen(
    connection: sqlite3.Connection, table: str, time: str, person: str | None, period: Period
) -> list[tuple[str]]:
    """Return the ids of the rows of `table` whose day is in `period`, as it was where it was."""
    return connection.execute(
        f"SELECT id FROM {table} WHERE (?1 IS NULL OR person = ?1)"  # noqa: S608  our own words
        f" AND (?2 = '' OR substr({time}, 1, 10) >= ?2)"
        f" AND (?3 = '' OR substr({time}, 1, 10) <= ?3)",
        (person, period.first, period.last),
    ).fetchall()
