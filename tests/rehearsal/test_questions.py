"""Every question can be answered by voice: a person in the room answers when it has been said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backtalk.app.rehearsal.rehearsal import Report
from backtalk.core.dialogue.near_miss import ASK_ID as DID_THAT_HURT
from backtalk.core.dialogue.questions import AFTERWARDS, BACK_NOW, RED_FLAGS, Item, Kind
from backtalk.core.dialogue.read_back import READ_BACK_ID
from backtalk.core.dialogue.resume_offer import OFFER_ID
from backtalk.core.model.history import DoneSet, InterruptedSession
from backtalk.core.model.person import Person
from backtalk.core.model.plan import Plan
from backtalk.core.prescription.profile_from_answers import all_items
from backtalk.core.session.setup import SessionSetup
from backtalk.journal import reading
from backtalk.journal.sqlite_journal import SqliteJournal
from backtalk.ports import Recogniser
from backtalk.room.virtual_room import SpokenWords
from tests.hearing.buzz import voice
from tests.people import ANNA, BERT
from tests.rehearsal.studio import Studio, spoken, when

NUMBERS = {BACK_NOW.id: "one", AFTERWARDS.id: "two", READ_BACK_ID: "yes"}


def questions(studio: Studio) -> tuple[Item, ...]:
    plan = studio.shortest_plan()
    return all_items((studio.library.exercise("bar-hang"), *plan.exercises))


def answered(
    studio: Studio, recogniser: Recogniser, file: Path, own: Mapping[str, str]
) -> dict[str, str]:
    """Rehearse with a person who answers `own`, else no; return what the journal has of it."""
    items = questions(studio)
    words = {item.id: "no" for item in items} | NUMBERS | dict(own)
    journal = SqliteJournal(file, rehearsal=True)
    report = studio.rehearse(
        studio.shortest_plan(), recogniser, journal=journal, questions=items, answers=words
    )
    past = reading.history(journal.connection, journal.person, rehearsals=True)
    told = {answer.question: answer.answer for answer in past.answers}
    journal.close()
    assert report.finished
    assert "I did not get that." not in spoken(report, 0)
    return told


# Who answers what is not the recogniser's business: each of these hears some thirty answers.
@pytest.mark.parametrize("open_recogniser", ["vosk"], indirect=True)
def test_a_person_who_is_well_answers_every_question_by_voice(
    studio: Studio, recogniser: Recogniser, tmp_path: Path
) -> None:
    told = answered(studio, recogniser, tmp_path / "journal.db", {})
    asked = {item.id: "no" for item in questions(studio) if not item.after}
    assert told == asked | {BACK_NOW.id: "1", AFTERWARDS.id: "2"}


@pytest.mark.parametrize("open_recogniser", ["sphinx"], indirect=True)
def test_a_person_with_everything_is_asked_for_the_doctor_each_time(
    studio: Studio, recogniser: Recogniser, tmp_path: Path
) -> None:
    yes = {item.id: "yes" for item in questions(studio) if item.kind is not Kind.RED_FLAG}
    told = answered(studio, recogniser, tmp_path / "journal.db", {**yes, "age-65": "no", **NUMBERS})
    asked = {item.id for item in questions(studio)}
    assert set(told) == asked | {AFTERWARDS.id}
    assert {told[item.id] for item in questions(studio) if item.kind is Kind.CONSENT} == {"yes"}


def test_a_red_flag_said_by_voice_ends_the_session(
    studio: Studio, recogniser: Recogniser, tmp_path: Path
) -> None:
    flag = RED_FLAGS[1].id
    told = answered(studio, recogniser, tmp_path / "journal.db", {flag: "yes"})
    assert told == {RED_FLAGS[0].id: "no", flag: "yes"}


def test_a_misheard_no_is_taken_back_by_voice(
    studio: Studio, recogniser: Recogniser, tmp_path: Path
) -> None:
    """The person says 'back' to the second question and then answers the first again."""
    said = {RED_FLAGS[0].id: ["no", "yes"], RED_FLAGS[1].id: ["back"], READ_BACK_ID: ["yes"]}
    told, report = rehearsed(studio, recogniser, tmp_path / "journal.db", RED_FLAGS, said)
    assert told == {RED_FLAGS[0].id: "yes"}
    assert any("emergency number" in text for text in spoken(report, 0))
    assert report.sets_done == 0


def test_what_was_read_back_wrongly_is_asked_once_more(
    studio: Studio, recogniser: Recogniser, tmp_path: Path
) -> None:
    flag = RED_FLAGS[4]
    said = {flag.id: ["yes", "no"], READ_BACK_ID: ["no", "yes"], BACK_NOW.id: ["five"]}
    told, report = rehearsed(studio, recogniser, tmp_path / "journal.db", (flag, BACK_NOW), said)
    assert told == {flag.id: "no", BACK_NOW.id: "5"}
    assert spoken(report, 0).count("Is that right?") == 2


def test_a_person_says_who_they_are_and_goes_on_where_they_were(
    studio: Studio, recogniser: Recogniser
) -> None:
    plan = studio.short_plan()
    first = plan.sets[0]
    done = DoneSet(
        first.exercise.id, "standard", 1, first.side.value if first.side else "", 1, 1, 0
    )
    interrupted = InterruptedSession("old", "short", 0, "", len(plan.sets), (done,))
    taken: list[Person] = []

    def identify(person: Person) -> SessionSetup:
        taken.append(person)
        return SessionSetup(plan, questions=(BACK_NOW,), interrupted=interrupted)

    said = {"who:Anna": ["no"], "who:Bert": ["yes"], BACK_NOW.id: ["zero"], OFFER_ID: ["yes"]}
    report = studio.rehearse(
        plan,
        recogniser,
        candidates=(ANNA, BERT),
        identify=identify,
        answers=said | {AFTERWARDS.id: ["one"]},
    )
    assert taken == [BERT]
    assert "Then we take it up from there." in spoken(report, 0)
    assert report.finished
    assert "I did not get that." not in spoken(report, 0)


@pytest.mark.parametrize("open_recogniser", ["sphinx"], indirect=True)
def test_a_misheard_name_is_taken_back_by_voice(studio: Studio, recogniser: Recogniser) -> None:
    """Bert is mistaken for Anna, and says 'back' to the first question."""
    plan = studio.short_plan()
    taken: list[Person] = []

    def identify(person: Person) -> SessionSetup:
        taken.append(person)
        return SessionSetup(plan, questions=(BACK_NOW,))

    said = {"who:Anna": ["yes", "no"], "who:Bert": ["yes"], BACK_NOW.id: ["back", "zero"]}
    report = studio.rehearse(
        plan, recogniser, candidates=(ANNA, BERT), identify=identify, answers=said, until_s=60
    )
    assert taken == [ANNA, BERT]
    assert "Welcome. Short. It takes about 3 minutes." in spoken(report, 0)


@pytest.mark.parametrize("open_recogniser", ["sphinx"], indirect=True)
def test_a_cry_among_the_questions_is_asked_about_and_no_leads_back(
    studio: Studio, recogniser: Recogniser
) -> None:
    """The person chats in a low voice at first: a cry is one against the voices before it."""
    chat = studio.says(1.0, "the weather was lovely this morning and the garden is full of flowers")
    low = replace(chat, pcm=(np.tile(chat.pcm, 2) * 0.3).astype(np.int16))
    cry = SpokenWords(12.0, "a cry", voice(1.0, 9000, pitch_hz=400))
    said = {DID_THAT_HURT: "no", BACK_NOW.id: "one"}
    report = studio.rehearse(
        studio.short_plan(),
        recogniser,
        low,
        cry,
        questions=(BACK_NOW,),
        answers=said,
        until_s=36,
    )
    after_s = when(report, "spoke", "Did that hurt? Say yes or no.")
    assert 0 < after_s - cry.at_s < 0.5
    asked = "How is your back now, from zero to ten? Zero is no trouble. Ten is the worst."
    said_then = spoken(report, after_s)
    assert said_then.index(asked) < said_then.index("Welcome. Short. It takes about 3 minutes.")


def rehearsed(
    studio: Studio,
    recogniser: Recogniser,
    file: Path,
    items: tuple[Item, ...],
    said: Mapping[str, list[str]],
) -> tuple[dict[str, str], Report]:
    """Rehearse with a person who answers each question with its words in turn."""
    journal = SqliteJournal(file, rehearsal=True)
    plan: Plan = studio.shortest_plan()
    report = studio.rehearse(plan, recogniser, journal=journal, questions=items, answers=said)
    past = reading.history(journal.connection, journal.person, rehearsals=True)
    told = {answer.question: answer.answer for answer in past.answers}
    journal.close()
    assert report.finished
    return told, report
