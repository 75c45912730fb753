"""A lone cry, by way of the listener: it is asked about, and once."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import NearMiss
from backtalk.hearing.detection import Source
from backtalk.ports import BLOCK_FRAMES, Pcm
from tests.hearing.recogniser_contract import blocks, in_a_quiet_room
from tests.hearing.scripted import Bench
from tests.hearing.stand_ins import Half, stand_in

WATER = stand_in("water", Half.REPORTING, 0)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def play(bench: Bench, sound: Pcm) -> None:
    for piece in blocks(sound[: len(sound) // BLOCK_FRAMES * BLOCK_FRAMES]):
        bench.listener.process(piece)


def test_a_cry_over_running_water_is_asked_about(bench: Bench) -> None:
    play(bench, WATER)
    play(bench, stand_in("cry", Half.REPORTING, 0))
    assert bench.events == [NearMiss(None)]
    assert bench.understood[-1].source is Source.CRY


def test_a_lone_cry_in_a_silent_room_is_asked_about_once(bench: Bench) -> None:
    play(bench, in_a_quiet_room(stand_in("cry", Half.REPORTING, 1)))
    assert bench.events == [NearMiss(None)]
