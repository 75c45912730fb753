"""What is exported reads back equal, twice is harmless, and what is forgotten is gone."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backtalk.core.model.person import UNNAMED
from backtalk.core.model.records import (
    DoseChanged,
    ExerciseLeftOut,
    QuestionAnswered,
    Record,
    TroubleNoticed,
)
from backtalk.errors import BacktalkError
from backtalk.journal import people
from backtalk.journal.bookkeeping import Bookkeeper
from backtalk.journal.csv_table import as_csv
from backtalk.journal.database import open_database, open_in_memory
from backtalk.journal.exporting import as_lines
from backtalk.journal.fhir import bundle
from backtalk.journal.forgetting import Period, forget
from backtalk.journal.importing import read_lines_of
from backtalk.journal.json_lines import JsonLinesJournal
from backtalk.journal.sqlite_journal import SqliteJournal, new_id
from tests.journal.book import (
    CLOSING,
    LEFT_OUT,
    SESSION,
    a_set,
    after,
    answered,
    history,
    kept,
    rows,
    score,
    stop,
)
from tests.people import ANNA

FULL = (
    SESSION,
    a_set(1),
    stop(),
    score(),
    LEFT_OUT,
    ExerciseLeftOut("bird-dog"),
    DoseChanged("side-plank", "easier"),
    TroubleNoticed("the voice died"),
    answered("how-it-was", "gut \u2028 背中"),
    CLOSING,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def exported(path: Path, person: str | None = None) -> str:
    with closing(open_database(path)) as connection:
        return "".join(as_lines(connection, person))


def read_in(file: Path, path: Path) -> int:
    with closing(open_database(path)) as connection:
        return read_lines_of(file, connection, UNNAMED)


def test_an_export_reads_back_equal_and_twice_is_harmless(path: Path, tmp_path: Path) -> None:
    kept(path, *FULL, person="Anna")
    kept(path, SESSION, person="Boris")
    file, other = tmp_path / "export.jsonl", tmp_path / "other.db"
    file.write_text(exported(path), encoding="utf-8")
    for _ in range(2):
        read_in(file, other)
        assert exported(other) == file.read_text(encoding="utf-8")
        assert history(other, "anna") == history(path, "anna")
    assert read_in(file, path)
    assert exported(path) == file.read_text(encoding="utf-8")


HEAD = '{"backtalk-journal": 2}\n'
ENTRIES = st.lists(
    st.sampled_from(FULL)
    | st.builds(TroubleNoticed, st.text(max_size=20))
    | st.builds(QuestionAnswered, st.text(max_size=9), st.text(max_size=9), st.booleans()),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES)
def test_whatever_happened_reads_back_equal(tmp_path: Path, entries: list[Record]) -> None:
    file = tmp_path / "export.jsonl"
    with closing(open_in_memory()) as one, closing(open_in_memory()) as other:
        books = Bookkeeper(one, people.enter(one, ANNA), new_id)
        for minute, entry in enumerate(entries):
            books.enter(entry, after(minute))
        file.write_text("".join(as_lines(one)), encoding="utf-8")
        read_lines_of(file, other, UNNAMED)
        assert list(as_lines(other)) == list(as_lines(one))


def test_an_older_export_does_not_take_back_what_is_known_by_now(
    path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "export.jsonl"
    with closing(SqliteJournal(path)) as journal:
        journal.write(SESSION, after(0))
        file.write_text(exported(path))
        journal.write(CLOSING, after(9))
    read_in(file, path)
    assert rows(path, "SELECT ended FROM sessions") == [(after(9),)]


def test_an_export_of_one_person_holds_no_other(path: Path) -> None:
    kept(path, *FULL, person="Anna")
    kept(path, SESSION, person="Boris")
    assert "oris" not in exported(path, "anna")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[1]",
        '{"backtalk-journal": 2}\n{"table": "songs"}',
        '{"backtalk-journal": 2}\n{"table": "people", "person": "a"}',
        '{"backtalk-journal": 2}\n{"table": "people", "person": "a", "name": {}}',
        HEAD + '{"table": "faults", "id": "1", "session": "", "at": "", "kind": "", "reason": ""}',
        '{"backtalk-journal": 99}',
        '{"backtalk-journal": 2}\n{"table": "people", "person": "a", "name": "A"}\n{"tab',
    ],
)
def test_a_file_that_is_no_export_is_refused_and_nothing_of_it_is_taken(
    path: Path, tmp_path: Path, text: str
) -> None:
    kept(path, SESSION)
    before = exported(path)
    file = tmp_path / "export.jsonl"
    file.write_text(text)
    with pytest.raises(BacktalkError):
        read_in(file, path)
    assert exported(path) == before


def test_the_file_of_lines_of_former_days_is_read_and_twice_is_harmless(
    path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "journal.jsonl"
    with closing(JsonLinesJournal(file)) as old:
        for minute, entry in enumerate((*FULL, SESSION, a_set())):
            old.write(entry, after(minute))
    with file.open("a") as torn:
        torn.write('{"at": "2026')
    read_in(file, path)
    once = exported(path)
    read_in(file, path)
    assert exported(path) == once
    first, second = history(path).sessions
    assert (first.ending, len(first.sets), first.pains[0].score) == ("partial", 1, 4)
    assert len(second.sets) == 1


# ---------------------------------------------------------------- csv and fhir


def test_the_table_has_a_line_for_everything_that_happened(path: Path) -> None:
    kept(path, *FULL, person="Anna")
    with closing(open_database(path)) as connection:
        lines = list(csv.DictReader(io.StringIO(as_csv(connection, None), newline="")))
    assert [line["what"] for line in lines] == [
        *("session", "set", "pain", "note", "note", "fault", "answer")
    ]
    assert {line["person"] for line in lines} == {"anna"}
    assert (lines[2]["score"], lines[2]["action"]) == ("4", "left out")


def test_words_are_no_formula_in_a_spreadsheet(path: Path) -> None:
    kept(path, SESSION, answered("how-it-was", "=1+1"))
    with closing(open_database(path)) as connection:
        assert "'=1+1" in as_csv(connection, None)


def test_pain_scores_are_a_valid_fhir_bundle_with_the_code_of_the_scale(path: Path) -> None:
    kept(path, *FULL, stop(), CLOSING, person="Anna")
    with closing(open_database(path)) as connection:
        made = bundle(connection, None)
    Bundle.model_validate_json(json.dumps(made))
    patient, observation = (entry["resource"] for entry in made["entry"])
    assert patient["name"] == [{"text": "Anna"}]
    assert observation["code"]["coding"][0]["code"] == "72514-3"
    assert observation["valueInteger"] == 4
    assert observation["effectiveDateTime"] == "2026-03-02T12:02:00+01:00"
    assert observation["subject"]["reference"] == made["entry"][0]["fullUrl"]


# ---------------------------------------------------------------- forgetting


def secret(word: str) -> tuple[Record, ...]:
    return (SESSION, a_set(exercise=word), stop(exercise=word), CLOSING)


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def forgotten(path: Path, person: str | None, period: Period) -> int:
    with closing(open_database(path)) as connection:
        return forget(connection, person, period)


def test_what_is_forgotten_is_in_no_byte_of_any_file(path: Path, tmp_path: Path) -> None:
    for day in range(20):
        kept(path, *secret("zebra-crossing"), person="Zaphod", days=day)
    with closing(SqliteJournal(path, people.called("Zaphod"))) as journal:
        journal.write(answered("pain-now", "quagga"), after(0))
    assert b"zebra-crossing" in bytes_of(tmp_path)
    assert forgotten(path, None, Period()) == 20
    left = bytes_of(tmp_path)
    assert [word for word in (b"zebra", b"quagga", b"aphod") if word in left] == []
    assert history(path, "zaphod").sessions == ()


def test_a_person_is_forgotten_and_the_others_are_not(path: Path, tmp_path: Path) -> None:
    kept(path, *secret("zebra"), person="Zaphod")
    kept(path, *FULL, person="Anna")
    before = history(path, "anna")
    assert forgotten(path, "zaphod", Period()) == 1
    assert history(path, "anna") == before
    assert b"aphod" not in bytes_of(tmp_path)


@pytest.mark.parametrize(
    ("period", "left"),
    [
        (Period("2026-03-03", "2026-03-04"), [0, 3]),
        (Period("2026-03-04"), [0, 1]),
        (Period(last="2026-03-02"), [1, 2, 3]),
    ],
)
def test_a_period_is_forgotten_with_its_first_and_its_last_day(
    path: Path, period: Period, left: list[int]
) -> None:
    for day in range(4):
        kept(path, *FULL, days=day)
    first = history(path).sessions[0].day
    forgotten(path, UNNAMED.key, period)
    assert [session.day - first for session in history(path).sessions] == left
    assert [answer.day - first for answer in history(path).answers] == left
