"""What a person is told about the recogniser that was opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.app import wiring
from backtalk.app.settings import Settings, user_paths


@pytest.mark.usefixtures("home")
def test_what_a_model_cannot_hear_is_told_in_one_sentence(tiny_vosk_model: Path) -> None:
    told: list[str] = []
    settings = Settings(recogniser="vosk", model=str(tiny_vosk_model))
    wiring.open_wanted_recogniser(settings, user_paths(), told.append, named=True).close()
    (sentence,) = told
    assert "'why do you ask' (say 'why')" in sentence
    assert "'leg'" in sentence
    assert "'pain'" not in sentence


@pytest.mark.usefixtures("home")
def test_of_the_embedded_recogniser_nothing_is_told() -> None:
    told: list[str] = []
    settings = Settings(recogniser="sphinx")
    wiring.open_wanted_recogniser(settings, user_paths(), told.append, named=True).close()
    assert told == []
