"""Reports of pain in the journal: how bad, where, and what the session says was done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from backtalk.core.model.events import Command
from backtalk.core.model.records import DoseChanged, ExerciseLeftOut, PainReported, Record
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import (
    CLOSING,
    EASIER,
    ENDED,
    FALSE_ALARM,
    LEFT_OUT,
    SESSION,
    WENT_ON,
    a_set,
    after,
    history,
    kept,
    rows,
    score,
    stop,
)

GONE = ExerciseLeftOut("bird-dog")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.mark.parametrize(
    ("then", "action", "ending"),
    [
        (LEFT_OUT, "left out", "partial"),
        (EASIER, "easier", "partial"),
        (WENT_ON, "went on", "partial"),
        (ENDED, "ended", "pain"),
    ],
)
def test_a_report_of_pain_has_its_score_and_what_was_done(
    path: Path, then: Record, action: str, ending: str
) -> None:
    kept(path, SESSION, stop(), score(), then, CLOSING)
    assert rows(path, "SELECT at, exercise, kind, score, action FROM pain_reports") == [
        (after(1), "bird-dog", "pain", 4, action)
    ]
    assert rows(path, "SELECT ending FROM sessions") == [(ending,)]


@pytest.mark.parametrize(("number", "kept_score"), [((score(0),), 0), ((), None)])
def test_a_false_alarm_is_written_down_as_such_and_counts_as_nothing(
    path: Path, number: tuple[Record, ...], kept_score: int | None
) -> None:
    kept(path, SESSION, stop(), *number, FALSE_ALARM, a_set(1), a_set(2), CLOSING)
    assert rows(path, "SELECT score, action FROM pain_reports") == [(kept_score, "false alarm")]
    (session,) = history(path).sessions
    assert [each.action for each in session.reports] == ["false alarm"]
    assert (session.pains, history(path).pains) == ((), ())
    assert (session.ending, session.exercises) == ("complete", frozenset({"bird-dog"}))


@pytest.mark.parametrize(
    "before",
    [
        (stop(Command.UNWELL),),
        (stop(), score(2)),
        (stop(), PainReported(place="leg", exercise="bird-dog")),
    ],
)
def test_a_false_alarm_takes_back_no_pain_with_a_number_or_place_and_no_feeling_unwell(
    path: Path, before: tuple[Record, ...]
) -> None:
    kept(path, SESSION, *before, FALSE_ALARM, a_set(1), a_set(2), CLOSING)
    assert [pain.action for pain in history(path).pains] == ["went on"]


def test_pain_without_a_number_is_kept_as_such(path: Path) -> None:
    kept(path, SESSION, stop(), ENDED, CLOSING)
    assert rows(path, "SELECT score, action FROM pain_reports") == [(None, "ended")]


def test_a_stop_word_repeated_before_the_answer_is_the_same_pain(path: Path) -> None:
    kept(path, SESSION, stop(), stop(), score(), LEFT_OUT, stop(), ENDED, CLOSING)
    scores = rows(path, "SELECT score, action FROM pain_reports ORDER BY rowid")
    assert scores == [(4, "left out"), (None, "ended")]


def test_where_it_hurts_is_kept_with_the_report(path: Path) -> None:
    kept(path, SESSION, stop(), PainReported(place="leg", exercise="bird-dog"), CLOSING)
    assert rows(path, "SELECT place FROM pain_reports") == [("leg",)]


def test_feeling_unwell_is_reported_and_a_plain_stop_is_noted(path: Path) -> None:
    kept(path, SESSION, stop(Command.UNWELL), a_set(), stop(Command.STOP), CLOSING)
    assert rows(path, "SELECT kind FROM pain_reports") == [("unwell",)]
    assert rows(path, "SELECT kind, exercise FROM notes") == [("stop", "bird-dog")]


@pytest.mark.parametrize(
    ("since", "hurt"),
    [
        ((), True),
        ((score(),), True),
        ((WENT_ON,), False),
        ((WENT_ON, stop()), True),
        ((stop(Command.UNWELL), score(), EASIER), False),
        ((ENDED,), True),
        ((score(0), FALSE_ALARM), False),
        ((FALSE_ALARM,), False),
        ((FALSE_ALARM, stop()), True),
    ],
)
def test_a_session_interrupted_in_pain_says_so(
    path: Path, since: tuple[Record, ...], *, hurt: bool
) -> None:
    """Pain that ended the session did so, though the power failed before the goodbye."""
    kept(path, SESSION, a_set(1), stop(), *since)
    with closing(SqliteJournal(path)) as journal:
        found = journal.interrupted_session()
    assert found is not None
    assert found.hurt == hurt


@pytest.mark.parametrize(
    "next_record", [a_set(2), GONE, DoseChanged("bird-dog", "easier"), CLOSING]
)
def test_what_comes_after_pain_does_not_tell_that_it_was_handled(
    path: Path, next_record: Record
) -> None:
    kept(path, SESSION, stop(), score(), next_record)
    assert rows(path, "SELECT action FROM pain_reports") == [(None,)]


def test_pain_that_was_handled_before_the_end_did_not_end_it(path: Path) -> None:
    kept(path, SESSION, stop(), ENDED, stop(), WENT_ON, a_set(1), a_set(2), CLOSING)
    assert rows(path, "SELECT ending FROM sessions") == [("complete",)]


def test_the_last_of_two_troubles_is_what_ended_it(path: Path) -> None:
    kept(path, SESSION, stop(), WENT_ON, stop(Command.UNWELL), ENDED, CLOSING)
    assert rows(path, "SELECT ending FROM sessions") == [("unwell",)]
