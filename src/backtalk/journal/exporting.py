"""The journal as JSON lines that read back equal: one row a line, with its table."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from backtalk.journal.database import steps
from backtalk.journal.tables import TABLES, rows_of

HEADER = "backtalk-journal"
"""The key of the first line; its value is the version of the tables."""


def rows(
    connection: sqlite3.Connection, person: str | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of the table and the row, for all rows of `person` (a key), or of all."""
    for table, columns in TABLES.items():
        sql = rows_of(table, one_person=person is not None)
        for row in connection.execute(sql, () if person is None else (person,)):
            yield table, dict(zip(columns, row, strict=True))


def as_lines(connection: sqlite3.Connection, person: str | None = None) -> Iterator[str]:
    """Yield the export line by line, its header first; each ends with a newline."""
    yield json.dumps({HEADER: len(steps())}) + "\n"
    for table, row in rows(connection, person):
        yield json.dumps({"table": table, **row}, ensure_ascii=False) + "\n"
