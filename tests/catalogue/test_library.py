from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.catalogue.library import Library, load_library
from backtalk.catalogue.read import examine
from backtalk.core.model.events import phrase
from backtalk.core.model.exercise import Exercise
from backtalk.errors import BacktalkError
from tests.catalogue.test_check import EXERCISE, ROUTINE, write


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_an_unknown_exercise_is_answered_with_the_nearest(library: Library) -> None:
    with pytest.raises(BacktalkError) as caught:
        library.exercise("bird-dgo")
    assert caught.value.message == "There is no exercise 'bird-dgo'."
    assert caught.value.remedy == "Did you mean 'bird-dog'?"


def test_an_unknown_routine_or_programme_is_answered_with_the_nearest(
    library: Library,
) -> None:
    with pytest.raises(BacktalkError, match="Did you mean 'big-three'"):
        library.routine("bigthree")
    with pytest.raises(BacktalkError, match="Choose from: basic, gentle, hard"):
        library.programme("zzz")


def test_an_exercise_and_a_routine_may_share_an_id(library: Library) -> None:
    assert library.exercise("hyperextension").name == "Hyperextension"
    assert library.routine("hyperextension").exercises == ("hyperextension",)


def test_a_users_files_stand_beside_those_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    write(tmp_path / "exercises", EXERCISE)
    write(tmp_path, ROUTINE, "routine.yml")
    library = load_library(tmp_path)
    assert library.routine("my-routine").exercises == ("bird-dog", "my-lift")
    assert {"boat", "my-lift"} <= set(library.exercises)


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path, library: Library) -> None:
    assert load_library(tmp_path / "none") == library


def test_wrong_files_of_a_user_are_skipped_with_every_problem(
    tmp_path: Path, library: Library
) -> None:
    write(tmp_path, EXERCISE.replace("supine", "supin"), "a.yaml")
    write(tmp_path, ROUTINE.replace("gentle", "gentel"), "b.yaml")
    loaded = load_library(tmp_path)
    assert [(problem.file.name, problem.line) for problem in loaded.problems] == [
        ("a.yaml", 3),
        ("b.yaml", 3),
    ]
    assert loaded.routines == library.routines


def test_one_wrong_file_of_a_user_keeps_the_good_one_beside_it(tmp_path: Path) -> None:
    write(tmp_path, EXERCISE, "good.yaml")
    write(tmp_path, ROUTINE.replace("gentle", "gentel"), "bad.yaml")
    assert "my-lift" in load_library(tmp_path).exercises


def test_a_routine_of_a_user_that_names_what_does_not_exist_is_skipped(tmp_path: Path) -> None:
    write(tmp_path, ROUTINE)
    loaded = load_library(tmp_path)
    assert [problem.message for problem in loaded.problems] == ["There is no exercise 'my-lift'."]
    assert "my-routine" not in loaded.routines


def test_what_names_a_skipped_file_is_skipped_as_well(tmp_path: Path) -> None:
    write(tmp_path, EXERCISE.replace("supine", "supin"), "a.yaml")
    write(tmp_path, ROUTINE, "b.yaml")
    loaded = load_library(tmp_path)
    assert {problem.file.name for problem in loaded.problems} == {"a.yaml", "b.yaml"}
    assert "my-routine" not in loaded.routines


def test_an_id_that_is_taken_leaves_the_exercise_of_the_package_as_it_is(
    tmp_path: Path, library: Library
) -> None:
    write(tmp_path, EXERCISE.replace("my-lift", "boat"))
    loaded = load_library(tmp_path)
    assert [problem.message for problem in loaded.problems] == [
        "The id 'boat' is already used by boat.yaml."
    ]
    assert loaded.exercise("boat") == library.exercise("boat")


def test_a_programme_of_a_user_does_not_take_the_place_of_one_of_the_package(
    tmp_path: Path, library: Library
) -> None:
    write(tmp_path, "programmes:\n  - id: gentle\n    routines: [advanced]\n", "mine.yaml")
    loaded = load_library(tmp_path)
    assert loaded.programme("gentle") == library.programme("gentle")
    assert "used by programmes.yaml" in loaded.problems[0].message


def test_reading_a_file_gives_what_it_says(tmp_path: Path) -> None:
    exercise = examine(write(tmp_path, EXERCISE)).item
    assert isinstance(exercise, Exercise)
    assert [variation.name for variation in exercise.variations] == ["a little", "standard"]
    assert exercise.start_variation == 1
    assert exercise.dose.tempo_s == 4
    assert exercise.words.effort == phrase("lift")
