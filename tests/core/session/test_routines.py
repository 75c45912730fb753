"""Every routine of the catalogue, run from start to end and read as a listener hears it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import pytest

from backtalk.catalogue.scalars import STOP_WORDS
from backtalk.core.model.effects import Entered, Speak
from backtalk.core.model.events import Command
from backtalk.core.model.plan import ExerciseSet, Plan, lay_out
from backtalk.core.model.profile import HOUSEHOLD, Condition, Profile, StartingPoint
from backtalk.core.model.sides import Side, Sides
from backtalk.core.prescription.fitting import fit
from backtalk.core.session.machine.states import BREAKS, WORKING, State
from tests.core.driver import Driver, texts
from tests.core.samples import library

LIBRARY = library()
ROUTINES = pytest.mark.parametrize("routine_id", sorted(LIBRARY.routines))
STOP_WORD = re.compile(rf"\b({'|'.join(STOP_WORDS)})", re.IGNORECASE)
CAREFUL = Profile(
    StartingPoint.HERNIA_OR_LOAD,
    conditions=frozenset({Condition.BLOOD_PRESSURE}),
    equipment=frozenset({*HOUSEHOLD, "bar"}),
    age=75,
    days_since_last=3,
)
"""A woman of 75 with a back that has had a hernia, and high blood pressure."""


@dataclass(frozen=True)
class Read:
    """What a session said in one state, as one text."""

    state: str
    text: str


@cache
def whole(routine_id: str) -> Driver:
    plan = lay_out(LIBRARY.routine(routine_id), LIBRARY.exercises)
    return Driver(plan).begin().to_the_end()


def reading(driver: Driver) -> list[Read]:
    """Return what was said, state by state."""
    states: list[Read] = []
    for entry in driver.entries:
        if isinstance(entry.what, Entered):
            states.append(Read(entry.what.state, ""))
        elif isinstance(entry.what, Speak):
            last = states[-1]
            said = " ".join((last.text, *texts(entry.what.lines))).strip()
            states[-1] = replace(last, text=said)
    return states


def all_said(driver: Driver) -> str:
    return " ".join(read.text for read in reading(driver))


@ROUTINES
def test_every_routine_comes_to_its_end_with_every_set_done(routine_id: str) -> None:
    driver = whole(routine_id)
    assert driver.state is State.FINISHED
    assert driver.sets_done == len(driver.position.plan.sets)


@ROUTINES
def test_nothing_a_routine_says_ends_it(routine_id: str) -> None:
    assert STOP_WORD.search(all_said(whole(routine_id))) is None


@ROUTINES
def test_every_exercise_is_named_and_described_before_it_is_counted(routine_id: str) -> None:
    """Name, position, what to do, what to mind and how much; only then 'get ready' and moving."""
    states = reading(whole(routine_id))
    introductions = [read.text for read in states if read.state == State.INTRODUCING.value]
    exercises = [LIBRARY.exercise(e) for e in LIBRARY.routine(routine_id).exercises]
    assert len(introductions) == len(exercises)
    for text, exercise in zip(introductions, exercises, strict=True):
        words = exercise.words
        expected = [exercise.name, *words.setup, *words.do, words.mind]
        places = [text.find(sentence) for sentence in expected]
        assert -1 not in places, (expected, text)
        assert places == sorted(places)
        assert text.endswith("Get ready.")
        assert re.search(r"times|Once|seconds|minutes|breaths", text[places[-1] :])
    first = [read.state for read in states].index(State.INTRODUCING.value)
    assert all(read.state not in {state.value for state in WORKING} for read in states[:first])


def names_its_side(text: str, exercise_set: ExerciseSet) -> bool:
    if exercise_set.side is None:
        return True
    return texts((exercise_set.exercise.words.side(exercise_set.side),))[0] in text


@ROUTINES
def test_every_set_on_a_side_is_preceded_by_the_name_of_the_side(routine_id: str) -> None:
    driver = whole(routine_id)
    sets = iter(driver.position.plan.sets)
    before = ""
    for read in reading(driver):
        if read.state in {State.INTRODUCING.value, *(state.value for state in BREAKS)}:
            before = f"{before} {read.text}"
        elif read.state == State.MOVING.value and before:
            assert names_its_side(before, next(sets)), before
            before = ""
    assert next(sets, None) is None


@ROUTINES
def test_alternating_sides_are_named_with_each_count(routine_id: str) -> None:
    plan = lay_out(LIBRARY.routine(routine_id), LIBRARY.exercises)
    said = all_said(whole(routine_id))
    if any(exercise_set.exercise.dose.sides is Sides.ALTERNATING for exercise_set in plan.sets):
        assert "1, right." in said
        assert "2, left." in said


def test_both_sides_of_every_exercise_with_sides_are_done() -> None:
    for routine in LIBRARY.routines.values():
        for exercise in (LIBRARY.exercise(e) for e in routine.exercises):
            sets = lay_out(replace(routine, exercises=(exercise.id,)), LIBRARY.exercises).sets
            sides = {exercise_set.side for exercise_set in sets}
            if exercise.dose.sides is Sides.EACH:
                assert sides == {Side.RIGHT, Side.LEFT}
            elif exercise.dose.sides is Sides.DIRECTIONS:
                assert sides == {Side.CLOCKWISE, Side.COUNTERCLOCKWISE}
            else:
                assert sides == {None}


@ROUTINES
def test_every_routine_ends_with_how_to_get_up(routine_id: str) -> None:
    last = [read.text for read in reading(whole(routine_id)) if read.text][-1]
    assert "turn onto your side" in last


def test_a_hang_says_when_to_hang_again() -> None:
    said = all_said(whole("traction"))
    assert "In 10 minutes, do Relaxed bar hang once more." in said
    assert "Do Relaxed bar hang 2 to 3 times a day." in said
    assert "Do Bar hang in the morning and in the evening." in all_said(whole("preparatory"))


def test_breathing_is_paced_by_the_breath() -> None:
    said = all_said(whole("breath-and-towel"))
    assert "1. Breathe in. " in said
    assert "Hold the breath." in said
    assert "Breathe out." in said
    assert "Hold 2 minutes." in said


# ---------------------------------------------------------------- fitted


def fitted(routine_id: str) -> Plan:
    return fit(LIBRARY.routine(routine_id), LIBRARY.exercises, CAREFUL)


@ROUTINES
def test_every_fitted_routine_comes_to_its_end_or_is_not_begun(routine_id: str) -> None:
    plan = fitted(routine_id)
    if plan.sets:
        driver = Driver(plan).begin().to_the_end()
        assert driver.sets_done == len(plan.sets)
        assert STOP_WORD.search(all_said(driver)) is None


def test_a_fitted_session_says_first_what_is_left_out_and_what_takes_its_place() -> None:
    driver = Driver(fitted("traction")).begin()
    welcome = reading(driver)[0].text
    assert "I have left out Bar hang with turns, because of what you told me." in welcome
    assert "In place of Relaxed bar hang comes Walk on all fours." in welcome
    assert "Hanging is out of reach for you." in welcome
    assert "You have high blood pressure." in welcome


def test_a_session_that_is_not_fitted_says_nothing_of_it() -> None:
    welcome = reading(Driver(lay_out(LIBRARY.routine("main"), LIBRARY.exercises)).begin())[0].text
    assert welcome.startswith("Welcome. Main routine. It takes about ")
    assert "minutes. You can talk to me at any time." in welcome


def test_asked_why_the_coach_says_what_it_is_for_and_why_it_is_as_it_is() -> None:
    driver = Driver(fitted("traction")).begin().until(State.HOLDING).say(Command.WHY)
    said = texts(next(e.what for e in reversed(driver.entries) if isinstance(e.what, Speak)).lines)
    assert said == (
        "It lets your back move more freely.",
        "It takes the place of Relaxed bar hang.",
        "Hanging is out of reach for you.",
        "It is lighter because of what your doctor found.",
    )


def test_what_the_doctor_agreed_to_is_in_the_journal_before_anything_is_said() -> None:
    profile = replace(
        CAREFUL,
        conditions=frozenset({Condition.PREGNANCY}),
        agreed=frozenset({"pregnancy"}),
    )
    plan = fit(LIBRARY.routine("kneeling"), LIBRARY.exercises, profile)
    lines = [entry.line() for entry in Driver(plan).begin().entries]
    agreed = next(n for n, line in enumerate(lines) if "doctor agreed, rule pregnancy" in line)
    spoken = next(n for n, line in enumerate(lines) if "coach" in line)
    assert agreed < spoken
