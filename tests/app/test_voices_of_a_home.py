"""The voices of several people in one home: ready before a session, taken up when one comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.app import settings as settings_of
from backtalk.app import wiring
from backtalk.app.settings import Folders
from backtalk.core.arrival import WITHOUT_NAME
from backtalk.errors import BacktalkError
from tests.app.voices import learnt_anew, leave_old_voices, written_ns

PEOPLE = ("Bert", "Anna", WITHOUT_NAME)


@pytest.fixture
def places(home: Path) -> Folders:  # noqa: ARG001  it is where the folders are
    return settings_of.folders()


def test_a_voice_learnt_with_other_networks_is_ready_before_its_owner_comes(
    places: Folders,
) -> None:
    anna = leave_old_voices(places)
    spotter_of = wiring.spotters_of(PEOPLE, places)
    assert learnt_anew(anna)
    before_ns = written_ns(anna)
    spotter_of("Anna")
    assert written_ns(anna) == before_ns


def test_a_voice_that_cannot_be_read_is_told_when_its_owner_comes_and_keeps_nobody_else_out(
    places: Folders,
) -> None:
    leave_old_voices(places)
    spotter_of = wiring.spotters_of(PEOPLE, places)
    with pytest.raises(BacktalkError, match="cannot be read"):
        spotter_of("Bert")
    spotter_of(WITHOUT_NAME)
