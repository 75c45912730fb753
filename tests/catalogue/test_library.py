from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.catalogue.library import Library, load_library
from backtalk.catalogue.read import read_file
from backtalk.core.exercise import Exercise
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


def test_the_exercises_of_a_routine_come_in_its_order(library: Library) -> None:
    exercises = library.exercises_of(library.routine("big-three"))
    assert [exercise.id for exercise in exercises] == [
        "bird-dog",
        "side-plank",
        "modified-curl-up",
    ]


def test_a_users_files_stand_beside_those_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    write(tmp_path / "exercises", EXERCISE)
    write(tmp_path, ROUTINE, "routine.yml")
    library = load_library(tmp_path)
    exercises = library.exercises_of(library.routine("my-routine"))
    assert [exercise.id for exercise in exercises] == ["bird-dog", "my-lift"]
    assert "boat" in library.exercises


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path, library: Library) -> None:
    assert load_library(tmp_path / "none") == library


def test_wrong_files_of_a_user_are_refused_with_every_problem(tmp_path: Path) -> None:
    write(tmp_path, EXERCISE.replace("supine", "supin"), "a.yaml")
    write(tmp_path, ROUTINE.replace("gentle", "gentel"), "b.yaml")
    with pytest.raises(BacktalkError) as caught:
        load_library(tmp_path)
    assert f"{tmp_path / 'a.yaml'}:3:" in caught.value.message
    assert f"{tmp_path / 'b.yaml'}:3:" in caught.value.message
    assert "2 mistakes" in caught.value.message


def test_a_routine_of_a_user_that_names_what_nobody_has_is_refused(tmp_path: Path) -> None:
    write(tmp_path, ROUTINE)
    with pytest.raises(BacktalkError, match="There is no exercise 'my-lift'"):
        load_library(tmp_path)


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    write(tmp_path, EXERCISE.replace("my-lift", "boat"))
    with pytest.raises(BacktalkError, match=r"'boat' is taken by boat\.yaml"):
        load_library(tmp_path)


def test_reading_a_file_gives_what_it_says(tmp_path: Path) -> None:
    exercise = read_file(write(tmp_path, EXERCISE))
    assert isinstance(exercise, Exercise)
    assert [rung.name for rung in exercise.rungs] == ["a little", "standard"]
    assert exercise.start_rung == 1
    assert exercise.dose.tempo_s == 4
    assert exercise.words.effort == "Lift."


def test_reading_a_wrong_file_names_all_its_problems(tmp_path: Path) -> None:
    text = EXERCISE.replace("supine", "supin").replace("hold_s: 2", "hold_s: 1:30")
    with pytest.raises(BacktalkError, match="2 mistakes"):
        read_file(write(tmp_path, text))
