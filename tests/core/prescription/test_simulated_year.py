"""A year of a person with good and bad weeks: what is offered follows the rules every day."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from backtalk.core.model.history import PAIN_NOW, SETTLED, SORE, PainReport
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.plan import Plan
from backtalk.core.model.profile import Condition, Profile, StartingPoint
from backtalk.core.prescription.build_plan import Past, build_plan, usual_position
from backtalk.core.prescription.days import days_of
from backtalk.core.prescription.rules import AGAIN_AFTER_DAYS
from backtalk.core.prescription.schedule import GENTLE, Wish, due
from tests.core.prescription.past import FIRST_DAY, Diary
from tests.core.samples import library

YEAR_DAYS = 365
BAD_WEEK = 0.2
LIMITS = PainLimits()


@dataclass
class Person:
    """Trains most days that are due; hurts now and then, and more in a bad week."""

    chance: random.Random
    profile: Profile | None
    wished: tuple[str, ...]
    diary: Diary = field(default_factory=Diary)
    plans: dict[int, Plan] = field(default_factory=dict)
    """What was offered, by day."""

    def lives_a_year(self) -> None:
        bad = False
        for day in range(YEAR_DAYS):
            if day % 7 == 0:
                bad = self.chance.random() < BAD_WEEK
            self._morning(day, bad=bad)
            if self.chance.random() < 0.8:
                self._trains(day, bad=bad)

    def past(self, day: int) -> Past:
        return Past(self.diary.history, FIRST_DAY + day, LIMITS)

    def _morning(self, day: int, *, bad: bool) -> None:
        hurt_yesterday = any(p.day == FIRST_DAY + day - 1 for p in self.diary.history.pains)
        if hurt_yesterday:
            self.diary.said(day, SETTLED, "no" if self.chance.random() < 0.4 else "yes")
        if self.chance.random() < 0.1:
            self.diary.said(day, SORE, "yes")
        self.diary.said(day, PAIN_NOW, str(self.chance.choice((0, 0, 1, 3, 6) if bad else (0,))))

    def _trains(self, day: int, *, bad: bool) -> None:
        past = self.past(day)
        what = due(Wish(self.wished, GENTLE[:2]), past)
        if what.routine is None:
            return
        book = library()
        routine = book.routine(what.routine)
        plan = build_plan(routine, book.exercises, book.routines, self.profile, past)
        if not plan.sets:
            return
        self.plans[day] = plan
        often, worst = (0.25, 8) if bad else (0.04, 6)
        pains = tuple(
            PainReport(FIRST_DAY + day, e.id, "pain", self.chance.randint(0, worst))
            for e in plan.exercises
            if self.chance.random() < often / 3
        )
        self.diary.trained(day, plan, *pains)


STEADY = Profile(StartingPoint.NEVER_INJURED)
HERNIA = Profile(StartingPoint.HERNIA_OR_LOAD, frozenset({Condition.HERNIA}), age=72)
PEOPLE = {
    "steady": (STEADY, ("main", "lying", "big-three")),
    "hernia": (HERNIA, ("big-three", "lying")),
    "no profile": (None, ("main",)),
}


@pytest.fixture(scope="module", params=[(name, seed) for name in PEOPLE for seed in (1,)], ids=str)
def person(request: pytest.FixtureRequest) -> Person:
    name, seed = request.param
    profile, wished = PEOPLE[name]
    someone = Person(random.Random(seed), profile, wished)  # noqa: S311  chance, not secrecy
    someone.lives_a_year()
    return someone


def test_the_year_has_good_and_bad_days(person: Person) -> None:
    scores = [pain.score or 0 for pain in person.diary.history.pains]
    assert len(person.plans) > 60
    assert any(score > LIMITS.leave_out_to for score in scores)
    assert any(LIMITS.ease_to < score <= LIMITS.leave_out_to for score in scores)


def test_no_exercise_is_offered_within_a_month_of_hurting_sharply(person: Person) -> None:
    sharp = [
        (p.day - FIRST_DAY, p.exercise)
        for p in person.diary.history.pains
        if p.score is not None and p.score > LIMITS.leave_out_to
    ]
    assert sharp
    for hurt_on, exercise in sharp:
        for day, plan in person.plans.items():
            resting = 0 < day - hurt_on < AGAIN_AFTER_DAYS
            assert not resting or exercise not in {e.id for e in plan.exercises}


def test_what_hurt_sharply_comes_back_no_higher_than_it_was(person: Person) -> None:
    back = 0
    for hurt_on, plan in person.plans.items():
        for pain in person.diary.history.pains:
            if pain.day != FIRST_DAY + hurt_on or (pain.score or 0) <= LIMITS.leave_out_to:
                continue
            later = [d for d in sorted(person.plans) if d > hurt_on]
            again = next((d for d in later if pain.exercise in _ids(person.plans[d])), None)
            if again is None:
                continue
            back += 1
            before, after = (
                _standing(plan, pain.exercise),
                _standing(person.plans[again], pain.exercise),
            )
            assert after <= before
    assert back


def test_nothing_is_trained_on_the_day_after_strong_pain_that_had_not_settled(
    person: Person,
) -> None:
    history = person.diary.history
    settled = {a.day for a in history.answers if (a.question, a.answer) == (SETTLED, "yes")}
    for pain in history.pains:
        strong = pain.score is not None and pain.score > LIMITS.leave_out_to
        if strong and pain.day + 1 not in settled:
            assert pain.day + 1 - FIRST_DAY not in person.plans


def test_after_middling_pain_only_the_gentle_routine_is_trained(person: Person) -> None:
    history = person.diary.history
    settled = {a.day for a in history.answers if (a.question, a.answer) == (SETTLED, "yes")}
    by_day = {
        p.day: max((q.score or 0) for q in history.pains if q.day == p.day) for p in history.pains
    }
    for day, score in by_day.items():
        plan = person.plans.get(day + 1 - FIRST_DAY)
        if plan and LIMITS.ease_to < score and day + 1 not in settled:
            assert plan.routine.id in GENTLE or plan.routine.level == "gentle"


def test_the_main_routine_is_never_trained_more_than_twice_a_week(person: Person) -> None:
    days = sorted(day for day, plan in person.plans.items() if plan.routine.id == "main")
    assert all(later - earlier >= 3 for earlier, later in pairwise(days))
    assert all(c - a >= 7 for a, c in zip(days, days[2:], strict=False))


def test_nothing_becomes_more_after_a_bad_day(person: Person) -> None:
    book = library()
    for exercise_id in {e.id for plan in person.plans.values() for e in plan.exercises}:
        exercise = book.exercise(exercise_id)
        for day in days_of(person.diary.history, exercise_id):
            if day.score is None and day.settled:
                continue
            at = day.day - FIRST_DAY
            before = usual_position(
                exercise, book.exercises, person.profile, _until(person, at - 1)
            )
            after = usual_position(exercise, book.exercises, person.profile, _until(person, at + 1))
            assert after.index <= before.index or after.rule == "as-it-was"


def test_who_has_a_good_year_gets_further() -> None:
    someone = Person(random.Random(3), STEADY, ("main",))  # noqa: S311  chance, not secrecy
    book = library()
    for day in range(0, 180, 4):
        plan = build_plan(
            book.routine("main"), book.exercises, book.routines, STEADY, someone.past(day)
        )
        someone.plans[day] = plan
        someone.diary.trained(day, plan)
    first, last = someone.plans[4], someone.plans[176]
    assert _standing(last, "boat") > _standing(first, "boat")
    wall = {e.id: e for e in last.exercises}["wall-stand"]
    assert wall.dose.hold_s == 600


def _until(person: Person, day: int) -> Past:
    return Past(person.diary.history.until(FIRST_DAY + day), FIRST_DAY + day, LIMITS)


def _ids(plan: Plan) -> set[str]:
    return {exercise.id for exercise in plan.exercises}


def _standing(plan: Plan, exercise_id: str) -> tuple[int, int, float]:
    """Return variation (as the catalogue counts), repetitions and hold of an exercise in `plan`."""
    offered = {e.id: e for e in plan.exercises}[exercise_id]
    names = [variation.name for variation in library().exercise(exercise_id).variations]
    variation = names.index(offered.variations[offered.start_variation].name)
    dose = offered.dose
    return variation, max(dose.set_counts), dose.hold_s
