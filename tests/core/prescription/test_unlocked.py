"""What becomes open by training, and what the history does not show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backtalk.core.model.adjustments import about
from backtalk.core.model.exercise import Purpose
from backtalk.core.model.history import (
    FALSE_ALARM,
    SORE,
    Answer,
    DoneSet,
    History,
    PainReport,
    PastSession,
)
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.plan import Plan
from backtalk.core.model.profile import Profile, StartingPoint
from backtalk.core.prescription import unlocked
from backtalk.core.prescription.build_plan import Past, assess_exercise, build_plan
from backtalk.core.prescription.unlocked import BELLY_OF_MAIN, hyperextension_months, main_is_easy
from tests.core.prescription.past import FIRST_DAY
from tests.core.samples import library

BOOK = library()
LIMITS = PainLimits()
TWICE_A_WEEK = (0, 3, 7, 10, 14, 17, 21, 24)
LAST = TWICE_A_WEEK[-1]
THINGS = frozenset({"mat", "belt", "light weights", "hyperextension bench", "incline bench"})
READY = Profile(StartingPoint.NEVER_INJURED, equipment=THINGS)
INCLINE, DEADLIFT = "incline-body-raise", "light-deadlift"


def session(day: int, routine: str = "main", repetitions: int = 15) -> PastSession:
    """Return `routine` as the catalogue has it, done to its end; `repetitions` at the most."""
    exercises = [BOOK.exercise(name) for name in BOOK.routine(routine).exercises]
    sets = tuple(
        DoneSet(
            each.id,
            each.variations[each.start_variation].name,
            1,
            "",
            min(each.dose.repetitions, repetitions),
            min(each.dose.repetitions, repetitions),
            each.dose.hold_s,
        )
        for each in exercises
    )
    return PastSession(FIRST_DAY + day, routine, len(sets), sets, ending="complete")


def four_weeks(*days: int, routine: str = "main") -> list[PastSession]:
    return [session(day, routine) for day in days or TWICE_A_WEEK]


def easy(sessions: list[PastSession], day: int = LAST, *answers: Answer) -> bool:
    history = History(tuple(sessions), answers)
    return main_is_easy(BOOK.exercises, history, FIRST_DAY + day, LIMITS)


def with_last(changed: PastSession) -> list[PastSession]:
    return [*four_weeks()[:-1], changed]


def sharp(day: int, exercise: str = "boat") -> PainReport:
    return PainReport(FIRST_DAY + day, exercise, "pain", 7, "", "ended")


# ---------------------------------------------------------------- the main routine


def test_the_belly_of_the_main_routine_is_what_the_catalogue_says() -> None:
    belly = [
        name
        for name in BOOK.routine("main-abs").exercises
        if Purpose.BELLY in BOOK.exercise(name).trains
    ]
    assert tuple(belly) == BELLY_OF_MAIN


def test_four_weeks_twice_a_week_without_trouble_make_it_easy() -> None:
    assert easy(four_weeks())
    assert not easy([])


def test_belly_and_back_on_days_of_their_own_count_as_well() -> None:
    abs_days = four_weeks(routine="main-abs")
    back_days = four_weeks(*(day + 1 for day in TWICE_A_WEEK), routine="main-back")
    both = sorted([*abs_days, *back_days], key=lambda each: each.day)
    assert easy(both, LAST + 1)
    assert not easy(abs_days)


def test_a_false_alarm_does_not_keep_it_from_being_easy() -> None:
    alarm = PainReport(FIRST_DAY + LAST, "boat", "pain", 0, action=FALSE_ALARM)
    assert easy([*four_weeks()[:-1], replace(session(LAST), reports=(alarm,))])


def test_less_often_or_for_a_shorter_time_does_not() -> None:
    assert not easy(four_weeks(*TWICE_A_WEEK[1:]))
    assert not easy(four_weeks(*range(8)), 7)
    assert not easy(four_weeks(0, 1, 2, 3, 4, 5, 21, 27), 27)


@pytest.mark.parametrize(
    "last",
    [
        replace(session(LAST), reports=(PainReport(FIRST_DAY + LAST, "boat", "pain", 1),)),
        replace(session(LAST), eased=frozenset({"boat"})),
        replace(session(LAST), left_out=frozenset({"boat"})),
        replace(session(LAST), ending="partial"),
        replace(session(LAST), sets=(replace(session(LAST).sets[0], done=3),)),
        session(LAST, repetitions=14),
        replace(session(LAST), sets=session(LAST).sets[1:]),
    ],
    ids=["hurt", "eased", "left out", "not to its end", "fewer", "small dose", "no crunch"],
)
def test_what_was_not_easy_is_not_taken_for_easy(last: PastSession) -> None:
    assert not easy(with_last(last))


def test_sore_muscles_after_it_are_no_ease() -> None:
    assert not easy(four_weeks(), LAST + 1, Answer(FIRST_DAY + LAST + 1, SORE, "yes"))


def test_a_harder_variation_counts_with_fewer_repetitions_and_an_easier_one_never() -> None:
    def on(variation: str) -> PastSession:
        crunch, *others = session(LAST).sets
        return replace(
            session(LAST), sets=(replace(crunch, variation=variation, done=10, planned=10), *others)
        )

    assert easy(with_last(on("with the chest")))
    assert not easy(with_last(on("head and neck only")))
    assert not easy(with_last(on("no variation of today's catalogue")))


def test_it_stays_easy_while_one_trains_something_else() -> None:
    others = [session(day, "big-three") for day in range(LAST + 10, LAST + 100, 10)]
    assert easy([*four_weeks(), *others], LAST + 100)


def test_it_has_to_be_unlocked_again_after_a_month_away_or_something_sharp() -> None:
    assert easy(four_weeks(), LAST + 29)
    assert not easy(four_weeks(), LAST + 30)
    hurt = replace(session(LAST + 3, "big-three"), reports=(sharp(LAST + 3, "bird-dog"),))
    assert not easy([*four_weeks(), hurt], LAST + 4)


# ---------------------------------------------------------------- hyperextension


def months(*days: int, today: int | None = None, repetitions: int = 15) -> int:
    done = [session(day, "hyperextension", repetitions) for day in days]
    when = FIRST_DAY + (max(days, default=0) if today is None else today)
    return hyperextension_months(BOOK.exercises, History(tuple(done)), when, LIMITS)


def test_each_month_with_eight_days_of_it_counts() -> None:
    assert months() == 0
    assert months(*range(0, 30, 4)) == 1
    assert months(*range(0, 60, 3)) == 2
    assert months(*range(0, 91, 3)) == 3


def test_a_month_with_less_of_it_ends_the_count() -> None:
    assert months(*range(0, 30, 3), *range(60, 90, 3)) == 1


def test_a_month_without_it_starts_the_count_again() -> None:
    assert months(*range(0, 91, 3), today=119) == 3
    assert months(*range(0, 91, 3), today=120) == 0


def test_what_was_done_on_an_easier_variation_or_hurt_sharply_does_not_count() -> None:
    done = [session(day, "hyperextension") for day in range(0, 30, 3)]
    fitball = [
        replace(each, sets=(replace(each.sets[0], variation="on a fitball"),)) for each in done
    ]
    hurt = [*done[:-1], replace(done[-1], reports=(sharp(27, "hyperextension"),))]
    for sessions in (fitball, hurt):
        history = History(tuple(sessions))
        assert hyperextension_months(BOOK.exercises, history, FIRST_DAY + 27, LIMITS) == 0


# ---------------------------------------------------------------- what follows


def advanced(sessions: list[PastSession], day: int, profile: Profile = READY) -> Plan:
    past = Past(History(tuple(sessions)), FIRST_DAY + day)
    return build_plan(BOOK.routine("advanced"), BOOK.exercises, BOOK.routines, profile, past)


def rules_about(plan: Plan, exercise: str) -> set[str]:
    return {adjustment.rule for adjustment in about(plan.adjustments, exercise)}


def test_what_was_earned_opens_the_roman_chair_and_says_why() -> None:
    plan = advanced(four_weeks(), LAST + 1)
    assert INCLINE in {exercise.id for exercise in plan.exercises}
    assert "main-has-become-easy" in rules_about(plan, INCLINE)
    assert "advanced-after-main" not in {adjustment.rule for adjustment in plan.adjustments}
    before = advanced(four_weeks()[:-1], LAST)
    assert rules_about(before, INCLINE) == {"roman-chair"}


def test_who_says_that_it_is_not_easy_is_believed() -> None:
    plan = advanced(four_weeks(), LAST + 1, replace(READY, main_is_easy=False))
    assert rules_about(plan, INCLINE) == {"roman-chair"}


def test_who_said_that_it_is_easy_is_told_no_reason_of_the_journal() -> None:
    plan = advanced(four_weeks(), LAST + 1, replace(READY, main_is_easy=True))
    assert "main-has-become-easy" not in rules_about(plan, INCLINE)


def test_months_of_hyperextension_open_the_deadlift_and_why_says_so() -> None:
    done = [session(day, "hyperextension") for day in range(0, 91, 3)]
    assert "months-of-hyperextension" in rules_about(advanced(done, 91), DEADLIFT)
    assert rules_about(advanced(done[5:], 91), DEADLIFT) == {"deadlift-after-months"}
    past = Past(History(tuple(done)), FIRST_DAY + 91)
    assessed = assess_exercise(BOOK.exercise(DEADLIFT), BOOK.exercises, READY, past)
    assert assessed.exercise is not None
    assert "months-of-hyperextension" in {adjustment.rule for adjustment in assessed.adjustments}


def test_the_profile_may_know_of_more_months_than_the_journal() -> None:
    known = unlocked.with_unlocked(
        replace(READY, hyperextension_months=5), BOOK.exercises, History(), FIRST_DAY, LIMITS
    )
    assert known.hyperextension_months == 5
    assert known.main_is_easy is None


def test_months_of_hyperextension_open_no_deadlift_to_a_hernia() -> None:
    done = [session(day, "hyperextension") for day in range(0, 91, 3)]
    hernia = replace(READY, starting_point=StartingPoint.HERNIA_OR_LOAD)
    plan = advanced(done, 91, hernia)
    assert DEADLIFT not in {exercise.id for exercise in plan.exercises}
    assert "months-of-hyperextension" not in rules_about(plan, DEADLIFT)
