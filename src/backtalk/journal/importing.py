"""Reading an export into a journal; twice is harmless. Also journals that are files of lines.

A row that is there already stays as it is; only what it lacked (the end of a session, a score) is
taken from the export. Either all of a file is taken or nothing.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from backtalk.core.model.person import Person
from backtalk.errors import BacktalkError
from backtalk.journal import people
from backtalk.journal.bookkeeping import Bookkeeper
from backtalk.journal.database import steps, transaction
from backtalk.journal.exporting import HEADER
from backtalk.journal.imported_lines import ImportedLine, lines_in, sessions_in
from backtalk.journal.old_lines import InferredActions, in_present_names
from backtalk.journal.tables import TABLES

_NOT_OURS = (
    ValueError,
    OverflowError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)
"""What the values of a line raise that the journal never wrote."""
_OLD_SESSIONS = uuid.UUID("5d1bcb52-7f0e-4b0b-9d0a-6f3b2f7c1a55")
"""The first row of a session gets an id made from its first line, so that a second import finds
it; that row is the session's own, or an answer where nothing but questions was answered."""
_KNOWN = "SELECT 1 FROM sessions WHERE id = ? UNION SELECT 1 FROM answers WHERE id = ?"


def read_lines_of(file: Path, connection: sqlite3.Connection, person: Person) -> int:
    """Read the export or the journal of lines `file` and return how many lines were read.

    Args:
        file: JSON lines.
        connection: the journal that takes them.
        person: whose sessions the lines of a journal are, which name no one.

    Raises:
        BacktalkError: the file cannot be read, or a line is no line of ours; nothing was taken.
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
            _take_records(file, lines, connection, person)
        else:
            raise _no_export(file, 1)
    return len(lines)


def _take_rows(
    file: Path, lines: Iterable[tuple[int, str]], connection: sqlite3.Connection
) -> None:
    for number, text in lines:
        row = in_present_names(_parsed(file, number, text))
        table = row.pop("table", None)
        if not isinstance(table, str) or table not in TABLES or set(row) != set(TABLES[table]):
            raise _no_export(file, number)
        try:
            _take(connection, table, row)
        except _NOT_OURS as error:
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
    file: Path,
    texts: Iterable[tuple[int, str]],
    connection: sqlite3.Connection,
    person: Person,
) -> None:
    """Enter the sessions that `connection` does not have yet."""
    key = people.enter(connection, person)
    for session in sessions_in(lines_in(texts)):
        first_id = uuid.uuid5(_OLD_SESSIONS, session[0].text).hex
        if connection.execute(_KNOWN, (first_id, first_id)).fetchone() is not None:
            continue
        ids = chain([first_id], (uuid.uuid4().hex for _ in repeat(None)))
        books = Bookkeeper(connection, key, ids.__next__)
        _enter_session(file, session, books)


def _enter_session(file: Path, session: Iterable[ImportedLine], books: Bookkeeper) -> None:
    inferred = InferredActions()
    for line in session:
        try:
            entry = line.record()
            if (handled := inferred.before(entry)) is not None:
                books.enter(handled, line.at)
            books.enter(entry, line.at)
        except _NOT_OURS as error:
            raise _no_export(file, line.number) from error


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
