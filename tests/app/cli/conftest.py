"""What all commands may share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def rendered_speech(home: Path, speech_cache: Path) -> None:
    """Speech that was rendered before is taken from there: what a command does is the same."""
    speech_cache.mkdir(parents=True, exist_ok=True)
    cache = home / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "speech").symlink_to(speech_cache)
