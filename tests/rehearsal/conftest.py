"""The recognisers and the studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backtalk.app import wiring
from backtalk.app.settings import Paths
from backtalk.catalogue.library import load_library
from backtalk.hearing.sphinx import recogniser as sphinx_recogniser
from backtalk.hearing.vosk import recogniser as vosk_recogniser
from backtalk.ports import Recogniser
from tests.rehearsal.studio import Studio
from tests.tiny_vosk.espeak import Espeak


@pytest.fixture(scope="session", params=["sphinx", "vosk"])
def open_recogniser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Recogniser]:
    """Opens each of the recognisers: pocketsphinx with its own model, libvosk with the tiny one."""
    if request.param == "sphinx":
        return sphinx_recogniser.open_recogniser
    model: Path = request.getfixturevalue("tiny_vosk_model")
    cache = tmp_path_factory.mktemp("cache")
    return lambda: vosk_recogniser.open_recogniser(model, cache)


@pytest.fixture(scope="session")
def opened_recogniser(open_recogniser: Callable[[], Recogniser]) -> Iterator[Recogniser]:
    """Each of the recognisers in turn, opened once: it takes a third of a second."""
    opened = open_recogniser()
    yield opened
    opened.close()


@pytest.fixture
def recogniser(opened_recogniser: Recogniser) -> Recogniser:
    """Each of the recognisers in turn; after a reset it hears as one that was just opened."""
    opened_recogniser.reset()
    return opened_recogniser


@pytest.fixture(scope="session")
def studio(speech_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One studio for all tests: rendering speech and reading the catalogue take time."""
    base = tmp_path_factory.mktemp("studio")
    paths = Paths(base / "config", base / "data", speech_cache.parent, base / "state")
    with wiring.open_voice("en-us", paths) as coach:
        yield Studio(load_library(), coach, Espeak())
