"""Fixtures that several folders of tests share."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny_vosk.build import EARLY, TINY

BUILDER = Path(__file__).parent / "tiny_vosk"
BUILD_LIMIT_S = 600


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


@pytest.fixture(scope="session")
def _tiny_vosk_models(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of both tiny models, built once for all runs and all workers (about a minute)."""
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    root = tmp_path_factory.getbasetemp() if cache is None else cache.mkdir("tiny_vosk")
    models = root / _builder_key()
    with (root / "lock").open("w") as lock:
        # Another worker may be building them right now.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not models.is_dir():
            unfinished = models.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            subprocess.run(
                [sys.executable, "-m", "tests.tiny_vosk", str(unfinished)],
                check=True,
                cwd=BUILDER.parents[1],
                # Two spinning BLAS threads are slower than one on a busy machine.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                timeout=BUILD_LIMIT_S,
            )
            unfinished.rename(models)
    return models


@pytest.fixture(scope="session")
def tiny_vosk_model(_tiny_vosk_models: Path) -> Path:
    """A Vosk model of the product's words that shows a word when the word is over."""
    return _tiny_vosk_models / TINY


@pytest.fixture(scope="session")
def tiny_vosk_early(_tiny_vosk_models: Path) -> Path:
    """The same model, showing a word as soon as it is the best guess: early, and it may flip."""
    return _tiny_vosk_models / EARLY
