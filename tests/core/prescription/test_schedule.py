"""What is due today and why: rest, the gentle routine, days between, belly and back."""

from __future__ import annotations

import pytest

from backtalk.core.model.history import PAIN_NOW, SETTLED, SORE
from backtalk.core.prescription.build_plan import Past
from backtalk.core.prescription.schedule import Due, Wish, due
from backtalk.language import phrasebook
from tests.core.prescription.past import FIRST_DAY, Diary
from tests.core.samples import exercise

LIFT = exercise("lift")
BOOK = phrasebook.load()


def on(day: int, diary: Diary, *wished: str) -> Due:
    """Return what is due on `day` where `wished` is what one trains."""
    return due(Wish(wished or ("main",)), Past(diary.history, FIRST_DAY + day))


def said(found: Due) -> str:
    return " ".join(BOOK.texts(found.says))


def test_after_four_yesterday_we_take_the_gentle_one() -> None:
    found = on(1, Diary().did(0, LIFT, score=4, routine="main"))
    assert (found.routine, found.rule) == ("breath-and-towel", "gentle-after-pain")
    assert said(found) == "Yesterday your back was at four, so we take the gentle one."


def test_after_seven_yesterday_the_day_is_for_rest() -> None:
    found = on(1, Diary().did(0, LIFT, score=7))
    assert found.routine is None
    assert said(found) == "Yesterday your back was at seven, so today is for rest."


def test_after_seven_yesterday_and_a_good_night_rest_is_no_more_needed() -> None:
    diary = Diary().did(0, LIFT, score=7, routine="lying").said(1, SETTLED, "yes")
    assert on(1, diary).routine == "main"


@pytest.mark.parametrize(
    ("score", "routine"), [(0, "main"), (2, "main"), (3, "breath-and-towel"), (5, None), (10, None)]
)
def test_the_pain_of_now_decides_before_anything_else(score: int, routine: str | None) -> None:
    assert on(0, Diary().said(0, PAIN_NOW, str(score))).routine == routine


def test_pain_that_had_not_settled_by_the_morning_asks_for_the_gentle_one() -> None:
    diary = Diary().did(0, LIFT, score=1, routine="lying").said(1, SETTLED, "no")
    assert on(1, diary).rule == "gentle-after-pain"


@pytest.mark.parametrize(("days", "rule"), [(0, "wait-while-sore"), (1, "wait-while-sore")])
def test_sore_muscles_wait(days: int, rule: str) -> None:
    diary = Diary().did(0, LIFT, routine="main").said(4, SORE, "yes")
    assert on(4 + days, diary).rule == rule


def test_two_days_after_they_were_sore_it_goes_on() -> None:
    diary = Diary().did(0, LIFT, routine="main").said(4, SORE, "yes")
    assert on(6, diary).routine == "main"


def test_the_main_routine_has_two_days_of_rest_between() -> None:
    diary = Diary().did(0, LIFT, routine="main")
    assert [on(day, diary).rule for day in (1, 2, 3)] == ["rest-day", "rest-day", "in-turn"]
    assert "two times a week" in said(on(1, diary)) or "2 times a week" in said(on(1, diary))


def test_the_main_routine_is_due_at_most_two_times_in_seven_days() -> None:
    diary = Diary().did(0, LIFT, routine="main").did(3, LIFT, routine="main")
    assert on(6, diary).rule == "rest-day"
    assert on(7, diary).routine == "main"


def test_the_big_three_are_for_every_day() -> None:
    diary = Diary().did(0, LIFT, routine="big-three")
    assert on(1, diary, "big-three").routine == "big-three"
    assert said(on(1, diary, "big-three")) == "You did it yesterday."


def test_after_the_belly_comes_the_back() -> None:
    diary = Diary().did(0, LIFT, routine="main-abs")
    found = on(3, diary, "main-abs")
    assert (found.routine, found.as_wished) == ("main-back", False)
    assert said(found) == "Last time was for the belly, so now comes the back."
    diary.did(3, LIFT, routine="main-back")
    assert on(6, diary, "main-abs").routine == "main-abs"


def test_of_a_programme_the_one_longest_ago_is_due() -> None:
    diary = Diary().did(0, LIFT, routine="lying").did(1, LIFT, routine="big-three")
    assert on(2, diary, "main", "lying", "big-three").routine == "main"
    diary.did(2, LIFT, routine="main")
    assert on(3, diary, "main", "lying", "big-three").routine == "lying"


def test_where_nothing_gentle_is_for_the_person_the_day_is_for_rest() -> None:
    past = Past(Diary().did(0, LIFT, score=4).history, FIRST_DAY + 1)
    assert due(Wish(("main",), ()), past).routine is None


@pytest.mark.parametrize("score", [0, None])
def test_a_false_alarm_changes_nothing_of_what_is_due(score: int | None) -> None:
    alarmed = Diary().did(0, LIFT, routine="main", score=score, false_alarm=True)
    left_alone = Diary().did(0, LIFT, routine="main")
    for day in range(5):
        assert on(day, alarmed, "main") == on(day, left_alone, "main")
