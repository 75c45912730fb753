from __future__ import annotations

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from backtalk.catalogue import schema
from backtalk.catalogue.check import PACKAGE_DIR, catalogue_files
from tests.catalogue.test_check import EXERCISE, ROUTINE

OLD_EXERCISE = EXERCISE.replace("variations:", "ladder:")
FREE_ROUTINE = f"{ROUTINE}order: free\n"
VALIDATOR = Draft202012Validator(schema.schema())


def accepts(text: str) -> bool:
    content: Any = yaml.safe_load(text)
    return bool(VALIDATOR.is_valid(content))


def test_the_schema_in_the_package_is_the_one_the_program_writes() -> None:
    """After a change of the keys: backtalk schema > src/backtalk/catalogue/schema.json."""
    assert schema.SCHEMA_FILE.read_text(encoding="utf-8") == schema.as_text()


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema.schema())


def test_an_editor_finds_nothing_wrong_with_the_files_of_the_package() -> None:
    files = catalogue_files(PACKAGE_DIR)
    assert [file.stem for file in files if not accepts(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "text",
    [EXERCISE, OLD_EXERCISE, ROUTINE, FREE_ROUTINE],
)
def test_an_editor_finds_nothing_wrong_with_a_good_file(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("position:", "postion:"),
        ("supine", "supin"),
        ("repetitions: 12", "repetitions: 900"),
        ("repetitions: 12", "repetitions: 1.5"),
        ("repetitions: 12", "repetitions: twelve"),
        ("hold_s: 2", "hold_s: 1:30:00"),
        ("sides: each", "sides: eahc"),
        ("id: my-lift", "id: My Lift"),
        ("name: My lift", "name: no"),
        ("mind: Move slowly.", "mind: Stop at the top."),
        ("mind: Move slowly.", "mind: Avoid painful moves."),
        ("  mind: Move slowly.\n", ""),
        ("    - Bend your knees.\n", ""),
    ],
)
def test_an_editor_finds_what_the_reader_refuses(old: str, new: str) -> None:
    assert EXERCISE.count(old) == 1
    assert not accepts(EXERCISE.replace(old, new))
