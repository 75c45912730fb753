"""Every question can be answered by voice: a person in the room answers when it has been said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from backtalk.core.answered import all_items
from backtalk.core.interview import Asking
from backtalk.core.questions import AFTERWARDS, BACK_NOW, RED_FLAGS, Item, Kind
from backtalk.journal.sqlite_journal import SqliteJournal
from backtalk.ports import Ear
from tests.rehearsal.studio import Studio, spoken

NUMBERS = {BACK_NOW.id: "one", AFTERWARDS.id: "two"}


def questions(studio: Studio) -> tuple[Item, ...]:
    plan = studio.short_plan()
    return all_items((studio.library.exercise("bar-hang"), *plan.exercises))


def answered(studio: Studio, ear: Ear, file: Path, own: Mapping[str, str]) -> dict[str, str]:
    """Rehearse with a person who answers `own`, else no; return what the journal has of it."""
    items = questions(studio)
    words = {item.id: "no" for item in items} | NUMBERS | dict(own)
    journal = SqliteJournal(file, "me", rehearsal=True)
    report = studio.rehearse(
        studio.short_plan(), ear, journal=journal, asking=Asking(items), answers=words
    )
    told = {answer.question: answer.answer for answer in journal.history().answers}
    journal.close()
    assert report.finished
    assert "I did not get that." not in spoken(report, 0)
    return told


def test_a_person_who_is_well_answers_every_question_by_voice(
    studio: Studio, ear: Ear, tmp_path: Path
) -> None:
    told = answered(studio, ear, tmp_path / "journal.db", {})
    asked = {item.id: "no" for item in questions(studio) if not item.after}
    assert told == asked | {BACK_NOW.id: "1", AFTERWARDS.id: "2"}


def test_a_person_with_everything_is_asked_for_the_doctor_each_time(
    studio: Studio, ear: Ear, tmp_path: Path
) -> None:
    yes = {item.id: "yes" for item in questions(studio) if item.kind is not Kind.RED_FLAG}
    told = answered(studio, ear, tmp_path / "journal.db", {**yes, "age-65": "no", **NUMBERS})
    asked = {item.id for item in questions(studio)}
    assert set(told) == asked | {AFTERWARDS.id}
    assert {told[item.id] for item in questions(studio) if item.kind is Kind.CONSENT} == {"yes"}


def test_a_red_flag_said_by_voice_ends_the_session(
    studio: Studio, ear: Ear, tmp_path: Path
) -> None:
    flag = RED_FLAGS[1].id
    told = answered(studio, ear, tmp_path / "journal.db", {flag: "yes"})
    assert told == {RED_FLAGS[0].id: "no", flag: "yes"}
