"""Who may come: asked for only where the home knows several people and it was not said who."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from backtalk.app import settings as settings_of
from backtalk.app.context import Context
from backtalk.app.planning.household import to_be_asked_for
from backtalk.app.planning.session_setup import beginning, setup_of
from backtalk.app.requests import TrainingRequest
from backtalk.app.settings import Settings
from backtalk.core.model.person import GUEST, Person
from backtalk.core.model.records import QuestionAnswered, Record
from backtalk.core.session.setup import SessionSetup
from backtalk.journal.deferred_journal import DeferredJournal
from backtalk.journal.people import called
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import CLOSING, SESSION, a_set, kept, rows
from tests.people import ANNA, BERT

WELL = tuple(QuestionAnswered(question, "no") for question in ("fever", "diabetes", "back-injury"))


@pytest.fixture
def file(home: Path) -> Path:
    (home / "data").mkdir(parents=True, exist_ok=True)
    return home / "data" / "journal.db"


def names(journal: Path, settings: Settings | None = None, **options: Any) -> tuple[str, ...]:
    """Return whom the coach asks for."""
    known = settings or Settings()
    paths = replace(settings_of.user_paths(), owner=known.owner)
    request = TrainingRequest("big-three", journal=journal, **options)
    found = to_be_asked_for(request, Context(known, paths, Console(quiet=True)))
    return tuple(person.name for person in found)


def test_without_a_journal_or_with_one_person_no_one_is_asked(file: Path) -> None:
    assert names(file) == ()
    assert names(kept(file, SESSION, CLOSING)) == ()
    assert names(file.with_suffix(".jsonl")) == ()


def test_two_people_are_asked_for_in_the_order_they_came(file: Path) -> None:
    kept(kept(file, SESSION, person="Bert"), SESSION, person="Anna")
    assert names(file) == ("Bert", "Anna")


def test_the_one_without_a_name_comes_last(file: Path) -> None:
    kept(kept(file, SESSION), SESSION, person="Anna")
    assert names(file) == ("Anna", "me")


def test_someone_with_a_profile_is_known_too(file: Path, home: Path) -> None:
    profiles = home / "config" / "profiles"
    profiles.mkdir(parents=True)
    (profiles / "anna.yaml").write_text("", encoding="utf-8")
    assert names(kept(file, SESSION, person="Bert")) == ("Bert", "Anna")


def test_who_is_named_is_not_asked(file: Path) -> None:
    kept(kept(file, SESSION, person="Bert"), SESSION, person="Anna")
    assert names(file, person=ANNA) == ()
    assert names(file, profile=Path("mine.yaml")) == ()
    assert names(file, Settings(person="Bert")) == ()


def test_a_name_the_coach_would_hear_as_a_command_is_not_asked_for(file: Path) -> None:
    kept(kept(kept(file, SESSION, person="Bert"), SESSION, person="Anna"), SESSION, person="Dr No")
    assert names(file) == ("Bert", "Anna")


# ---------------------------------------------------------------- what each brings


def today(*entries: Record, file: Path, person: str) -> None:
    """Write `entries` into the journal as of now."""
    journal = SqliteJournal(file, called(person))
    for entry in entries:
        journal.write(entry, datetime.now().astimezone().isoformat())
    journal.close()


@pytest.fixture
def context() -> Context:
    return Context(Settings(), settings_of.user_paths(), Console(quiet=True))


def arrived(
    file: Path, context: Context
) -> tuple[DeferredJournal, Callable[[Person], SessionSetup]]:
    """Return the journal of a session that asks who it is, and what brings each of them."""
    begun = beginning(TrainingRequest("big-three", journal=file), context, asks=True)
    journal = DeferredJournal(file)
    setup = setup_of(begun, journal, context)
    assert setup.identify is not None
    return journal, setup.identify


def test_each_brings_what_the_journal_knows_of_them(file: Path, context: Context) -> None:
    today(*WELL, file=file, person="Anna")
    today(SESSION, a_set(1), file=file, person="Bert")
    journal, identify = arrived(file, context)
    anna = identify(ANNA)
    journal.close()
    assert dict(anna.known) == dict.fromkeys(("fever", "diabetes", "back-injury"), "no")
    assert anna.interrupted is None


def test_an_interrupted_session_is_its_own_persons_to_resume(file: Path, context: Context) -> None:
    today(*WELL, file=file, person="Anna")
    today(SESSION, a_set(1), file=file, person="Bert")
    journal, identify = arrived(file, context)
    bert = identify(BERT)
    journal.close()
    assert bert.offer_in(bert.plan) is not None


def test_a_guest_brings_nothing_and_leaves_nothing(
    file: Path, home: Path, context: Context
) -> None:
    today(*WELL, file=file, person="Anna")
    today(*WELL, file=file, person="me")
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "profile.yaml").write_text("starting_point: 1\n", "utf-8")
    journal, identify = arrived(file, context)
    new = identify(GUEST)
    journal.write(SESSION, datetime.now().astimezone().isoformat())
    journal.close()
    assert new.questions
    assert dict(new.known) == {}
    assert not new.plan.fitted
    assert rows(file, "SELECT count(*) FROM sessions") == [(0,)]


def test_who_was_misheard_is_left_as_they_were(file: Path, context: Context) -> None:
    today(*WELL, file=file, person="Anna")
    today(SESSION, a_set(1), file=file, person="Bert")
    before = rows(file, "SELECT person, routine, ended FROM sessions")
    journal, identify = arrived(file, context)
    identify(BERT)
    journal.unassign()
    anna = identify(ANNA)
    journal.write(WELL[0], datetime.now().astimezone().isoformat())
    journal.close()
    assert anna.interrupted is None
    assert rows(file, "SELECT person, routine, ended FROM sessions") == before
    assert rows(file, "SELECT DISTINCT person FROM answers") == [("anna",)]


def test_it_is_resumed_without_asking_where_requested(file: Path, context: Context) -> None:
    today(SESSION, a_set(1), file=file, person="me")
    request = TrainingRequest("big-three", journal=file, resume=True)
    begun = beginning(request, context, asks=True)
    journal = SqliteJournal(file)
    setup = setup_of(begun, journal, context)
    journal.close()
    assert setup.begin_at > 0
    assert setup.interrupted is None
