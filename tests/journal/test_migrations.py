"""A journal of an earlier version opens and reads back whole; one of a later version is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from backtalk.core.model.history import Answer, DoneSet, History, PainReport, PastSession
from backtalk.errors import BacktalkError
from backtalk.journal.database import APPLICATION_ID, steps
from backtalk.journal.reading import day_of
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import SESSION, a_set, after, answered, history, kept, rows

SESSIONS = """
INSERT INTO people VALUES ('me', 'me');
INSERT INTO sessions (id, person, routine, planned, started, ended, ending) VALUES
    ('s1', 'me', 'big-three', 2, '2026-01-01T10:00:00+01:00', '2026-01-01T10:30:00+01:00', 'pain');
INSERT INTO sets VALUES
    ('b1', 's1', '2026-01-01T10:10:00+01:00', 'bird-dog', 'knees down', 1, 'right', 5, 4, 10.0);
INSERT INTO pain_reports VALUES
    ('p1', 's1', '2026-01-01T10:20:00+01:00', 'bird-dog', 'pain', 5, 'leg', 'ended');
INSERT INTO notes VALUES
    ('n1', 's1', '2026-01-01T10:25:00+01:00', 'left out', 'side-plank', '{}');
INSERT INTO faults VALUES
    ('f1', 's1', '2026-01-01T10:26:00+01:00', 'sound lost', 'unplugged');
"""
"""Rows as version 1 and later had them, one of each table; the order of columns is that of 001."""
ANSWERS = """
INSERT INTO answers VALUES ('a1', 'me', '2026-01-01T09:59:00+01:00', 'pain-now', '2', 0);
"""
DAY = day_of("2026-01-01T10:00:00+01:00")


def journal_of_version(version: int, path: Path) -> Path:
    """Make the journal `path` as `version` left it, closed."""
    with closing(sqlite3.connect(path)) as connection:
        for sql in steps()[:version]:
            connection.executescript(sql)
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version};"
        )
        connection.executescript(SESSIONS + (ANSWERS if version > 1 else ""))
    return path


@pytest.mark.parametrize("version", [1, 2])
def test_a_journal_of_an_earlier_version_reads_back_whole(tmp_path: Path, version: int) -> None:
    path = journal_of_version(version, tmp_path / "journal.db")
    assert DAY is not None
    expected = PastSession(
        DAY,
        "big-three",
        2,
        (DoneSet("bird-dog", "knees down", 1, "right", 5, 4, 10.0),),
        (PainReport(DAY, "bird-dog", "pain", 5, "leg", "ended"),),
        left_out=frozenset({"side-plank"}),
        ending="pain",
        minutes=30.0,
    )
    answers = (Answer(DAY, "pain-now", "2"),) if version > 1 else ()
    assert history(path) == History((expected,), answers)
    assert rows(path, "SELECT kind, reason FROM faults") == [("sound lost", "unplugged")]
    assert rows(path, "PRAGMA user_version") == [(len(steps()),)]


@pytest.mark.parametrize("version", [1, 2])
def test_a_journal_of_an_earlier_version_is_written_on(tmp_path: Path, version: int) -> None:
    path = journal_of_version(version, tmp_path / "journal.db")
    kept(path, answered("pain-now", "0"), SESSION, a_set())
    first, second = history(path).sessions
    assert [each.variation for each in first.sets + second.sets] == ["knees down", "standard"]
    assert rows(path, "SELECT at FROM answers ORDER BY rowid")[-1] == (after(0),)


def test_a_journal_of_a_later_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = kept(tmp_path / "journal.db", SESSION)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(steps()) + 1}")
    before = path.read_bytes()
    with pytest.raises(BacktalkError) as caught:
        SqliteJournal(path)
    assert caught.value.message == f"The journal {path} is from a newer version of Backtalk."
    assert "Update Backtalk" in caught.value.remedy
    assert path.read_bytes() == before
