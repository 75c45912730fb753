from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.catalogue.check import PACKAGE_DIR, check_file

EXERCISE = """\
id: my-lift
name: My lift
position: supine
equipment: [mat]
traits: [floor]
dose:
  repetitions: 12
  hold_s: 2
  sides: each
variations:
  easier:
    - name: a little
      say: Now lift only a little.
say:
  setup:
    - Lie on your back.
    - Bend your knees.
  do:
    - Lift one leg.
  mind: Move slowly.
  short: On your back. Lift one leg.
  sides:
    right: Right leg.
    left: Left leg.
"""
ROUTINE = """\
id: my-routine
name: My routine
level: gentle
about: For a Sunday.
exercises:
  - bird-dog
  - my-lift
"""


def write(folder: Path, text: str | bytes, name: str = "mine.yaml") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def problems(folder: Path, text: str | bytes) -> list[tuple[int, str]]:
    found = check_file(write(folder, text))
    return [(problem.line, f"{problem.message} {problem.remedy}") for problem in found]


def only(found: list[tuple[int, str]]) -> tuple[int, str]:
    assert len(found) == 1, found
    return found[0]


def changed(old: str, new: str) -> str:
    assert EXERCISE.count(old) == 1
    return EXERCISE.replace(old, new)


@pytest.mark.parametrize("name", ["exercises/boat", "routines/main", "programmes"])
def test_a_file_of_the_package_has_no_problem(name: str) -> None:
    assert check_file(PACKAGE_DIR / f"{name}.yaml") == ()


def test_a_good_exercise_and_a_routine_that_names_it_have_no_problem(tmp_path: Path) -> None:
    exercise = write(tmp_path, EXERCISE)
    routine = write(tmp_path, ROUTINE, "routine.yaml")
    assert check_file(exercise) == ()
    assert check_file(routine) == ()


def test_variations_are_still_read_under_their_old_name(tmp_path: Path) -> None:
    old = changed("variations:", "ladder:")
    assert problems(tmp_path, old) == []
    both = old + "variations:\n  easier: []\n"
    assert only(problems(tmp_path, both)) == (
        25,
        "'variations' is there twice, once under its old name. Keep one of them, as 'variations'.",
    )


