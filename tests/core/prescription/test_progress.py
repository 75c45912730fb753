"""The load goes up and down by rules that give their reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtalk.core.model.dose import Dose
from backtalk.core.model.history import SETTLED, SORE
from backtalk.core.prescription.days import days_longer
from backtalk.core.prescription.progress import position_of
from backtalk.core.prescription.progression import (
    ProgressionPosition,
    at_step,
    first_step_on,
    progression_of,
)
from backtalk.language import phrasebook
from tests.core.prescription.past import Diary
from tests.core.samples import VARIATIONS, exercise, library

BOOK = phrasebook.load()
LIFT = exercise("lift", Dose(repetitions=15, hold_s=1, hold_max_s=2), VARIATIONS, 1)
"""Ten to fifteen times, holding one to two seconds, three variations."""


def after(*days: dict[str, object]) -> ProgressionPosition:
    """Return the position on the progression of LIFT after `days`, two days apart."""
    diary = Diary()
    for number, day in enumerate(days):
        diary.did(2 * number, LIFT, **day)  # type: ignore[arg-type]  # the tests name its options
    return position_of(LIFT, diary.history)


def amount(position: ProgressionPosition) -> tuple[str, int, float]:
    return position.step.variation, position.step.repetitions, position.step.hold_s


def test_one_begins_with_ten_repetitions() -> None:
    assert amount(after()) == ("standard", 10, 1)


def test_a_progression_goes_from_repetitions_to_holds_to_the_next_variation() -> None:
    standard = [
        (step.repetitions, step.hold_s)
        for step in progression_of(LIFT)
        if step.variation == "standard"
    ]
    assert standard == [(10, 1), (12, 1), (14, 1), (15, 1), (15, 2)]


def test_one_good_day_is_not_enough_for_more() -> None:
    assert amount(after({})) == ("standard", 10, 1)


def test_two_good_days_in_a_row_give_more_repetitions() -> None:
    position = after({}, {})
    assert amount(position) == ("standard", 12, 1)
    assert position.rule == "more-repetitions"
    assert BOOK.text(position.says) == "It has gone well, so there are more: 12 times."


def test_after_the_repetitions_the_holds_grow_and_then_the_next_variation_begins() -> None:
    top: dict[str, object] = {"repetitions": 15}
    position = after(top, top)
    assert (amount(position), position.rule) == (("standard", 15, 2), "longer-holds")
    diary = Diary()
    for day in range(20):
        held = at_step(LIFT, position_of(LIFT, diary.history).step)
        variation = held.variations[held.start_variation].name
        diary.did(2 * day, held, variation=variation, repetitions=held.dose.repetitions)
        if position_of(LIFT, diary.history).rule == "next-variation":
            break
    assert amount(position_of(LIFT, diary.history)) == ("long lever", 10, 1)


def test_at_the_top_it_stays() -> None:
    diary = Diary()
    for day in range(60):
        position = position_of(LIFT, diary.history)
        held = at_step(LIFT, position.step)
        diary.did(
            2 * day, held, variation=position.step.variation, repetitions=position.step.repetitions
        )
    assert amount(position_of(LIFT, diary.history)) == ("long lever", 15, 2)


@pytest.mark.parametrize("score", [3, 4])
def test_pain_of_three_or_four_is_one_step_down(score: int) -> None:
    position = after({}, {}, {"repetitions": 12, "score": score})
    assert (amount(position), position.rule) == (("standard", 10, 1), "one-step-down")


def test_pain_without_a_number_is_one_step_down() -> None:
    position = after({}, {}, {"repetitions": 12, "place": "back"})
    assert position.rule == "one-step-down"


def test_a_little_pain_that_had_not_settled_by_the_morning_is_one_step_down() -> None:
    diary = Diary().did(0, LIFT, repetitions=12, score=1).said(1, SETTLED, "no")
    position = position_of(LIFT, diary.history)
    assert (amount(position), position.rule) == (("short lever", 15, 2), "one-step-down")
    assert "next morning" in BOOK.text(position.says)


def test_below_the_first_step_there_is_a_lighter_one_and_nothing_below_that() -> None:
    hurt: dict[str, object] = {"variation": "short lever", "score": 4}
    position = after(*[hurt] * 12)
    assert amount(position) == ("short lever", 7, 1)


def test_a_little_pain_and_sore_muscles_keep_it_as_it_was() -> None:
    assert after({}, {}, {"repetitions": 12, "score": 1}).rule == "no-more-yet"
    diary = Diary().did(0, LIFT).did(3, LIFT).said(5, SORE, "yes")
    position = position_of(LIFT, diary.history)
    assert (amount(position), position.rule) == (("standard", 10, 1), "no-more-yet")


def test_what_was_not_done_to_its_end_stays_as_it_was() -> None:
    position = after({}, {"repetitions": 6, "planned": 10}, {})
    assert amount(position) == ("standard", 10, 1)


def test_what_was_taken_easier_is_offered_easier() -> None:
    position = after({}, {"variation": "short lever", "repetitions": 10, "eased": True})
    assert (amount(position), position.rule) == (("short lever", 10, 1), "as-it-was-eased")


def test_more_than_was_asked_for_counts_when_it_went_well() -> None:
    assert amount(after({"repetitions": 14})) == ("standard", 14, 1)


@pytest.mark.parametrize("sharp", [{"score": 5}, {"score": 9}, {"place": "leg"}])
def test_what_hurt_sharply_comes_back_one_variation_lower(sharp: dict[str, object]) -> None:
    position = after({}, {}, {"repetitions": 12, **sharp})
    assert (amount(position), position.rule) == (("short lever", 10, 1), "one-variation-lower")


def test_the_wall_stand_grows_by_half_a_minute_a_day_and_shrinks_after_pain() -> None:
    wall = library().exercise("wall-stand")
    diary = Diary()
    for day in range(4):
        diary.did(day, wall, repetitions=1)
    assert days_longer("wall-stand", diary.history) == 4
    diary.did(4, wall, repetitions=1, score=3)
    assert days_longer("wall-stand", diary.history) == 2


@pytest.mark.parametrize("exercise_id", sorted(library().exercises))
def test_the_progression_of_every_exercise_only_rises(
    exercise_id: str,
) -> None:
    found = library().exercise(exercise_id)
    progression = progression_of(found)
    names = [variation.name for variation in found.variations]
    keys = [
        (names.index(s.variation), not s.below_start, s.repetitions, s.hold_s) for s in progression
    ]
    assert keys == sorted(set(keys))
    for step in progression:
        assert at_step(found, step).dose.repetitions == step.repetitions
    assert progression[first_step_on(progression, names[found.start_variation])].repetitions <= 10


DAYS = st.lists(
    st.fixed_dictionaries(
        {
            "repetitions": st.integers(1, 20),
            "planned": st.integers(1, 20),
            "score": st.none() | st.integers(0, 10),
            "eased": st.booleans(),
            "variation": st.sampled_from([variation.name for variation in VARIATIONS]),
        }
    ),
    max_size=12,
)


@given(DAYS)
def test_whatever_happens_no_bad_day_leads_upwards(days: list[dict[str, object]]) -> None:
    for count in range(len(days)):
        before, later = after(*days[:count]), after(*days[: count + 1])
        bad = days[count]["score"] is not None or days[count]["eased"]
        assert not bad or later.index <= before.index


@pytest.mark.parametrize("score", [0, None])
def test_a_false_alarm_counts_as_no_pain(score: int | None) -> None:
    alarmed: dict[str, object] = {"score": score, "false_alarm": True}
    assert after({}, alarmed, {}) == after({}, {}, {})
    assert after({}, {}, alarmed) == after({}, {}, {})
    diary = Diary()
    for day in range(3):
        diary.did(day, LIFT, score=score, false_alarm=True)
    assert days_longer(LIFT.id, diary.history) == 3
