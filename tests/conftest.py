"""Fixtures that several folders of tests share."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from backtalk.hearing.vosk.recogniser import VoskRecogniser, open_recogniser
from tests.korean_vosk import disguise
from tests.needs import needs
from tests.tiny_vosk.build import EARLY, TINY

BUILDER = Path(__file__).parent / "tiny_vosk"
BUILD_LIMIT_S = 600
MODELS_FIXTURE = "_tiny_vosk_models"

# How long an example takes says something about the machine, and nothing about the program.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that stands for everything that belongs to the user, empty for each test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("BACKTALK_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def speech_cache(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rendered speech that all runs and all workers share."""
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    root = tmp_path_factory.getbasetemp() if cache is None else cache.mkdir("speech")
    return root / "speech"


def _builder_key() -> str:
    """Return a hash of all that decides what the built models are."""
    digest = hashlib.sha256()
    for package in ("espeakng-loader", "numpy", "soxr"):
        digest.update(importlib.metadata.version(package).encode())
    for source in sorted(BUILDER.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that need the tiny models last: by then they are built."""
    items.sort(key=_needs_models)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin to build the tiny models while other tests run."""
    if any(_needs_models(item) for item in session.items) and not session.config.option.collectonly:
        folder = _models_folder(session.config)
        if folder is not None and not folder.is_dir():
            process = _start_building(folder)
            # Without a wait the ended process would stay a zombie among this one's children.
            threading.Thread(target=process.wait, daemon=True).start()


def _needs_models(item: pytest.Item) -> bool:
    fixtures = item.fixturenames if isinstance(item, pytest.Function) else []
    return MODELS_FIXTURE in fixtures or "[vosk" in item.name


def _models_folder(config: pytest.Config) -> Path | None:
    """Return where the tiny models are kept for all runs; None where nothing is kept."""
    cache: pytest.Cache | None = getattr(config, "cache", None)
    return None if cache is None else cache.mkdir("tiny_vosk") / _builder_key()


def _start_building(folder: Path) -> subprocess.Popen[bytes]:
    """Build the models in `folder`, unless another process does; the lock says when it is done."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.tiny_vosk", str(folder)],
        cwd=BUILDER.parents[1],
        # Two spinning BLAS threads are slower than one on a busy machine.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )


@pytest.fixture(scope="session")
def _tiny_vosk_models(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of both tiny models, built once for all runs and all workers (about a minute)."""
    folder = _models_folder(request.config)
    models = folder or tmp_path_factory.getbasetemp() / "tiny_vosk" / _builder_key()
    assert _start_building(models).wait(BUILD_LIMIT_S) == 0
    return models


@pytest.fixture(scope="session")
def tiny_vosk_model(_tiny_vosk_models: Path) -> Path:
    """A Vosk model of the product's words that shows a word when the word is over."""
    return _tiny_vosk_models / TINY


@pytest.fixture(scope="session")
def tiny_vosk_early(_tiny_vosk_models: Path) -> Path:
    """The same model, showing a word as soon as it is the best guess: early, and it may flip."""
    return _tiny_vosk_models / EARLY


@pytest.fixture(scope="session")
def _opened_real_vosk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VoskRecogniser]:
    """Vosk with the disguised Korean model, opened once for all tests: it takes half a gigabyte."""
    model = disguise.installed_model()
    needs(model, f"the package {disguise.PACKAGE} is not installed")
    assert model is not None
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    root = tmp_path_factory.getbasetemp() if cache is None else cache.mkdir("korean_vosk")
    folder = root / disguise.key(model)
    disguise.disguise_once(model, folder)
    recogniser = open_recogniser(folder, root / "opened")
    yield recogniser
    recogniser.close()


@pytest.fixture
def real_vosk(_opened_real_vosk: VoskRecogniser) -> VoskRecogniser:
    """Vosk with a real model, whose words are English and whose acoustics are Korean."""
    _opened_real_vosk.reset()
    return _opened_real_vosk
