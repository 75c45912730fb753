"""A journal before it is known whose session it is, and answers that were taken back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from backtalk.core.dialogue.hearing_check import EVERY_DAY
from backtalk.core.dialogue.questions import BACK_NOW
from backtalk.core.model.effects import Effect
from backtalk.core.model.events import Command, Event
from backtalk.core.model.person import Person
from backtalk.core.model.records import (
    AnswerTakenBack,
    CheckResult,
    HearingChecked,
    Record,
    SessionResumed,
)
from backtalk.core.session.setup import SessionSetup
from backtalk.errors import BacktalkError
from backtalk.journal.deferred_journal import DeferredJournal
from backtalk.journal.people import called
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.core.driver import Driver
from tests.core.samples import two_exercises
from tests.journal.book import CLOSING, SESSION, a_set, after, answered, history, kept, rows, stop
from tests.people import ANNA, BERT

CHECK = HearingChecked(CheckResult.PASSED)
SESSIONS = "SELECT person, routine, planned, ended IS NOT NULL FROM sessions ORDER BY rowid"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A journal that knows two people."""
    path = tmp_path / "journal.db"
    kept(path, SESSION, CLOSING, person="Anna")
    return kept(path, SESSION, CLOSING, person="Bert")


def test_what_came_before_is_written_as_soon_as_the_person_is_known(file: Path) -> None:
    with closing(DeferredJournal(file)) as journal:
        journal.write(CHECK, after(0))
        journal.write(stop(exercise=""), after(1))
        assert rows(file, "SELECT count(*) FROM notes") == [(0,)]
        journal.assign(BERT)
        journal.write(SESSION, after(2))
        assert rows(file, "SELECT kind FROM notes") == [("hearing check",)]
    assert [pain.kind for pain in history(file, "bert").pains] == ["pain"]
    assert history(file, "anna").pains == ()
    assert rows(file, SESSIONS)[-1] == ("bert", "big-three", 2, 0)


def test_a_discarded_session_is_not_written_down(file: Path) -> None:
    before = rows(file, SESSIONS)
    with closing(DeferredJournal(file)) as journal:
        journal.write(CHECK, after(0))
        journal.discard()
        for entry in (answered("fever", "no"), SESSION, a_set(), CLOSING):
            journal.write(entry, after(1))
    assert rows(file, SESSIONS) == before
    assert rows(file, "SELECT count(*) FROM answers") == [(0,)]


def test_an_assignment_that_is_taken_back_leaves_no_trace(file: Path) -> None:
    before = rows(file, "SELECT * FROM people"), rows(file, "SELECT * FROM sessions")
    with closing(DeferredJournal(file)) as journal:
        journal.write(CHECK, after(0))
        for misheard in (ANNA, called("Someone with a profile only")):
            journal.assign(misheard)
            journal.unassign()
    assert (rows(file, "SELECT * FROM people"), rows(file, "SELECT * FROM sessions")) == before
    SqliteJournal(file).close()


@pytest.mark.parametrize("misheard", [ANNA, None])
def test_what_came_before_is_written_for_the_person_it_is_after_all(
    file: Path, misheard: Person | None
) -> None:
    with closing(DeferredJournal(file)) as journal:
        journal.write(CHECK, after(0))
        journal.assign(misheard) if misheard else journal.discard()
        journal.unassign()
        journal.write(stop(exercise=""), after(1))
        journal.assign(BERT)
        journal.write(SESSION, after(2))
    assert rows(file, "SELECT kind FROM notes") == [("hearing check",)]
    assert [pain.kind for pain in history(file, "bert").pains] == ["pain"]
    assert history(file, "anna").pains == ()


def test_a_session_of_the_wrong_person_is_not_gone_on_with(file: Path) -> None:
    kept(file, SESSION, a_set(1), person="Anna", days=1)
    with closing(DeferredJournal(file)) as journal:
        mine = journal.assign(ANNA)
        interrupted = mine.interrupted_session()
        assert interrupted is not None
        mine.resume(interrupted)
        journal.unassign()
        journal.assign(BERT)
        journal.write(SESSION, after(5, days=1))
    assert rows(file, SESSIONS)[-2:] == [("anna", "big-three", 2, 0), ("bert", "big-three", 2, 0)]


