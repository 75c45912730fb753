"""What a person is told about the recogniser that was opened."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.settings import Settings, user_paths
from tests.hearing.vosk.renamed_words import with_words_renamed


def told_when_opening(settings: Settings) -> str:
    told = StringIO()
    context = Context(settings, user_paths(), Console(file=told, width=1000))
    wiring.open_wanted_recogniser(context, named=True).close()
    return told.getvalue()


@pytest.mark.usefixtures("home")
def test_what_a_model_cannot_hear_is_told_in_one_sentence(tiny_vosk_model: Path) -> None:
    told = told_when_opening(Settings(recogniser="vosk", model=str(tiny_vosk_model)))
    assert told.count("cannot hear") == 1
    assert "'why do you ask' (say 'why')" in told
    assert "'leg'" in told
    assert "'painful' (say 'pain')" in told
    assert "'skip'" not in told


@pytest.mark.usefixtures("home")
def test_of_the_embedded_recogniser_nothing_is_told() -> None:
    assert told_when_opening(Settings(recogniser="sphinx")) == ""


@pytest.mark.usefixtures("home")
def test_a_model_of_another_language_gives_way_before_the_session_begins(
    tiny_vosk_model: Path, tmp_path: Path
) -> None:
    stops = ["pain", "ouch", "hurts", "stop", "halt", "dizzy", "sick"]
    model = with_words_renamed(tiny_vosk_model, tmp_path / "model", {w: f"x{w}" for w in stops})
    told = StringIO()
    settings = Settings(recogniser="vosk", model=str(model))
    opened = wiring.open_some_recogniser(
        Context(settings, user_paths(), Console(file=told, width=1000))
    )
    assert opened.name == "sphinx"
    opened.close()
    assert "knows none of the stop words" in told.getvalue()
    assert "Falling back to pocketsphinx." in told.getvalue()
