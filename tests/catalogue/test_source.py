from __future__ import annotations

import pytest

from backtalk.catalogue.check import PACKAGE_DIR
from backtalk.catalogue.library import Library, load_library
from tests.catalogue.source_table import EXERCISES, PROGRAMMES, ROUTINES, Row


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_the_package_has_exactly_the_exercises_of_the_source(library: Library) -> None:
    assert set(library.exercises) == set(EXERCISES)


@pytest.mark.parametrize(("exercise_id", "row"), EXERCISES.items())
def test_an_exercise_has_the_dose_of_the_source(
    library: Library, exercise_id: str, row: Row
) -> None:
    dose = library.exercise(exercise_id).dose
    assert dose.set_counts == (row.series or (row.repetitions or 1,) * row.sets)
    assert dose.repetitions_max == row.repetitions_max
    assert (dose.hold_s, dose.hold_max_s) == (row.hold_s, row.hold_max_s)
    assert dose.sides.value == row.sides
    assert dose.rest_first is (row.rest_first_s is not None)
    assert dose.rest_s == (row.rest_first_s or row.rest_s or dose.rest_s)


@pytest.mark.parametrize(("exercise_id", "row"), EXERCISES.items())
def test_an_exercise_has_the_position_equipment_and_traits_of_the_source(
    library: Library, exercise_id: str, row: Row
) -> None:
    exercise = library.exercise(exercise_id)
    assert {trait.value for trait in exercise.traits} == set(row.traits.split())
    assert exercise.position == row.position
    assert exercise.equipment == ((row.equipment,) if row.equipment else ())


@pytest.mark.parametrize(("exercise_id", "row"), EXERCISES.items())
def test_an_exercise_has_the_variations_of_the_source_the_nearest_first(
    library: Library, exercise_id: str, row: Row
) -> None:
    exercise = library.exercise(exercise_id)
    names = [variation.name for variation in exercise.variations]
    start = exercise.start_variation
    easier, harder = list(reversed(names[:start])), names[start + 1 :]
    assert names[start] == "standard"
    assert exercise.variations[start].say == ""
    for found, expected in ((easier, row.easier), (harder, row.harder)):
        assert len(found) == len(expected)
        assert all(words in name for name, words in zip(found, expected, strict=True))


def test_the_package_has_exactly_the_routines_of_the_source(library: Library) -> None:
    assert {
        routine.id: (routine.level, " ".join(routine.exercises))
        for routine in library.routines.values()
    } == ROUTINES


def test_the_three_programmes_are_graded_from_gentle_to_hard(library: Library) -> None:
    programmes = {item.id: " ".join(item.routines) for item in library.programmes.values()}
    assert programmes == PROGRAMMES
    assert list(programmes) == ["gentle", "basic", "hard"]


def test_advice_that_is_no_exercise_is_spoken(library: Library) -> None:
    assert "swim slowly" in " ".join(library.routine("preparatory").advice)
    assert "carrying loads" in " ".join(library.routine("preparatory").advice)


def test_what_comes_again_on_the_same_day_says_when_and_how_often(library: Library) -> None:
    relaxed, hang = library.exercise("bar-hang-relaxed").dose, library.exercise("bar-hang").dose
    assert relaxed.repeat_after_s == 600
    assert (relaxed.times_a_day, relaxed.times_a_day_max) == (2, 3)
    assert (hang.times_a_day, hang.times_a_day_max) == (2, None)


def test_what_lengthens_day_by_day_has_a_step_that_leads_to_the_source_s_most(
    library: Library,
) -> None:
    wall, towel = library.exercise("wall-stand").dose, library.exercise("towel-roll").dose
    assert (wall.hold_s, wall.hold_step_s, wall.hold_max_s) == (60, 30, 600)
    assert (towel.hold_s, towel.hold_step_s, towel.hold_max_s) == (120, 10, 180)


def test_what_the_source_paces_by_the_breath_is_paced_so(library: Library) -> None:
    paced = {exercise.id for exercise in library.exercises.values() if exercise.dose.breath}
    assert paced == {"table-breathing", "all-fours-breathing", "heel-sit-rise", "wall-leg-raise"}


def test_every_exercise_says_what_it_is_for(library: Library) -> None:
    assert [e.id for e in library.exercises.values() if not e.trains] == []


def test_a_file_of_the_package_is_named_after_its_id(library: Library) -> None:
    exercise_files = {path.stem for path in (PACKAGE_DIR / "exercises").iterdir()}
    routine_files = {path.stem for path in (PACKAGE_DIR / "routines").iterdir()}
    assert exercise_files == set(library.exercises)
    assert routine_files == set(library.routines)
