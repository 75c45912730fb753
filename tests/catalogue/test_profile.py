from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from backtalk.catalogue.library import load_library
from backtalk.catalogue.problem import Findings
from backtalk.catalogue.read_profile import examine_profile, read_profile
from backtalk.core.model.profile import HOUSEHOLD, Condition, Profile, StartingPoint
from backtalk.errors import BacktalkError
from tests.catalogue.test_mutations import EDITS, Edit, edited

LIBRARY = load_library()
PROFILE = """\
starting_point: 2
conditions: [hernia, high-blood-pressure]
osteoporosis: true
age: 75
can_hang: false
equipment: [wall, chair, belt]
days_since_last: 12
main_is_easy: false
hyperextension_months: 4
sharp_days_ago:
  boat: 10
days_trained:
  wall-stand: 3
other_routines_this_week: [main-back]
doctor_agreed_to: [twist]
"""


def examine(text: str | bytes) -> tuple[Profile | None, list[tuple[int, str]]]:
    findings = Findings(Path("profile.yaml"))
    data = text.encode() if isinstance(text, str) else text
    found = examine_profile(data, findings, LIBRARY.equipment, LIBRARY.exercises, LIBRARY.routines)
    return found, [(p.line, f"{p.message} {p.remedy}") for p in findings.problems]


def test_a_profile_gives_what_it_says() -> None:
    profile, problems = examine(PROFILE)
    assert problems == []
    assert profile == Profile(
        StartingPoint.HERNIA_OR_LOAD,
        conditions=frozenset({Condition.HERNIA, Condition.BLOOD_PRESSURE}),
        equipment=frozenset({"wall", "chair", "belt"}),
        can_hang=False,
        age=75,
        osteoporosis=True,
        days_since_last=12,
        main_is_easy=False,
        hyperextension_months=4,
        agreed=frozenset({"twist"}),
        sharp_days_ago={"boat": 10},
        days_trained={"wall-stand": 3},
        week=("main-back",),
    )


def test_a_starting_point_is_enough_and_what_a_household_has_is_at_hand() -> None:
    profile, problems = examine("starting_point: severe\n")
    assert problems == []
    assert profile is not None
    assert profile.starting_point is StartingPoint.SEVERE
    assert profile.equipment == frozenset(HOUSEHOLD)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("starting_point: 2\n", "", 1, "'starting_point' is missing"),
        ("starting_point: 2", "starting_point: 4", 1, "Write one of: 1, 2, 3, severe."),
        ("[hernia, high", "[hernai, high", 2, "Did you mean 'hernia'?"),
        ("osteoporosis: true", "osteoporosis: yes", 3, "Write true or false."),
        ("age: 75", "age: 750", 4, "Write a number from 1 to 120."),
        ("age: 75", "age: 1:15", 4, "clock time"),
        ("can_hang", "can_hnag", 5, "Did you mean 'can_hang'?"),
        ("[wall, chair", "[wal, chair", 6, "Did you mean 'wall'?"),
        ("days_since_last: 12", "days_since_last: -1", 7, "from 0 to"),
        ("  boat: 10", "  boot: 10", 11, "Did you mean 'boat'?"),
        ("[main-back]", "[main-bakc]", 14, "Did you mean 'main-back'?"),
        ("[twist]", "[twits]", 15, "Did you mean 'twist'?"),
        ("[twist]", "true", 15, "not a list"),
    ],
)
def test_a_mistake_is_told_by_line_with_what_was_meant(
    old: str, new: str, line: int, words: str
) -> None:
    assert PROFILE.count(old) == 1
    profile, problems = examine(PROFILE.replace(old, new))
    assert profile is None
    assert len(problems) == 1
    assert problems[0][0] == line
    assert words in problems[0][1]


def test_all_mistakes_come_at_once_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text(PROFILE.replace("75", "750").replace("hernia,", "hernai,"))
    with pytest.raises(BacktalkError, match="2 mistakes") as caught:
        read_profile(file, LIBRARY.equipment, LIBRARY.exercises, LIBRARY.routines)
    assert f"{file}:2:" in caught.value.message
    assert f"{file}:4:" in caught.value.message


def test_a_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="cannot be read"):
        read_profile(tmp_path / "none.yaml", LIBRARY.equipment, (), ())


@given(EDITS)
@settings(max_examples=200, deadline=None)
def test_a_mutated_profile_gives_a_profile_or_problems_in_words(edits: list[Edit]) -> None:
    profile, problems = examine(edited(PROFILE.encode(), edits))
    assert (profile is None) == bool(problems)
    assert all(text.isprintable() for _, text in problems)