def test_a_problem_reads_as_file_line_what_and_what_to_do(tmp_path: Path) -> None:
    file = write(tmp_path, changed("hold_s: 2", "hold: 2"))
    assert [str(problem) for problem in check_file(file)] == [
        f"{file}:8: Unknown key 'dose.hold'. Did you mean 'hold_s'?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("position:", "postion:", 3, "Did you mean 'position'?"),
        ("supine", "supin", 3, "Did you mean 'supine'?"),
        ("variations:", "varations:", 10, "Did you mean 'variations'?"),
        ("[floor]", "[flor]", 5, "Did you mean 'floor'?"),
        ("sides: each", "sides: eahc", 9, "Did you mean 'each'?"),
        ("repetitions: 12", "repetitions: 900", 7, "repetitions are 1 to 60"),
        ("repetitions: 12", "repetitions: 0", 7, "impossible"),
        ("repetitions: 12", "repetitions: -3", 7, "impossible"),
        ("repetitions: 12", "repetitions: 1.5", 7, "whole number"),
        ("repetitions: 12", "repetitions: twelve", 7, "not a plain number"),
        ("repetitions: 12", "repetitions: 12x", 7, "Write 12."),
        ("repetitions: 12", 'repetitions: "12"', 7, "Write 12 without quotes."),
        ("repetitions: 12", "repetitions: 012", 7, "not a plain number"),
        ("repetitions: 12", f"repetitions: {'9' * 6000}", 7, "not a plain number"),
        ("repetitions: 12", "repetitions:", 7, "is empty"),
        ("repetitions: 12", "repetitions: [1, 2]", 7, "a list, not a number"),
        ("repetitions: 12", "repetitions: 12\n  repetitions_max: 3", 8, "repetitions_max is"),
        ("hold_s: 2", "hold_s: 1:30", 8, "Write the seconds: 90."),
        ("hold_s: 2", "hold_s: 0:45", 8, "Write the seconds: 45."),
        ("hold_s: 2", "hold_s: .inf", 8, "not a plain number"),
        ("hold_s: 2", "hold_s: 1e9", 8, "not a plain number"),
        ("hold_s: 2", "hold_s: no", 8, "true or false"),
        ("hold_s: 2", "hold_s: 2\n  rest_first: maybe", 9, "Write true or false."),
        ("name: My lift", "name: no", 2, 'Write "no".'),
        ("name: My lift", "name: 12", 2, "Put it in quotes."),
        ("name: My lift", "name: 2024-01-01", 2, "Put it in quotes."),
        ("name: My lift", "name:", 2, "is empty"),
        ("name: My lift", "name: My lift\nname: Other", 3, "the first is in line 2"),
        ("id: my-lift", "id: My Lift", 1, "Write 'my-lift'."),
        ("id: my-lift", "id: boat", 1, "used by boat.yaml"),
        ("mind: Move slowly.", "mind: Avoid painful moves.", 20, "contains 'painful'"),
        ("mind: Move slowly.", "mind: Stop at the top.", 20, "contains 'Stop'"),
        ("mind: Move slowly.", "mind: One: slowly.", 20, "in quotes"),
        ("mind: Move slowly.", "mind: !!python/name:os.system x", 20, "tag"),
        ("mind: Move slowly.", "mind: &a Move slowly.", 20, "anchor"),
        ("  mind: Move slowly.\n", "", 15, "'say.mind' is missing"),
        ("    - Bend your knees.\n", "", 16, "It needs 2 to 3."),
        ("    left: Left leg.\n", "", 22, "'say.sides.left' is missing"),
        ("sides: each", "sides: directions", 22, "say.sides.clockwise"),
        ("  repetitions: 12", "\trepetitions: 12", 7, "tab"),
        ("[mat]", "mat", 4, "not a list"),
        ("[mat]", "[mat", 5, "not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_was_meant(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    found = problems(tmp_path, changed(old, new))
    assert any(number == line and words in text for number, text in found), found


def test_all_mistakes_of_a_file_are_found_at_once(tmp_path: Path) -> None:
    text = EXERCISE.replace("supine", "supin").replace("hold_s: 2", "hold_s: 1:30")
    text = text.replace("repetitions: 12", "repetitions: 99").replace("short:", "shrt:")
    text = text.replace("Lift one leg.\n  mind", "It hurts.\n  mind")
    assert [line for line, _ in problems(tmp_path, text)] == [3, 8, 15, 19, 21]


def test_every_impossible_figure_of_a_dose_is_named(tmp_path: Path) -> None:
    text = EXERCISE.replace("repetitions: 12", "repetitions: 99").replace("_s: 2", "_s: 9999")
    assert [line for line, _ in problems(tmp_path, text)] == [7, 8]


def test_an_unknown_exercise_in_a_routine_is_named_with_the_nearest(tmp_path: Path) -> None:
    line, words = only(problems(tmp_path, ROUTINE.replace("- my-lift", "- brid-dog")))
    assert (line, "Did you mean 'bird-dog'?" in words) == (7, True)


def test_a_routine_with_a_misspelt_exercises_key_is_still_taken_for_a_routine(
    tmp_path: Path,
) -> None:
    found = problems(tmp_path, ROUTINE.replace("exercises:", "exercizes:"))
    assert any("Did you mean 'exercises'?" in words for _, words in found)
    assert not any("'dose'" in words for _, words in found)


def test_an_unknown_level_is_named(tmp_path: Path) -> None:
    text = ROUTINE.replace("gentle", "gentel").replace("- my-lift", "- boat")
    line, words = only(problems(tmp_path, text))
    assert (line, "Did you mean 'gentle'?" in words) == (3, True)


def test_an_unknown_routine_in_a_programme_is_named(tmp_path: Path) -> None:
    text = "programmes:\n  - id: mine\n    routines: [main, mian-abs]\n"
    line, words = only(problems(tmp_path, text))
    assert (line, "Did you mean 'main-abs'?" in words) == (3, True)


def test_every_line_with_a_tab_is_named(tmp_path: Path) -> None:
    text = EXERCISE.replace("  hold_s", "\thold_s").replace("  mind", "\tmind")
    assert [line for line, words in problems(tmp_path, text) if "tab" in words] == [8, 20]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"# nothing\n", 1, "empty"),
        (b"just words", 1, "has no keys"),
        (b"- a\n- b\n", 1, "has no keys"),
        (b"id: a\nname: caf\xe9\n", 2, "UTF-8"),
        (b"\xff\xfei\x00d\x00", 1, "UTF-8"),
        (b"id: a\nname: \x00\n", 2, "unprintable"),
        (b"#" * 300_000, 1, "bytes"),
        (b"[" * 200_000, 1, "deep"),
        (b"{a: " * 60_000, 1, "deep"),
        (b"- " * 100_000, 1, "deep"),
        (b"? " * 100_000, 1, "deep"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 3, "alias"),
        (b"--- a\n--- b\n", 2, "A file holds one"),
        (b'a: "\\UFFFFFFFF"\n', 1, "not YAML"),
    ],
)
def test_a_file_that_is_no_catalogue_file_is_refused_in_words(
    tmp_path: Path, data: bytes, line: int, words: str
) -> None:
    found = problems(tmp_path, data)
    assert any(number == line and words in text for number, text in found), found


