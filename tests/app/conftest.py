"""A routine and a voice that are quick to rehearse with."""

from __future__ import annotations

from pathlib import Path

import pytest

ROUTINE = """\
id: quick
name: Quick
level: basic
about: For a test.
exercises:
  - quick-lift
"""
EXERCISE = """\
id: quick-lift
name: Quick lift
position: supine
dose: {repetitions: 2, sets: 2, rest_s: 12}
say:
  setup: [Lie on your back., Bend your knees.]
  do: [Lift one leg.]
  mind: Breathe.
  short: Lift one leg.
"""


@pytest.fixture
def rendered_speech(home: Path, speech_cache: Path) -> None:
    """Speech that was rendered before is taken from there; what a command does is the same."""
    speech_cache.mkdir(parents=True, exist_ok=True)
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "speech").symlink_to(speech_cache)


@pytest.fixture
def quick(home: Path, rendered_speech: None) -> str:  # noqa: ARG001  asked for what it sets up
    """A routine of the user's own that takes a minute, and speech that is rendered already."""
    catalogue = home / "config" / "catalogue"
    catalogue.mkdir(parents=True)
    (catalogue / "routine.yaml").write_text(ROUTINE)
    (catalogue / "exercise.yaml").write_text(EXERCISE)
    return "quick"
