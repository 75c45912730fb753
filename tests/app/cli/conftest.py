"""What the tests of all commands share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _speech(rendered_speech: None) -> None:
    """No command renders what another has rendered already."""
