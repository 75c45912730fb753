"""What a test needs from the machine."""

from __future__ import annotations

import os

import pytest


def needs(condition: object, reason: str) -> None:
    """Skip the running test with `reason` unless `condition` holds.

    With BACKTALK_NO_SKIP=1 the test fails instead: there everything is supposed to be installed.
    """
    if condition:
        return
    if os.environ.get("BACKTALK_NO_SKIP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
