"""A record is made from what the journal keeps of it."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import Command
from backtalk.core.model.record_from_facts import record_of
from backtalk.core.model.records import (
    AnswerTakenBack,
    CheckResult,
    DoctorAgreed,
    DoseChanged,
    ExerciseLeftOut,
    FoundSound,
    HearingChecked,
    LostSound,
    NearMissAsked,
    PainAction,
    PainHandled,
    PainReported,
    QuestionAnswered,
    Record,
    SessionBegun,
    SessionClosed,
    SessionResumed,
    SetDone,
    Stopped,
    TroubleNoticed,
)

EVERY_KIND: tuple[Record, ...] = (
    SessionBegun("big-three", 9),
    SessionResumed("abc"),
    HearingChecked(CheckResult.SKIPPED),
    DoctorAgreed("twist", "knee-drops"),
    SetDone("bird-dog", 2, "left", 4, planned=5, hold_s=10.0, variation="standard"),
    Stopped(Command.UNWELL, "bird-dog", 2, 3),
    PainReported(score=4, exercise="bird-dog"),
    PainReported(place="leg"),
    PainHandled(PainAction.LEFT_OUT),
    PainHandled(PainAction.FALSE_ALARM),
    NearMissAsked(),
    LostSound("unplugged"),
    FoundSound(),
    TroubleNoticed("the voice died"),
    DoseChanged("bird-dog", "harder"),
    ExerciseLeftOut("bird-dog"),
    QuestionAnswered("fever", "no"),
    QuestionAnswered("doctor", "yes", consent=True),
    AnswerTakenBack("fever"),
    SessionClosed(9),
)


def test_the_examples_are_of_every_kind() -> None:
    kinds = {each for each in Record.__subclasses__() if each.__module__ == Record.__module__}
    assert {type(each) for each in EVERY_KIND} == kinds


@pytest.mark.parametrize("entry", EVERY_KIND, ids=lambda entry: entry.kind)
def test_a_record_is_made_again_from_its_kind_and_its_facts(entry: Record) -> None:
    assert record_of(entry.kind, entry.facts) == entry


@pytest.mark.parametrize("entry", EVERY_KIND, ids=lambda entry: entry.kind)
def test_the_facts_are_plain_strings_and_numbers(entry: Record) -> None:
    assert {type(fact) for fact in entry.facts.values()} <= {str, int, float}


def test_two_kinds_never_have_one_name() -> None:
    kinds = [type(each).kind for each in EVERY_KIND]
    assert len(set(kinds)) == len({type(each) for each in EVERY_KIND})


def test_facts_that_an_earlier_version_did_not_write_may_be_missing() -> None:
    assert record_of("set", {"exercise": "x", "repetitions": 4}) == SetDone(
        "x", 1, "", 4, 4, 0.0, ""
    )
    assert record_of("step", {"exercise": "x"}) == DoseChanged("x", "easier")
    assert record_of("answer", {"question": "q", "answer": "a"}) == QuestionAnswered("q", "a")


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("sneezed", {}),
        ("set", {}),
        ("set", {"exercise": "x", "loudness": 3}),
        ("stop", {"word": "banana"}),
        ("pain handled", {"action": "laughed"}),
        ("hearing check", {}),
    ],
)
def test_what_is_no_record_is_refused(kind: str, facts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no record|not the facts"):
        record_of(kind, facts)
