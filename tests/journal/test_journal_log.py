"""What the journal leaves in the log: opened, refused, recovered; and no word of its content."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest

from backtalk.errors import BacktalkError
from backtalk.journal.people import called
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import SESSION, a_set, after, answered, score


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "backtalk")
    return caplog


def test_a_second_coach_is_logged(tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "journal.db"
    with closing(SqliteJournal(path)), pytest.raises(BacktalkError):
        SqliteJournal(path)
    assert "the journal was opened" in log.text
    assert "the journal is held by another process" in log.text


def test_failures_in_a_row_are_logged_once_and_so_is_the_recovery(
    tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    with closing(SqliteJournal(tmp_path / "journal.db")) as journal:
        journal.write(SESSION, after(0))
        journal.connection.execute("PRAGMA query_only = ON")
        for number in (1, 2, 3):
            with pytest.raises(BacktalkError):
                journal.write(a_set(number), after(number))
        journal.connection.execute("PRAGMA query_only = OFF")
        journal.write(a_set(4), after(4))
    assert log.text.count("the journal does not take records: SQLITE_READONLY") == 1
    assert log.text.count("the journal takes records again; it got 3 late") == 1


def test_no_name_answer_or_score_is_in_the_log(
    tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    with closing(SqliteJournal(tmp_path / "zaphod.db", called("Zaphod"))) as journal:
        for entry in (SESSION, answered("fever", "quagga"), score(7, "zebra")):
            journal.write(entry, after(0))
        with pytest.raises(OverflowError):
            journal.write(score(2**64, "zebra"), after(1))
    assert log.text
    assert [word for word in ("aphod", "quagga", "zebra", "fever") if word in log.text] == []
