"""The journal as a database: on disk before `write` returns, one coach at a time, private."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from backtalk.core.model.records import (
    DoctorAgreed,
    ExerciseLeftOut,
    FoundSound,
    LostSound,
    Record,
    TroubleNoticed,
)
from backtalk.errors import BacktalkError
from backtalk.journal import reading
from backtalk.journal.people import called
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import (
    CLOSING,
    SESSION,
    a_set,
    after,
    answered,
    history,
    kept,
    rows,
    write_all,
)
from tests.people import ANNA

GONE = ExerciseLeftOut("bird-dog")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "journal.db"


def test_a_set_can_be_read_by_others_as_soon_as_write_has_returned(path: Path) -> None:
    with closing(SqliteJournal(path)) as journal:
        write_all(journal, SESSION, a_set())
        assert rows(path, "SELECT exercise, number, side, planned, done, hold_s FROM sets") == [
            ("bird-dog", 1, "right", 5, 5, 10.0)
        ]


def test_every_commit_waits_for_the_disk(path: Path) -> None:
    with closing(SqliteJournal(path)) as journal:
        assert journal.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        full = 2
        assert journal.connection.execute("PRAGMA synchronous").fetchone() == (full,)


def test_the_journal_its_log_its_lock_and_its_folder_are_the_owners_only(path: Path) -> None:
    with closing(SqliteJournal(path)) as journal:
        write_all(journal, SESSION)
        files = list(path.parent.iterdir())
        assert {file.name for file in files} >= {"journal.db", "journal.db-wal", "journal.db.lock"}
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_journal_that_others_could_read_is_closed_to_them_when_it_is_opened(path: Path) -> None:
    kept(path, SESSION).chmod(0o644)
    SqliteJournal(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_whole_session_has_its_beginning_its_end_and_how_it_ended(path: Path) -> None:
    kept(path, SESSION, a_set(1), a_set(2), CLOSING)
    assert rows(path, "SELECT routine, planned, started, ended, ending FROM sessions") == [
        ("big-three", 2, after(0), after(3), "complete")
    ]


def test_a_session_with_sets_left_ended_in_part(path: Path) -> None:
    kept(path, SESSION, a_set(1), CLOSING)
    assert rows(path, "SELECT ending FROM sessions") == [("partial",)]


def test_a_set_done_twice_is_one_of_the_plan(path: Path) -> None:
    kept(path, SESSION, a_set(1), a_set(1), CLOSING)
    assert rows(path, "SELECT ending FROM sessions") == [("partial",)]


def test_faults_are_kept_with_their_reasons(path: Path) -> None:
    lost = LostSound("unplugged")
    kept(path, SESSION, lost, FoundSound(), TroubleNoticed("Gerät \u2028 背中"))
    assert rows(path, "SELECT kind, reason FROM faults ORDER BY rowid") == [
        ("sound lost", "unplugged"),
        ("sound found", ""),
        ("trouble", "Gerät \u2028 背中"),
    ]


def test_answers_and_the_doctors_consent_are_kept(path: Path) -> None:
    consent = DoctorAgreed("twist", "knee-drops")
    with closing(SqliteJournal(path)) as journal:
        journal.write(answered("pain-now", "2"), after(0))
        journal.write(answered("sore-now", "no"), after(1))
        write_all(journal, SESSION, consent)
    assert rows(path, "SELECT question, answer, consent FROM answers ORDER BY rowid") == [
        ("pain-now", "2", 0),
        ("sore-now", "no", 0),
        ("doctor-agreed:twist", "knee-drops", 1),
    ]


@dataclass(frozen=True)
class Sneezed(Record):
    """A record that no journal knows."""

    kind = "sneezed"
    exercise: str
    times: int


def test_a_kind_of_record_that_is_not_known_yet_is_kept_all_the_same(path: Path) -> None:
    kept(path, SESSION, Sneezed("bird-dog", times=3))
    assert rows(path, "SELECT kind, exercise, facts FROM notes") == [
        ("sneezed", "bird-dog", '{"times": 3}')
    ]


def test_what_is_recorded_before_the_session_belongs_to_it(path: Path) -> None:
    kept(path, LostSound("unplugged"), SESSION, a_set(), CLOSING)
    [session] = history(path).sessions
    assert (session.routine, len(session.sets)) == ("big-three", 1)
    assert rows(path, "SELECT count(*) FROM faults") == [(1,)]


# ---------------------------------------------------------------- going on where it stopped


def test_an_interrupted_session_is_found_with_what_was_done(path: Path) -> None:
    kept(path, SESSION, a_set(1), GONE)
    with closing(SqliteJournal(path)) as journal:
        found = journal.interrupted_session()
    assert found is not None
    assert (found.routine, found.planned, found.hurt) == ("big-three", 2, False)
    assert [(each.exercise, each.number) for each in found.sets] == [("bird-dog", 1)]
    assert found.left_out == {"bird-dog"}


def test_a_session_that_ended_was_not_interrupted(path: Path) -> None:
    kept(path, SESSION, a_set(1), CLOSING)
    with closing(SqliteJournal(path)) as journal:
        assert journal.interrupted_session() is None


def test_only_the_last_session_can_have_been_interrupted(path: Path) -> None:
    kept(path, SESSION, a_set(1))
    kept(path, SESSION, a_set(1), CLOSING, days=1)
    with closing(SqliteJournal(path)) as journal:
        assert journal.interrupted_session() is None


def test_resuming_makes_one_session_of_both_parts(path: Path) -> None:
    kept(path, SESSION, a_set(1))
    with closing(SqliteJournal(path)) as journal:
        found = journal.interrupted_session()
        assert found is not None
        journal.resume(found)
        write_all(journal, SESSION, a_set(2), CLOSING)
    [session] = history(path).sessions
    assert session.ending == "complete"
    assert [each.number for each in session.sets] == [1, 2]


# ---------------------------------------------------------------- several people


def test_each_person_has_a_part_of_the_journal(path: Path) -> None:
    kept(path, SESSION, a_set(), CLOSING, person="Anna")
    kept(path, SESSION, person="Boris")
    assert len(history(path, "anna").sessions[0].sets) == 1
    assert history(path, "boris").sessions[0].sets == ()
    with closing(SqliteJournal(path, ANNA)) as journal:
        assert journal.interrupted_session() is None


def test_capitals_and_spaces_make_no_other_person(path: Path) -> None:
    for name in ("Anna  Maria", "anna maria", " ANNA MARIA "):
        kept(path, SESSION, person=name)
    assert rows(path, "SELECT person, name FROM people") == [("anna maria", "Anna Maria")]


@pytest.mark.parametrize("name", ["", "  ", "../anna", "a" * 41, "anna/boris", "-x"])
def test_what_is_no_name_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(BacktalkError, match="cannot be a person's name"):
        called(name)


def test_a_rehearsal_is_marked_and_is_no_part_of_the_history(path: Path) -> None:
    with closing(SqliteJournal(path, rehearsal=True)) as journal:
        write_all(journal, SESSION, a_set(), CLOSING)
        mine = reading.history(journal.connection, journal.person, rehearsals=True)
        assert len(mine.sessions) == 1
    assert rows(path, "SELECT rehearsal FROM sessions") == [(1,)]
    assert history(path).sessions == ()


# ---------------------------------------------------------------- one coach at a time


def test_a_second_coach_is_told_that_another_holds_the_journal(path: Path) -> None:
    with closing(SqliteJournal(path)) as first:
        with pytest.raises(BacktalkError) as caught:
            SqliteJournal(path)
        assert caught.value.message == f"Another Backtalk is using the journal {path}."
        assert "End that one first" in caught.value.remedy
        write_all(first, SESSION, a_set())
    assert len(history(path).sessions[0].sets) == 1
    SqliteJournal(path).close()


def test_another_may_look_into_it_while_a_session_writes(path: Path) -> None:
    with closing(SqliteJournal(path)) as journal:
        write_all(journal, SESSION, a_set())
        assert len(history(path).sessions[0].sets) == 1
        write_all(journal, a_set(2))


def test_an_onlooker_does_not_make_a_set_wait_in_vain(path: Path) -> None:
    with closing(SqliteJournal(path)) as journal, closing(sqlite3.connect(path)) as other:
        write_all(journal, SESSION)
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM sets").fetchone() == (0,)
        write_all(journal, a_set())
        assert other.execute("SELECT count(*) FROM sets").fetchone() == (0,)
