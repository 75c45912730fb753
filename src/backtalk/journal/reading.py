"""From the journal's tables to the core's frozen history. Reads only."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backtalk.core.model.history import (
    Answer,
    DoneSet,
    History,
    InterruptedSession,
    PainReport,
    PastSession,
)

_SECONDS_A_MINUTE = 60
_OF_SESSIONS = "SELECT {} FROM {} WHERE session IN (SELECT id FROM sessions WHERE person = ?)"


def moment(at: str) -> datetime | None:
    """Return the time `at`; None where it is no time of day."""
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def day_of(at: str) -> int | None:
    """Return the day of `at`, as `date.toordinal` counts; the day it was where it happened."""
    when = moment(at)
    return None if when is None else when.date().toordinal()


def history(connection: sqlite3.Connection, person: str, *, rehearsals: bool = False) -> History:
    """Return the history of `person` (a key of `people`), with or without rehearsals."""
    parts = _Parts.of(connection, person)
    sessions = []
    rows = connection.execute(
        "SELECT id, routine, planned, started, ended, ending, rehearsal FROM sessions"
        " WHERE person = ? AND rehearsal <= ? ORDER BY julianday(started), rowid",
        (person, int(rehearsals)),
    )
    for session, routine, planned, started, ended, ending, rehearsal in rows:
        day = day_of(started)
        if day is None:
            continue
        sessions.append(
            PastSession(
                day,
                routine,
                planned,
                tuple(parts.sets[session]),
                tuple(parts.reports[session]),
                frozenset(parts.noted["easier"][session]),
                frozenset(parts.noted["left out"][session]),
                ending or "",
                _minutes(started, ended or parts.last.get(session, started)),
                bool(rehearsal),
            )
        )
    return History(tuple(sessions), _answers(connection, person))


def interrupted_session(
    connection: sqlite3.Connection, person: str, *, rehearsals: bool = False
) -> InterruptedSession | None:
    """Return the last session of `person` if it was interrupted, else None."""
    row = connection.execute(
        "SELECT id, routine, planned, started, ended FROM sessions"
        " WHERE person = ? AND rehearsal <= ?"
        " ORDER BY julianday(started) DESC, rowid DESC LIMIT 1",
        (person, int(rehearsals)),
    ).fetchone()
    if row is None or row[4] is not None or (day := day_of(row[3])) is None:
        return None
    session, routine, planned, started, _ = row
    parts = _Parts.of(connection, person)
    # 'ended' without an end: the power failed in the goodbye. It is over all the same.
    hurt = connection.execute(
        "SELECT 1 FROM pain_reports WHERE session = ? AND (action IS NULL OR action = 'ended')",
        (session,),
    ).fetchone()
    return InterruptedSession(
        session,
        routine,
        day,
        started,
        planned,
        tuple(parts.sets[session]),
        frozenset(parts.noted["left out"][session]),
        hurt is not None,
    )


@dataclass(frozen=True)
class _Parts:
    """What belongs to a person's sessions, by the id of the session."""

    sets: dict[str, list[DoneSet]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[str, list[PainReport]] = field(default_factory=lambda: defaultdict(list))
    noted: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    """Kind of note, then session: ids of exercises."""
    last: dict[str, str] = field(default_factory=dict)
    """The time of the last thing that happened."""

    @classmethod
    def of(cls, connection: sqlite3.Connection, person: str) -> _Parts:
        parts = cls()
        columns = "session, at, exercise, variation, number, side, planned, done, hold_s"
        for session, at, *row in _rows(connection, columns, "sets", person):
            parts.sets[session].append(DoneSet(*row))
            parts.last[session] = at
        columns = "session, at, exercise, kind, score, place, action"
        for session, at, *row in _rows(connection, columns, "pain_reports", person):
            exercise, kind, score, place, action = row
            report = PainReport(day_of(at) or 0, exercise, kind, score, place or "", action or "")
            parts.reports[session].append(report)
            parts.last[session] = max(at, parts.last.get(session, at))
        columns = "session, kind, exercise"
        for session, kind, exercise in _rows(connection, columns, "notes", person):
            parts.noted[kind][session].add(exercise)
        return parts


def _rows(
    connection: sqlite3.Connection, columns: str, table: str, person: str
) -> list[tuple[Any, ...]]:
    sql = _OF_SESSIONS.format(columns, table) + " ORDER BY rowid"
    return connection.execute(sql, (person,)).fetchall()


def _answers(connection: sqlite3.Connection, person: str) -> tuple[Answer, ...]:
    rows = connection.execute(
        "SELECT at, question, answer, consent FROM answers WHERE person = ? ORDER BY at, rowid",
        (person,),
    )
    dated = ((day_of(at), question, answer, consent) for at, question, answer, consent in rows)
    return tuple(
        Answer(day, question, answer, bool(consent))
        for day, question, answer, consent in dated
        if day is not None
    )


def _minutes(started: str, ended: str) -> float:
    first, last = moment(started), moment(ended)
    if first is None or last is None or (first.tzinfo is None) != (last.tzinfo is None):
        return 0.0
    return max(0.0, (last - first).total_seconds() / _SECONDS_A_MINUTE)
