"""A routine laid out as sets, and how a session finds its way through them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.model.plan import TRANSITION_REST_S, lay_out
from backtalk.core.model.sides import Side, Sides
from tests.core.samples import exercise, library, plan, routine_plan

SERIES = exercise("bird-dog", Dose(series=(5, 3, 1), sides=Sides.EACH, rest_s=10))
CURL = exercise("curl-up", Dose(repetitions=8, sets=2, rest_s=20))
PLAN = plan(SERIES, CURL)


def test_a_series_with_sides_is_right_and_left_of_each_set() -> None:
    laid = [
        (exercise_set.set_number, exercise_set.side, exercise_set.repetitions)
        for exercise_set in PLAN.sets[:6]
    ]
    sides = (Side.RIGHT, Side.LEFT)
    assert laid == [(n, side, count) for n, count in ((1, 5), (2, 3), (3, 1)) for side in sides]


def test_directions_go_clockwise_first() -> None:
    circles = plan(exercise(dose=Dose(sides=Sides.DIRECTIONS)))
    assert [exercise_set.side for exercise_set in circles.sets] == [
        Side.CLOCKWISE,
        Side.COUNTERCLOCKWISE,
    ]


def test_alternating_is_one_set() -> None:
    assert [b.side for b in plan(exercise(dose=Dose(sides=Sides.ALTERNATING))).sets] == [None]


def test_rests_within_an_exercise_are_its_own_and_between_exercises_the_common_one() -> None:
    rests = [exercise_set.rest_before_s for exercise_set in PLAN.sets]
    assert rests == [0, 10, 10, 10, 10, 10, TRANSITION_REST_S, 20]


def test_a_rest_that_comes_first_goes_before_the_exercise() -> None:
    late = exercise("late", Dose(sets=2, rest_s=60, rest_first=True))
    assert [exercise_set.rest_before_s for exercise_set in plan(CURL, late).sets] == [0, 20, 60, 15]


def test_an_unknown_exercise_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        lay_out(replace(PLAN.routine, exercises=("unknown",)), {})


def test_a_change_reaches_the_rest_of_the_exercise_and_no_further() -> None:
    changed = PLAN.changed_from(2, lambda exercise_set: replace(exercise_set, repetitions=2))
    counts = [exercise_set.repetitions for exercise_set in changed.sets]
    assert counts == [5, 5, 2, 2, 2, 2, 8, 8]


@pytest.mark.parametrize("routine_id", sorted(library().routines))
def test_every_routine_of_the_catalogue_can_be_laid_out(routine_id: str) -> None:
    laid = routine_plan(routine_id)
    assert [b.exercise.id for b in laid.sets if b.opens_exercise] == list(laid.routine.exercises)
    assert laid.sets[0].rest_before_s == 0