def test_a_missing_file_and_a_folder_are_problems_too(tmp_path: Path) -> None:
    assert "cannot be read" in check_file(tmp_path / "none.yaml")[0].message
    assert "cannot be read" in check_file(tmp_path)[0].message


def test_a_file_full_of_mistakes_gives_no_endless_list(tmp_path: Path) -> None:
    text = "".join(f"key{number}: 1\n" for number in range(20_000))
    found = problems(tmp_path, text)
    assert 10 < len(found) <= 100
    assert (1, "There are 20000 entries here. At most 100 are allowed in one place.") in found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Barbell squat", "barbell on the neck"),
        ("Good morning", "barbell on the neck"),
        ("Side bend with dumbbell", "side bends with weight"),
        ("Deadlift", "deadlift without belt"),
        ("Hip raise off a bench", "legs off a bench"),
        ("Dragon flag", "legs off a bench"),
    ],
)
def test_an_exercise_that_is_never_done_is_refused_by_its_name(
    tmp_path: Path, name: str, words: str
) -> None:
    line, text = only(problems(tmp_path, changed("name: My lift", f"name: {name}")))
    assert line == 1
    assert "never done" in text
    assert words in text


def test_a_deadlift_with_a_belt_and_a_side_bend_without_weight_are_not_refused(
    tmp_path: Path,
) -> None:
    deadlift = changed("name: My lift", "name: Deadlift").replace("[mat]", "[belt]")
    assert problems(tmp_path, deadlift) == []
    assert problems(tmp_path, changed("name: My lift", "name: Side bend")) == []


def test_days_of_a_dose_have_their_limits(tmp_path: Path) -> None:
    step = changed("hold_s: 2", "hold_s: 2\n  hold_step_s: 5")
    assert "hold_step_s needs a hold_max_s" in only(problems(tmp_path, step))[1]
    times = changed("hold_s: 2", "hold_s: 2\n  times_a_day: 30")
    assert "times_a_day is 1 to 6" in only(problems(tmp_path, times))[1]
    later = changed("hold_s: 2", "hold_s: 2\n  repeat_after_s: 5")
    assert "repeat_after_s is 60 to" in only(problems(tmp_path, later))[1]


def test_a_routine_may_free_the_order_of_its_exercises(tmp_path: Path) -> None:
    write(tmp_path, EXERCISE, "exercise.yaml")
    assert problems(tmp_path, ROUTINE + "order: free\n") == []
    assert "Did you mean 'free'?" in only(problems(tmp_path, ROUTINE + "order: fre\n"))[1]
