"""What follows from answers: which of them stand, the profile they make, and what is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backtalk.core.dialogue.interview import Interview
from backtalk.core.dialogue.questions import BY_ID, MONTHLY, RED_FLAGS, Form, Item, Kind
from backtalk.core.model.adjustments import Change
from backtalk.core.model.events import SCORES, Command
from backtalk.core.model.history import Answer, History
from backtalk.core.model.profile import Condition, Profile, StartingPoint
from backtalk.core.prescription import routine_rules, rules
from backtalk.core.prescription.build_plan import Past, build_plan
from backtalk.core.prescription.profile_from_answers import (
    STANDS_DAYS,
    all_items,
    answers_of,
    due_items,
    profile_from,
    remembered_answers,
    standing,
    with_answers,
)
from backtalk.core.prescription.progress import troubled_today
from tests.core.prescription.past import FIRST_DAY, Diary
from tests.core.samples import HELD, library

WELL = {"back-injury": "no", "hernia": "no", "load-trouble": "no"}
TODAY = FIRST_DAY + 100
EXERCISES = tuple(library().exercises.values())


def said(question: str, answer: str, days_ago: int) -> Past:
    return Past(History((), (Answer(TODAY - days_ago, question, answer),)), TODAY)


def ids(past: Past) -> set[str]:
    return {item.id for item in due_items((HELD,), past)}


def test_an_answer_stands_a_month() -> None:
    assert standing(said("diabetes", "yes", STANDS_DAYS)) == {"diabetes": "yes"}
    assert standing(said("diabetes", "yes", STANDS_DAYS + 1)) == {}


@pytest.mark.parametrize("flag", RED_FLAGS, ids=lambda flag: flag.id)
def test_the_yes_to_a_red_flag_is_asked_about_the_next_time(flag: Item) -> None:
    assert standing(said(flag.id, "yes", 0)) == {}
    assert standing(said(flag.id, "no", 0)) == {flag.id: "no"}


def test_a_doctor_who_did_not_agree_is_asked_about_the_next_time() -> None:
    assert standing(said("agreed:pregnancy", "no", 0)) == {}
    assert standing(said("agreed:pregnancy", "yes", 3)) == {"agreed:pregnancy": "yes"}


def test_a_consent_older_than_a_month_opens_nothing_but_an_old_condition_still_closes() -> None:
    assert remembered_answers(said("agreed:pregnancy", "yes", STANDS_DAYS + 1)) == {}
    assert remembered_answers(said("pregnancy", "yes", STANDS_DAYS + 1)) == {"pregnancy": "yes"}


@pytest.mark.parametrize("question", ["pain-now", "settled-by-morning", "sore-now"])
def test_what_is_asked_every_time_never_stands(question: str) -> None:
    assert standing(said(question, "0", 0)) == {}


def test_the_first_time_last_time_is_not_asked_about() -> None:
    assert not {"settled-by-morning", "sore-now"} & ids(Past(History(), TODAY))


def test_after_a_day_with_pain_one_is_asked_whether_it_had_settled() -> None:
    diary = Diary().did(99, HELD, score=3)
    assert "settled-by-morning" in ids(Past(diary.history, TODAY))
    diary.said(100, "settled-by-morning", "yes")
    assert "settled-by-morning" not in ids(Past(diary.history, TODAY))


def test_after_a_false_alarm_one_is_not_asked() -> None:
    diary = Diary().did(99, HELD, score=0, false_alarm=True)
    assert "settled-by-morning" not in ids(Past(diary.history, TODAY))


def test_on_the_same_day_the_next_morning_is_not_asked_about() -> None:
    diary = Diary().did(100, HELD, score=3)
    assert "settled-by-morning" not in ids(Past(diary.history, TODAY))


def test_after_a_session_one_is_asked_about_sore_muscles() -> None:
    assert "sore-now" in ids(Past(Diary().did(98, HELD).history, TODAY))


def test_only_equipment_that_an_exercise_needs_is_asked_for() -> None:
    bar = library().exercise("bar-hang")
    needing = {item.id for item in due_items((bar,), Past(History(), TODAY))}
    assert {"equipment:bar", "can-hang"} <= needing
    assert not any(
        name.startswith("equipment:") or name == "can-hang" for name in ids(Past(History(), TODAY))
    )


def test_without_answers_there_is_no_profile() -> None:
    assert profile_from(None, {}) is None
    assert profile_from(None, {"fever": "no"}) is None


@pytest.mark.parametrize(
    ("answers", "point"),
    [
        ({}, StartingPoint.NEVER_INJURED),
        ({"back-injury": "yes"}, StartingPoint.PAST_INJURY),
        ({"load-trouble": "yes"}, StartingPoint.HERNIA_OR_LOAD),
        ({"hernia": "yes", "back-injury": "yes"}, StartingPoint.HERNIA_OR_LOAD),
        ({"back-injury": "yes", "severe-injury": "yes"}, StartingPoint.SEVERE),
        ({"back-injury": "no", "severe-injury": "yes"}, StartingPoint.NEVER_INJURED),
    ],
)
def test_the_most_careful_starting_point_is_taken(
    answers: dict[str, str], point: StartingPoint
) -> None:
    profile = profile_from(None, WELL | answers)
    assert profile is not None
    assert profile.starting_point is point


def test_an_injury_and_trouble_under_load_close_what_each_of_them_closes() -> None:
    profile = profile_from(None, WELL | {"back-injury": "yes", "load-trouble": "yes"})
    assert profile is not None
    main = library().routine("main-abs")
    declined = [rule.id for rule in routine_rules.DECLINING_RULES if rule.applies(profile, main)]
    assert declined == ["main-without-injury"]
    assert profile.may_have_hernia


def test_answers_fill_in_conditions_consent_age_hanging_and_equipment() -> None:
    told = {
        "pregnancy": "yes", "agreed:pregnancy": "yes", "diabetes": "yes", "osteoporosis": "yes",
        "can-hang": "no", "equipment:bar": "yes", "equipment:weights": "no",
    }  # fmt: skip
    profile = profile_from(None, WELL | told)
    assert profile is not None
    assert profile.conditions == {Condition.PREGNANCY, Condition.DIABETES}
    assert profile.agreed == {"pregnancy"}
    assert profile.osteoporosis
    assert not profile.hangs
    assert profile.has("bar")
    assert not profile.has("weights")


def test_a_consent_without_its_condition_opens_nothing() -> None:
    profile = profile_from(None, WELL | {"agreed:pregnancy": "yes"})
    assert profile is not None
    assert profile.agreed == frozenset()


WRITTEN = Profile(
    StartingPoint.PAST_INJURY,
    frozenset({Condition.DIABETES}),
    frozenset({"mat"}),
    can_hang=True,
    age=70,
)


def test_a_written_profile_goes_before_answers_where_it_says_something() -> None:
    told = {"diabetes": "no", "equipment:bar": "yes", "can-hang": "no", "age-65": "no"}
    profile = profile_from(WRITTEN, WELL | told)
    assert profile == WRITTEN


def test_where_a_written_profile_is_silent_answers_fill_it_in() -> None:
    profile = profile_from(WRITTEN, {"lung-disease": "yes", "agreed:lung-disease": "yes"})
    assert profile is not None
    assert profile.conditions == {Condition.DIABETES, Condition.LUNGS}
    assert profile.agreed == {"lung-disease"}


def test_a_consent_by_voice_lifts_what_a_written_profile_closes() -> None:
    severe = replace(WRITTEN, starting_point=StartingPoint.SEVERE)
    profile = profile_from(severe, {"agreed:severe-injury": "yes"})
    assert profile is not None
    assert profile.agreed == {"severe-injury"}


def test_what_a_written_profile_says_is_not_asked() -> None:
    interview = Interview(all_items((HELD,)), answers_of(WRITTEN))
    asked = set()
    while (item := interview.asked) is not None:
        asked.add(item.id)
        understood = item.kind is Kind.READ_BACK
        well = Command.YES if understood else Command.NO
        interview.answer(Command.ZERO if item.form is Form.SCORE else well)
    assert not asked & {"back-injury", "hernia", "load-trouble", "diabetes", "age-65", "can-hang"}
    assert {flag.id for flag in RED_FLAGS} <= asked


@pytest.mark.parametrize("score", ["3", "4"])
def test_with_the_back_at_three_or_four_everything_is_a_step_easier(score: str) -> None:
    diary = Diary()
    for day in (90, 93, 96):
        diary.did(day, library().exercise("bird-dog"), repetitions=10)
    past = Past(diary.history, TODAY)
    routine = library().routine("big-three")
    profile = Profile(StartingPoint.NEVER_INJURED)
    everything = (library().exercises, library().routines, profile)
    usual = build_plan(routine, *everything, past)
    today = build_plan(routine, *everything, with_answers(past, {"pain-now": score}))
    assert "easier-today" in {adjustment.rule for adjustment in today.adjustments}
    assert sum(b.seconds for b in today.sets) < sum(b.seconds for b in usual.sets)
    assert usual == build_plan(routine, *everything, with_answers(past, {"pain-now": "2"}))


def test_yesterday_is_not_today() -> None:
    past = Past(Diary().said(99, "pain-now", "4").history, TODAY)
    assert not troubled_today(past.history, past.day, past.limits)


ANSWERS = st.fixed_dictionaries(
    {item.id: st.sampled_from([Command.YES, Command.NO]) for item in MONTHLY}
)
ROUTINES = sorted(library().routines)


@settings(derandomize=True, deadline=None, max_examples=150, database=None)
@given(ANSWERS, st.sampled_from(SCORES), st.sampled_from(ROUTINES))
def test_whatever_is_answered_no_exercise_that_a_rule_excludes_is_offered(
    answers: dict[str, Command], score: Command, name: str
) -> None:
    routine = library().routine(name)
    exercises = tuple(library().exercise(each) for each in routine.exercises)
    interview = Interview(all_items(exercises))
    while (item := interview.asked) is not None:
        usual = Command.YES if item.kind is Kind.READ_BACK else Command.NO
        word = answers.get(item.id, usual)
        interview.answer(score if item.form is Form.SCORE else word)
        if item.kind is Kind.RED_FLAG and word is Command.YES:
            return  # the session is over: shown by the tests of the interview
    past = with_answers(Past(History(), TODAY), interview.given)
    profile = profile_from(None, remembered_answers(past))
    assert profile is not None
    plan = build_plan(routine, library().exercises, library().routines, profile, past)
    yes = {item for item, word in interview.given.items() if word == "yes"}
    for condition in (Condition.PREGNANCY, Condition.TUMOUR, Condition.ACUTE, Condition.LUNGS):
        if condition.value in yes and f"agreed:{condition.value}" not in yes:
            assert plan.sets == ()
    for exercise in plan.exercises:
        against = [
            rule.id
            for rule in rules.EXERCISE_RULES
            if rule.applies(profile, exercise) and not rule.lifted_for(profile)
        ]
        assert against == []
    if plan.sets:
        assert not any(adjustment.change is Change.DECLINED for adjustment in plan.adjustments)


def test_every_id_of_the_journal_finds_its_question() -> None:
    assert {item.id for item in MONTHLY} <= set(BY_ID)
