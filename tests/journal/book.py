"""A journal to write in, and what an onlooker reads from the disk meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

from backtalk.core.model.events import Command
from backtalk.core.model.history import History
from backtalk.core.model.records import (
    PainAction,
    PainHandled,
    PainReported,
    QuestionAnswered,
    Record,
    SessionBegun,
    SessionClosed,
    SetDone,
    Stopped,
)
from backtalk.journal import people, reading
from backtalk.journal.database import open_database
from backtalk.journal.sqlite_journal import SqliteJournal

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=1)))
SESSION = SessionBegun("big-three", sets=2)
CLOSING = SessionClosed(sets_done=2)
WENT_ON = PainHandled(PainAction.WENT_ON)
EASIER = PainHandled(PainAction.EASIER)
LEFT_OUT = PainHandled(PainAction.LEFT_OUT)
ENDED = PainHandled(PainAction.ENDED)
FALSE_ALARM = PainHandled(PainAction.FALSE_ALARM)


def a_set(number: int = 1, exercise: str = "bird-dog", side: str = "right") -> SetDone:
    """Return the record of a set of five repetitions."""
    return SetDone(exercise, number, side, 5, planned=5, hold_s=10.0, variation="standard")


def stop(word: Command = Command.PAIN, exercise: str = "bird-dog") -> Stopped:
    """Return the record of a stop in the second repetition."""
    return Stopped(word, exercise, set_number=1, repetition=2)


def score(number: int = 4, exercise: str = "bird-dog") -> PainReported:
    """Return the record of how bad the pain is."""
    return PainReported(score=number, exercise=exercise)


def answered(question: str, answer: str) -> QuestionAnswered:
    """Return the record of an answer of the interview."""
    return QuestionAnswered(question, answer)


def after(minutes: float, days: int = 0) -> str:
    """Return the time so long after noon of the first day."""
    return (NOON + timedelta(days=days, minutes=minutes)).isoformat(timespec="milliseconds")


def write_all(journal: SqliteJournal, *entries: Record, days: int = 0) -> None:
    """Write `entries`, a minute apart."""
    for minute, entry in enumerate(entries):
        journal.write(entry, after(minute, days))


def kept(path: Path, *entries: Record, person: str = "me", days: int = 0) -> Path:
    """Write `entries` into the journal `path`, close it, and return `path`."""
    with closing(SqliteJournal(path, people.called(person))) as journal:
        write_all(journal, *entries, days=days)
    return path


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Return what an onlooker reads from the journal `path`."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def history(path: Path, person: str = "me") -> History:
    with closing(open_database(path)) as connection:
        return reading.history(connection, person)