def test_a_person_new_to_the_journal_is_entered_with_the_first_record(file: Path) -> None:
    with closing(DeferredJournal(file)) as journal:
        journal.assign(called("Carla"))
        journal.write(SESSION, after(0))
        assert rows(file, SESSIONS)[-1] == ("carla", "big-three", 2, 0)
    assert rows(file, "SELECT name FROM people") == [("Anna",), ("Bert",), ("Carla",)]


def come(journal: DeferredJournal) -> Driver:
    """Return a session that writes into `journal` and is in its hearing check."""

    def write(_driver: Driver, _event: Event, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Record):
                journal.write(effect, after(9))

    def identify(person: Person) -> SessionSetup:
        journal.assign(person)
        return SessionSetup(two_exercises(), questions=(BACK_NOW,))

    return Driver(
        two_exercises(),
        watch=write,
        check=EVERY_DAY,
        candidates=(ANNA, BERT),
        identify=identify,
    ).begin()


def test_leaving_at_once_does_not_hide_an_interrupted_session(file: Path) -> None:
    kept(file, SESSION, a_set(1), person="Anna")
    before = rows(file, SESSIONS)
    with closing(DeferredJournal(file)) as journal:
        driver = come(journal).run(12).say(Command.SKIP).run(8).say(Command.YES).run(12)
        driver.say(Command.FINISH).to_the_end()
        assert rows(file, SESSIONS) == before
        assert journal.assign(ANNA).interrupted_session() is not None


def test_pain_before_the_name_is_kept_though_nothing_was_said_after_it(file: Path) -> None:
    with closing(DeferredJournal(file)) as journal:
        driver = come(journal).run(12).stop(Command.PAIN).run(9).say(Command.ONE).run(9)
        driver.say(Command.EASIER).run(12).say(Command.SKIP).run(8).say(Command.YES).run(12)
        driver.say(Command.FINISH).to_the_end()
    assert [(pain.kind, pain.score) for pain in history(file, "anna").pains] == [("pain", 1)]
    assert rows(file, SESSIONS)[-1] == ("anna", "sample", 5, 1)


def test_it_is_held_from_the_start_and_free_after(file: Path) -> None:
    with closing(DeferredJournal(file)), pytest.raises(BacktalkError, match="Another Backtalk"):
        SqliteJournal(file)
    with closing(DeferredJournal(file)) as journal:
        journal.assign(ANNA)
    SqliteJournal(file).close()


# ---------------------------------------------------------------- taken back


def test_an_answer_taken_back_was_never_given(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    back = AnswerTakenBack("fever")
    kept(file, answered("fever", "no"), answered("diabetes", "no"), back)
    assert [each.question for each in history(file).answers] == ["diabetes"]


def test_only_the_last_answer_of_the_person_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    kept(file, answered("fever", "yes"), days=-40)
    kept(file, answered("fever", "yes"), person="Anna")
    kept(file, answered("fever", "no"), AnswerTakenBack("fever"))
    assert [each.answer for each in history(file).answers] == ["yes"]
    assert len(history(file, "anna").answers) == 1


# ---------------------------------------------------------------- resumed


def test_a_session_resumed_by_voice_goes_on_in_place_of_a_new_one(tmp_path: Path) -> None:
    file = kept(tmp_path / "journal.db", SESSION, a_set(1))
    with closing(SqliteJournal(file)) as journal:
        interrupted = journal.interrupted_session()
        assert interrupted is not None
        resumed = SessionResumed(interrupted.session)
        for minute, entry in enumerate((CHECK, resumed, SESSION, a_set(2), CLOSING)):
            journal.write(entry, after(10 + minute))
    assert rows(file, SESSIONS) == [("me", "big-three", 2, 1)]
    assert rows(file, "SELECT count(*) FROM notes n JOIN sessions s ON s.id = n.session") == [(1,)]
    assert len(history(file).sessions[0].sets) == 2


def test_it_can_be_resumed_before_anything_else_was_noted(tmp_path: Path) -> None:
    file = kept(tmp_path / "journal.db", SESSION, a_set(1))
    with closing(SqliteJournal(file)) as journal:
        interrupted = journal.interrupted_session()
        assert interrupted is not None
        journal.write(SessionResumed(interrupted.session), after(10))
        journal.write(SESSION, after(11))
    assert rows(file, SESSIONS) == [("me", "big-three", 2, 0)]
