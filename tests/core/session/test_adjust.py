"""Easier and harder: one step at a time, always saying what changed, never beyond the limits."""

from __future__ import annotations

import itertools

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.plan import ExerciseSet, Plan
from backtalk.core.session.pacing.adjust import easier, harder
from tests.core.driver import texts
from tests.core.samples import VARIATIONS, exercise, exercise_set, library, plan


def says(step_from: ExerciseSet, *, up: bool) -> tuple[str, ...]:
    step = (harder if up else easier)(step_from)
    return texts(step.says) if step else ()


def walked(start: ExerciseSet, *, up: bool) -> list[ExerciseSet]:
    """Return the sets that one comes to by going on in one direction to the end."""
    sets = [start]
    while step := (harder if up else easier)(sets[-1]):
        sets.append(step.change(sets[-1]))
        assert len(sets) < 50, "the variations have no end"
    return sets[1:]


def test_the_variations_of_the_exercise_come_first() -> None:
    start = exercise_set(Dose(repetitions=5, hold_s=10), variations=VARIATIONS, start_variation=1)
    assert says(start, up=False) == ("Bend your arms.",)
    assert says(start, up=True) == ("Stretch your arms.",)
    assert walked(start, up=False)[0].variation == 0


def test_back_to_the_usual_variation_is_said_so() -> None:
    assert says(exercise_set(variations=VARIATIONS, start_variation=0), up=True) == (
        "Now the usual way.",
    )
    assert says(exercise_set(variations=VARIATIONS, start_variation=2), up=False) == (
        "Now the usual way.",
    )


def test_then_holds_get_shorter_by_a_third_down_to_three_seconds_then_repetitions_fewer() -> None:
    down = walked(exercise_set(Dose(repetitions=6, hold_s=10)), up=False)
    steps = [(each.repetitions, each.hold_s) for each in down]
    assert steps == [(6, 7), (6, 5), (6, 3), (4, 3), (3, 3), (2, 3), (1, 3)]


def test_holds_get_longer_up_to_a_third_more_than_the_dose() -> None:
    up = walked(exercise_set(Dose(repetitions=6, hold_s=9)), up=True)
    assert [each.hold_s for each in up] == [12]


def test_holds_get_longer_up_to_the_upper_end_that_the_source_names() -> None:
    up = walked(exercise_set(Dose(repetitions=6, hold_s=10, hold_max_s=30)), up=True)
    assert [each.hold_s for each in up] == [13, 17, 23, 30]


def test_where_nothing_is_held_repetitions_get_fewer_and_more() -> None:
    start = exercise_set(Dose(repetitions=10))
    assert [each.repetitions for each in walked(start, up=False)] == [7, 5, 3, 2, 1]
    assert [each.repetitions for each in walked(start, up=True)] == [13]
    assert says(start, up=False) == ("7 times now.",)
    assert says(start, up=True) == ("13 times now.",)


def test_up_again_from_below_ends_at_the_ceiling_and_not_beyond() -> None:
    down = walked(exercise_set(Dose(repetitions=10)), up=False)
    for low in down:
        assert walked(low, up=True)[-1].repetitions == 13


def test_a_step_of_repetitions_changes_what_it_says() -> None:
    series = plan(exercise(dose=Dose(series=(5, 3, 1))))
    step = harder(series.sets[2])
    assert step is not None
    assert texts(step.says) == ("2 times now.",)
    assert step.change(series.sets[2]).repetitions == 2


def test_a_series_changes_in_proportion() -> None:
    step = easier(plan(exercise(dose=Dose(series=(9, 6, 3)))).sets[0])
    assert step is not None
    series: Plan = plan(exercise(dose=Dose(series=(9, 6, 3)))).changed_from(0, step.change)
    assert [each.repetitions for each in series.sets] == [6, 4, 2]


def test_one_repetition_of_three_seconds_on_the_lowest_variation_is_as_easy_as_it_gets() -> None:
    assert easier(exercise_set(Dose(repetitions=1, hold_s=3))) is None


def test_the_length_of_a_single_hold_is_told_as_its_length() -> None:
    single = exercise_set(Dose(repetitions=1, hold_s=60))
    assert says(single, up=False) == ("It takes 40 seconds now.",)
    assert says(exercise_set(Dose(repetitions=3, hold_s=60)), up=False) == (
        "From now on, hold 40 seconds.",
    )


CATALOGUE = sorted(library().exercises.values(), key=lambda each: each.id)


@pytest.mark.parametrize("of_catalogue", CATALOGUE, ids=lambda each: each.id)
def test_every_exercise_of_the_catalogue_can_be_walked_down_and_up(of_catalogue: Exercise) -> None:
    dose = of_catalogue.dose
    for start in plan(of_catalogue).sets:
        down = walked(start, up=False)
        lowest = down[-1] if down else start
        assert (lowest.variation, lowest.repetitions) == (0, 1)
        assert lowest.hold_s <= 3
        top = walked(start, up=True)
        for reached in (*top, *walked(lowest, up=True)):
            assert reached.variation < len(of_catalogue.variations)
            assert reached.hold_s <= max(dose.hold_max_s or 0, dose.hold_s * 4 / 3)
            most = max(dose.repetitions_max or 0, round(max(dose.set_counts) * 4 / 3))
            assert reached.repetitions <= most


@pytest.mark.parametrize("of_catalogue", CATALOGUE, ids=lambda each: each.id)
def test_every_step_of_the_catalogue_changes_something_and_says_what(
    of_catalogue: Exercise,
) -> None:
    for start in plan(of_catalogue).sets:
        for up in (False, True):
            steps = [start, *walked(start, up=up)]
            for before, after in itertools.pairwise(steps):
                assert before != after
                assert all(says(before, up=up))
