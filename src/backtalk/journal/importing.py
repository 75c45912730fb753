"""Reading an export into a journal; twice is harmless. Also the files of lines of former days.

A row that is there already stays as it is; only what it lacked (the end of a session, a score) is
taken from the export. Either all of a file is taken or nothing.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backtalk.core.model.person import Person
from backtalk.core.model.records import record_of
from backtalk.errors import BacktalkError
from backtalk.journal import people
from backtalk.journal.bookkeeping import Bookkeeper
from backtalk.journal.database import steps, transaction
from backtalk.journal.exporting import HEADER
from backtalk.journal.tables import TABLES

_OLD_SESSIONS = uuid.UUID("5d1bcb52-7f0e-4b0b-9d0a-6f3b2f7c1a55")
"""The id of an old session is made from its line, so that a second import finds it."""


def read_lines_of(file: Path, connection: sqlite3.Connection, person: Person) -> int:
    """Read the export or the old journal `file` and return how many lines were read.

    Args:
        file: JSON lines.
        connection: the journal that takes them.
        person: who old lines are about, which name no one.

    Raises:
        BacktalkError: the file cannot be read, or a line is none of ours; nothing was taken.
    """
    try:
        texts = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise BacktalkError(
            f"The file {file} cannot be read: {reason}.", "Name a file that 'export' wrote."
        ) from error
    lines = [(number, text) for number, text in enumerate(texts, start=1) if text.strip()]
    first = _parsed(file, *lines[0]) if lines else {}
    with transaction(connection):
        if HEADER in first:
            _check_version(file, first[HEADER])
            _take_rows(file, lines[1:], connection)
        elif "kind" in first:
            _take_records(lines, connection, person)
        else:
            raise _no_export(file, 1)
    return len(lines)


def _take_rows(
    file: Path, lines: Iterable[tuple[int, str]], connection: sqlite3.Connection
) -> None:
    for number, text in lines:
        row = _parsed(file, number, text)
        table = row.pop("table", None)
        if not isinstance(table, str) or table not in TABLES or set(row) != set(TABLES[table]):
            raise _no_export(file, number)
        try:
            _take(connection, table, row)
        except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError) as error:
            raise _no_export(file, number) from error


def _take(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    columns = TABLES[table]
    names, gaps = ", ".join(columns), ", ".join("?" * len(columns))
    lacked = ", ".join(f"{name} = coalesce({name}, excluded.{name})" for name in columns[1:])
    connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({gaps})"  # noqa: S608  names are our own words
        f" ON CONFLICT ({columns[0]}) DO UPDATE SET {lacked}",
        tuple(row[name] for name in columns),
    )


def _take_records(
    lines: Iterable[tuple[int, str]], connection: sqlite3.Connection, person: Person
) -> None:
    """Enter old lines as records; a torn line is passed over, as it always was."""
    ids: list[str] = []
    books = Bookkeeper(
        connection,
        people.enter(connection, person),
        lambda: ids.pop() if ids else uuid.uuid4().hex,
    )
    known = False
    for _, text in lines:
        try:
            facts = json.loads(text)
            kind, at = facts.pop("kind"), facts.pop("at")
        except (ValueError, KeyError, AttributeError):
            continue
        if kind == "session":  # the rest of it is known with it
            ids = [uuid.uuid5(_OLD_SESSIONS, text).hex]
            row = connection.execute("SELECT 1 FROM sessions WHERE id = ?", ids).fetchone()
            known = row is not None
        if not known:
            books.enter(record_of(kind, facts), at)


def _parsed(file: Path, number: int, text: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise _no_export(file, number) from error
    if not isinstance(row, dict):
        raise _no_export(file, number)
    return row


def _check_version(file: Path, version: object) -> None:
    if not isinstance(version, int) or version > len(steps()):
        raise BacktalkError(
            f"The export {file} is from a newer version of Backtalk.", "Update Backtalk."
        )


def _no_export(file: Path, number: int) -> BacktalkError:
    return BacktalkError(
        f"Line {number} of {file} is no line of a journal; nothing was taken.",
        "Name a file that 'backtalk export --format jsonl' wrote.",
    )
