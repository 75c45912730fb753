"""A plan for today: the profile, the history, why today, and where a broken session goes on."""

from __future__ import annotations

import pytest

from backtalk.core.dialogue.resume_offer import may_go_on, place_in
from backtalk.core.model.effects import Entered
from backtalk.core.model.events import Begun, phrase
from backtalk.core.model.history import DoneSet, History, InterruptedSession
from backtalk.core.model.plan import ExerciseSet, Plan
from backtalk.core.model.profile import Profile, StartingPoint
from backtalk.core.prescription.build_plan import Past, build_plan, profile_with_history
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing.framing import opening
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup
from tests.core.driver import Driver
from tests.core.prescription.past import FIRST_DAY, Diary
from tests.core.samples import library, routine_plan, two_exercises

PROFILE = Profile(StartingPoint.NEVER_INJURED, week=("lying",), sharp_days_ago={"boat": 20})


def plan_on(day: int, diary: Diary, profile: Profile | None = PROFILE) -> Plan:
    book = library()
    past = Past(diary.history, FIRST_DAY + day)
    return build_plan(book.routine("main"), book.exercises, book.routines, profile, past)


def test_before_the_first_session_nothing_but_the_profile_counts() -> None:
    unknown = Past(History(), FIRST_DAY)
    assert profile_with_history(PROFILE, unknown) == PROFILE
    assert plan_on(0, Diary(), None) == routine_plan("main")


def test_the_history_fills_in_what_the_profile_need_not_say() -> None:
    book = library()
    diary = Diary().did(0, book.exercise("side-plank"), score=6, routine="big-three")
    diary.did(3, book.exercise("wall-stand"), repetitions=1, routine="main-back")
    known = profile_with_history(
        PROFILE, Past(diary.history, FIRST_DAY + 5), other_than="main-back"
    )
    assert known.days_since_last == 2
    assert dict(known.sharp_days_ago) == {"side-plank": 5, "boat": 20}
    assert known.days_trained["wall-stand"] == 1
    assert known.week == ("lying", "big-three")


def test_what_was_never_done_begins_with_ten_and_says_so() -> None:
    plan = plan_on(2, Diary().did(0, library().exercise("boat"), routine="lying"))
    crunch = plan.exercises[0]
    assert (crunch.id, crunch.dose.repetitions) == ("head-lift-crunch", 10)
    assert "begin-with-ten" in {r.rule for r in plan.adjustments if r.exercise == crunch.id}


def test_without_a_profile_what_hurt_sharply_rests_all_the_same() -> None:
    diary = Diary().did(0, library().exercise("boat"), score=8, routine="main")
    for day, there in ((29, False), (30, True)):
        plan = plan_on(day, diary, None)
        assert ("boat" in {e.id for e in plan.exercises}) is there
        assert not plan.fitted


def test_why_today_is_the_first_thing_said_after_the_welcome() -> None:
    line = phrase("yesterday_gentle", score="four")
    plan = two_exercises()
    assert opening(Plan(plan.routine, plan.sets, today=(line,)))[0] == line


# ---------------------------------------------------------------- going on


def broken_off(*done: int, hurt: bool = False, left_out: str = "") -> InterruptedSession:
    """Return a session of the two exercises with the sets `done`."""
    planned = two_exercises().sets
    sets = tuple(
        DoneSet(
            exercise_set.exercise.id,
            "standard",
            exercise_set.set_number,
            side_of(exercise_set),
            2,
            2,
            10.0,
        )
        for exercise_set in (planned[number] for number in done)
    )
    gone = frozenset({left_out} - {""})
    return InterruptedSession("id", "sample", FIRST_DAY, "", len(planned), sets, gone, hurt)


def side_of(exercise_set: ExerciseSet) -> str:
    return exercise_set.side.value if exercise_set.side else ""


@pytest.mark.parametrize(
    ("unfinished", "place"),
    [
        (broken_off(), 0),
        (broken_off(0), 1),
        (broken_off(0, 1, 2), 3),
        (broken_off(0, 2), 3),
        (broken_off(0, left_out="bridge"), 4),
        (broken_off(0, 1, 2, 3, 4), 5),
    ],
)
def test_it_goes_on_after_all_that_was_done_or_left_out(
    unfinished: InterruptedSession, place: int
) -> None:
    plan = two_exercises()
    assert place_in(plan, unfinished) == place
    assert may_go_on(unfinished, plan, FIRST_DAY) is (0 < place < len(plan.sets))


def test_going_on_is_not_offered_after_pain_on_another_day_or_for_another_routine() -> None:
    plan = two_exercises()
    assert not may_go_on(None, plan, FIRST_DAY)
    assert not may_go_on(broken_off(0, hurt=True), plan, FIRST_DAY)
    assert not may_go_on(broken_off(0), plan, FIRST_DAY + 1)
    assert not may_go_on(broken_off(0), routine_plan("main"), FIRST_DAY)


def test_a_session_that_goes_on_says_what_is_left_and_not_how_long_the_whole_takes() -> None:
    whole = two_exercises()
    driver = Driver(whole, begin_at=len(whole.sets) - 1)
    said = driver.begin().spoken()
    assert said[:2] == [
        f"Welcome back. {whole.routine.name}. We'll pick up where we left off.",
        "About 2 minutes to go.",
    ]
    assert not [text for text in said if "It takes" in text]


def test_a_session_that_goes_on_counts_what_was_done_before() -> None:
    session = Session(SessionSetup(two_exercises(), begin_at=3))
    effects = session.handle(Begun(), 0.0)
    view = session.view(0.0)
    assert view.sets_done == 3
    assert view.exercise_set == two_exercises().sets[3]
    assert Entered(State.WELCOME.value) in effects
