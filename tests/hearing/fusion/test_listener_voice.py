"""A command and a question need a voice to have been heard; a stop needs none."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import Command, CommandHeard, NearMiss, StopHeard
from backtalk.hearing.detection import Source
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Heard, Pcm
from tests.hearing.buzz import voice
from tests.hearing.recogniser_contract import blocks, in_a_quiet_room
from tests.hearing.scripted import Bench
from tests.hearing.stand_ins import Half, stand_in

WATER = stand_in("water", Half.REPORTING, 0)
WORD = voice(0.5, 2000)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def play(bench: Bench, sound: Pcm, *heard: Heard) -> None:
    """Have the listener hear all of `sound`; the recogniser reports `heard` with its last block."""
    pieces = blocks(sound[: len(sound) // BLOCK_FRAMES * BLOCK_FRAMES])
    bench.recogniser.script.extend([[] for _ in pieces[:-1]] + [list(heard)])
    for piece in pieces:
        bench.listener.process(piece)


def word(text: str, *, sure: bool = True) -> Heard:
    return Heard(text, final=True, at_s=0.0, sure=sure)


def test_running_water_is_no_command_whatever_the_recogniser_makes_of_it(bench: Bench) -> None:
    play(bench, WATER, word("skip"))
    assert bench.events == []
    (told,) = bench.understood
    assert (told.text, told.command) == ("skip", None)


def test_the_same_word_said_with_a_voice_is_one(bench: Bench) -> None:
    play(bench, WORD, word("skip"))
    assert bench.events == [CommandHeard(Command.SKIP)]


def test_what_is_suspected_in_running_water_is_not_asked_about(bench: Bench) -> None:
    play(bench, WATER, word("hurts", sure=False))
    assert bench.events == []


def test_what_is_suspected_in_a_voice_is_asked_about(bench: Bench) -> None:
    play(bench, WORD, word("hurts", sure=False))
    assert bench.events == [NearMiss(Command.PAIN)]


@pytest.mark.parametrize("text", ["stop", "pain", "dizzy"])
def test_a_sure_stop_needs_no_voice(bench: Bench, text: str) -> None:
    """It may be whispered."""
    play(bench, WATER, word(text))
    (event,) = bench.events
    assert isinstance(event, StopHeard)


def test_a_stop_that_water_drowned_at_first_is_known_once_it_is_sure(bench: Bench) -> None:
    play(bench, WATER, word("stop", sure=False))
    play(bench, WATER[:RATE_HZ], word("stop"))
    assert bench.events == [StopHeard(Command.STOP)]


def test_a_cry_over_running_water_is_asked_about(bench: Bench) -> None:
    play(bench, WATER)
    play(bench, stand_in("cry", Half.REPORTING, 0))
    assert bench.events == [NearMiss(None)]
    assert bench.understood[-1].source is Source.CRY


def test_a_lone_cry_in_a_silent_room_is_asked_about_once(bench: Bench) -> None:
    play(bench, in_a_quiet_room(stand_in("cry", Half.REPORTING, 1)))
    assert bench.events == [NearMiss(None)]
