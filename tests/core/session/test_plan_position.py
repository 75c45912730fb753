"""How far a session has come: each move gives another position and leaves the old one as it was."""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.model.dose import Dose
from backtalk.core.model.sides import Sides
from backtalk.core.session.pacing.plan_position import PlanPosition, place_after
from tests.core.samples import exercise, plan, two_exercises

BOTH_SIDES = exercise("both-sides", Dose(repetitions=5, sets=3, sides=Sides.EACH))
SERIES = exercise("series", Dose(series=(8, 6)))
START = PlanPosition(plan(BOTH_SIDES, SERIES))


def test_a_set_that_is_done_counts_and_the_next_one_comes() -> None:
    assert START.completed() == replace(START, index=1, finished=frozenset({0}))
    assert START.index == 0


def test_leaving_out_goes_past_the_exercise() -> None:
    left = START.completed().left_out()
    assert (left.index, left.finished) == (6, frozenset({0}))
    assert left.exercise_set.exercise is SERIES


def test_back_goes_to_the_start_of_the_exercise_then_to_the_one_before() -> None:
    position = replace(START, index=7).back()
    assert position.index == 6
    assert position.back().index == 0
    assert position.back().back().index == 0


def test_back_in_the_middle_of_a_first_set_begins_it_again() -> None:
    back = replace(START, index=6, done=3).back()
    assert (back.index, back.done) == (6, 0)


def test_it_knows_what_follows() -> None:
    assert START.other_side_follows
    assert not START.completed().other_side_follows
    last = replace(START, index=7)
    assert (last.is_last_set, last.is_last_exercise, last.at_end) == (True, True, False)
    assert last.completed().at_end
    assert not START.is_last_exercise


def test_a_description_counts_once_the_work_begins() -> None:
    described = START.being_described()
    assert described.times_described == 0
    assert described.at_work().times_described == 1
    assert described.at_work().at_work().times_described == 1


def test_in_another_plan_it_goes_on_with_the_first_set_that_was_not_done() -> None:
    whole = two_exercises()
    assert place_after(whole, whole, 3) == 3
    assert place_after(plan(SERIES), whole, 3) == 0
