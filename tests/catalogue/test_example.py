from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.catalogue.check import check_file
from backtalk.catalogue.example import write_example
from backtalk.catalogue.library import load_library
from backtalk.errors import BacktalkError


@pytest.mark.parametrize(
    ("name", "routine_id"),
    [
        ("morning", "morning"),
        ("Sunday morning", "sunday-morning"),
        ("no", "no"),
        ("1e5", "1e5"),
        ("7", "7"),
        ('Say "hello": {now}', "say-hello-now"),
        ("../../etc/cron", "etc-cron"),
    ],
)
def test_the_example_passes_the_check_and_can_be_trained(
    tmp_path: Path, name: str, routine_id: str
) -> None:
    file = write_example(name, tmp_path / "catalogue", ())
    assert file == tmp_path / "catalogue" / f"{routine_id}.yaml"
    assert check_file(file) == ()
    assert load_library(file.parent).routine(routine_id).free_order


def test_the_example_explains_itself(tmp_path: Path) -> None:
    lines = write_example("morning", tmp_path, ()).read_text().splitlines()
    assert sum(line.startswith("#") for line in lines) >= 8


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = write_example("morning", tmp_path, ())
    file.write_text("mine")
    with pytest.raises(BacktalkError, match="already exists"):
        write_example("morning", tmp_path, ())
    assert file.read_text() == "mine"


def test_a_name_that_is_taken_empty_or_holds_a_stop_word_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="routine 'main' already exists"):
        write_example("Main", tmp_path, ("main",))
    with pytest.raises(BacktalkError, match="no letters"):
        write_example("???", tmp_path, ())
    with pytest.raises(BacktalkError, match="'Pain'"):
        write_example("pain free", tmp_path, ())
    assert list(tmp_path.iterdir()) == []
