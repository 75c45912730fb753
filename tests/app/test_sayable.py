"""What a user gives the coach to say must hold no word that the coach listens for."""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.app.settings import Settings, load
from backtalk.errors import BacktalkError


def settings_with(folder: Path, line: str) -> Settings:
    file = folder / "settings.yaml"
    file.write_text(line + "\n", encoding="utf-8")
    return load(file)


@pytest.mark.parametrize(
    ("whom", "word"),
    [
        ("the Pain clinic", "pain"),
        ("Dr. Painter", "painter"),
        ("somebody, and stop it", "stop"),
        ("the Back to Back practice", "back"),
        ("Dr. No", "no"),
        ("the help line", "help"),
        ("Doctor Done", "done"),
        ("whoever is next", "next"),
    ],
)
def test_whom_to_call_is_refused_with_the_word_the_coach_would_hear(
    tmp_path: Path, whom: str, word: str
) -> None:
    with pytest.raises(BacktalkError) as caught:
        settings_with(tmp_path, f"whom_to_call: {whom!r}")
    assert f"whom_to_call contains '{word}'" in caught.value.message
    assert caught.value.remedy.startswith("Fix ")


@pytest.mark.parametrize(
    "whom",
    ["your doctor", "Doctor Brown", "your physiotherapist, Anna Backer", "Dr. Noble", "112"],
)
def test_other_words_are_fine(tmp_path: Path, whom: str) -> None:
    assert settings_with(tmp_path, f"whom_to_call: {whom!r}").whom_to_call == whom


def test_no_one_to_call_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="whom_to_call is empty"):
        settings_with(tmp_path, "whom_to_call: ' '")


def test_a_language_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="language must be en"):
        settings_with(tmp_path, "language: tlh")
