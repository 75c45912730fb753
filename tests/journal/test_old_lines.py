"""Journals of lines and exports of earlier versions are read as they were meant."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from backtalk.core.model.events import Command
from backtalk.core.model.person import UNNAMED
from backtalk.core.model.records import (
    CheckResult,
    DoseChanged,
    ExerciseLeftOut,
    HearingChecked,
    QuestionAnswered,
    Record,
)
from backtalk.errors import BacktalkError
from backtalk.journal.database import open_database
from backtalk.journal.importing import read_lines_of
from backtalk.journal.json_lines import JsonLinesJournal
from tests.journal.book import (
    CLOSING,
    ENDED,
    LEFT_OUT,
    SESSION,
    WENT_ON,
    a_set,
    after,
    answered,
    history,
    rows,
    score,
    stop,
)

EASIER_THEN = DoseChanged("bird-dog", "easier")
HARDER_THEN = DoseChanged("bird-dog", "harder")
ACTIONS = "SELECT action FROM pain_reports ORDER BY rowid"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def read_in(path: Path, lines: Iterable[str]) -> None:
    file = path.with_name("lines.jsonl")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with closing(open_database(path)) as connection:
        read_lines_of(file, connection, UNNAMED)


def lines_of(path: Path, *entries: Record) -> list[str]:
    """Return the lines of a journal in which `entries` happened, a minute apart."""
    file = path.with_name("old.jsonl")
    with closing(JsonLinesJournal(file)) as journal:
        for minute, entry in enumerate(entries):
            journal.write(entry, after(minute))
    return file.read_text(encoding="utf-8").splitlines()


def line(kind: str, **facts: object) -> str:
    return json.dumps({"at": after(0), "kind": kind, **facts})


# ---------------------------------------------------------------- what was done after pain


@pytest.mark.parametrize(
    ("then", "action", "ending"),
    [
        (ExerciseLeftOut("bird-dog"), "left out", "partial"),
        (EASIER_THEN, "easier", "partial"),
        (HARDER_THEN, "went on", "partial"),
        (a_set(), "went on", "partial"),
        (CLOSING, "ended", "pain"),
    ],
)
def test_without_a_word_of_what_was_done_the_next_step_tells_it(
    path: Path, then: Record, action: str, ending: str
) -> None:
    closing = () if then is CLOSING else (CLOSING,)
    read_in(path, lines_of(path, SESSION, stop(), score(), then, *closing))
    assert rows(path, ACTIONS) == [(action,)]
    assert rows(path, "SELECT ending FROM sessions") == [(ending,)]


def test_feeling_unwell_is_told_by_the_next_step_too(path: Path) -> None:
    read_in(path, lines_of(path, SESSION, stop(Command.UNWELL), CLOSING))
    assert rows(path, "SELECT ending FROM sessions") == [("unwell",)]


def test_where_the_lines_say_what_was_done_nothing_is_inferred(path: Path) -> None:
    read_in(path, lines_of(path, SESSION, stop(), WENT_ON, stop(), LEFT_OUT, a_set(), CLOSING))
    assert rows(path, ACTIONS) == [("went on",), ("left out",)]
    assert rows(path, "SELECT ending FROM sessions") == [("partial",)]


def test_pain_in_which_a_session_broke_off_is_not_told_by_the_next_session(path: Path) -> None:
    read_in(path, lines_of(path, SESSION, stop(), SESSION, a_set(), CLOSING))
    assert rows(path, ACTIONS) == [(None,)]


# ---------------------------------------------------------------- twice is harmless

CHECKED = HearingChecked(CheckResult.PASSED)
TABLES = ("answers", "sessions", "notes", "pain_reports", "sets")


@pytest.mark.parametrize(
    "entries",
    [
        (answered("fever", "no"), CHECKED, SESSION, stop(), a_set(), CLOSING),
        (answered("fever", "no"), SESSION, CLOSING, answered("fever", "no"), SESSION, CLOSING),
        (SESSION, CLOSING, answered("fever", "yes")),
        (stop(), score()),
    ],
)
def test_what_came_before_a_session_is_taken_once(path: Path, entries: tuple[Record, ...]) -> None:
    lines = lines_of(path, *entries)
    read_in(path, lines)
    once = [rows(path, f"SELECT * FROM {table} ORDER BY id") for table in TABLES]  # noqa: S608
    read_in(path, lines)
    assert [rows(path, f"SELECT * FROM {table} ORDER BY id") for table in TABLES] == once  # noqa: S608
    assert len(once[0]) == sum(isinstance(each, QuestionAnswered) for each in entries)


def test_what_hurt_before_a_session_belongs_to_it(path: Path) -> None:
    read_in(path, lines_of(path, answered("fever", "no"), stop(), score(), SESSION, CLOSING))
    [session] = history(path).sessions
    assert (session.routine, [pain.score for pain in session.pains]) == ("big-three", [4])
    assert rows(path, "SELECT started, ended FROM sessions") == [(after(1), after(4))]


def test_pain_in_the_goodbye_belongs_to_the_session_that_ends(path: Path) -> None:
    read_in(path, lines_of(path, SESSION, CLOSING, stop(), ENDED, CLOSING, SESSION, CLOSING))
    first, second = history(path).sessions
    assert (first.ending, len(first.pains), second.ending) == ("pain", 1, "partial")


# ---------------------------------------------------------------- former names and gaps


def test_a_rung_of_old_lines_is_the_variation(path: Path) -> None:
    read_in(path, [line("session", routine="main", sets=1), line("set", exercise="x", rung="easy")])
    assert [each.variation for each in history(path).sessions[0].sets] == ["easy"]


def test_a_rung_of_an_old_export_is_the_variation(path: Path) -> None:
    session = {"id": "s", "person": "me", "routine": "main", "planned": 1, "started": after(0)}
    done = {"id": "b", "session": "s", "at": after(1), "exercise": "x", "rung": "easy"}
    dose = {"number": 1, "side": "", "planned": 5, "done": 5, "hold_s": 0.0}
    export = [
        {"backtalk-journal": 2},
        {"table": "people", "person": "me", "name": "me"},
        {"table": "sessions", **session, "ended": None, "ending": None, "rehearsal": 0},
        {"table": "sets", **done, **dose},
    ]
    read_in(path, map(json.dumps, export))
    assert [each.variation for each in history(path).sessions[0].sets] == ["easy"]


def test_a_set_of_old_lines_may_lack_what_was_not_written_then(path: Path) -> None:
    read_in(path, [line("session"), line("set", exercise="x", repetitions=4)])
    assert rows(path, "SELECT variation, number, side, planned, done, hold_s FROM sets") == [
        ("", 1, "", 4, 4, 0.0)
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        line("sneezed"),
        line("set", exercise="x", loudness=3),
        line("set"),
        line("stop", word="banana"),
        line("set", exercise="x", set=2**70),
        line("set", exercise="x", set="one"),
        line("set", exercise="x", hold_s="long"),
        line("set", exercise=["x"]),
        json.dumps({"at": 3, "kind": "set", "exercise": "x"}),
        json.dumps({"at": after(0), "kind": ["set"]}),
    ],
)
def test_a_line_of_another_kind_is_refused_and_nothing_is_taken(path: Path, wrong: str) -> None:
    with pytest.raises(BacktalkError, match=r"Line 2 of .* is no line of a journal"):
        read_in(path, [line("session", routine="main", sets=1), wrong])
    assert rows(path, "SELECT count(*) FROM sessions") == [(0,)]
