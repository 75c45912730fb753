"""The ears and the studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backtalk.app import wiring
from backtalk.app.settings import Folders
from backtalk.catalogue.library import load_library
from backtalk.hearing.sphinx import recogniser as sphinx_recogniser
from backtalk.hearing.vosk import recogniser as vosk_recogniser
from backtalk.ports import Ear
from tests.rehearsal.studio import Studio
from tests.tiny_vosk.espeak import Espeak


@pytest.fixture(scope="session", params=["sphinx", "vosk"])
def open_ear(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Ear]:
    """Opens each of the ears: pocketsphinx with its own model, libvosk with the tiny one."""
    if request.param == "sphinx":
        return sphinx_recogniser.open_ear
    model: Path = request.getfixturevalue("tiny_vosk_model")
    cache = tmp_path_factory.mktemp("cache")
    return lambda: vosk_recogniser.open_ear(model, cache)


@pytest.fixture(scope="session")
def opened_ear(open_ear: Callable[[], Ear]) -> Iterator[Ear]:
    """Each of the ears in turn, opened once: it takes a third of a second."""
    opened = open_ear()
    yield opened
    opened.close()


@pytest.fixture
def ear(opened_ear: Ear) -> Ear:
    """Each of the ears in turn; after a reset it hears as one that was just opened."""
    opened_ear.reset()
    return opened_ear


@pytest.fixture(scope="session")
def studio(speech_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One studio for all tests: rendering speech and reading the catalogue take time."""
    base = tmp_path_factory.mktemp("studio")
    places = Folders(base / "config", base / "data", speech_cache.parent)
    with wiring.open_voice("en-us", places) as coach:
        yield Studio(load_library(), coach, Espeak())
