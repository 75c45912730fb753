"""The shortest way from a stop word to silence."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.core.model.events import STOP_CLASS, Command, StopHeard
from backtalk.ports import BLOCK_FRAMES
from backtalk.reflex import Reflex, stop_clip
from backtalk.speaking.clip import Clip
from backtalk.speaking.player import Player
from tests.speaking.test_player import read, sound

STOPPED = stop_clip(sound(2 * BLOCK_FRAMES, 77), "Stopped.")


def playing() -> Player:
    player = Player()
    player.play(Clip(sound(50 * BLOCK_FRAMES), "a long cue", 1))
    player.read(BLOCK_FRAMES)
    return player


@pytest.mark.parametrize("command", [each for each in Command if each in STOP_CLASS])
def test_it_silences_says_the_stop_clip_and_tells_the_session(command: Command) -> None:
    player, posted = playing(), list[StopHeard]()
    Reflex(player, STOPPED, posted.append).trip(command)
    out = read(player, 10)
    assert not out[80:BLOCK_FRAMES].any()
    assert np.flatnonzero(out == 77).tolist() == list(range(BLOCK_FRAMES, 3 * BLOCK_FRAMES))
    assert player.latched
    assert posted == [StopHeard(command)]


def test_the_loudspeaker_is_latched_before_the_session_hears_of_it() -> None:
    player, latched = playing(), list[bool]()
    Reflex(player, STOPPED, lambda _: latched.append(player.latched)).trip(Command.PAIN)
    assert latched == [True]


def test_a_session_that_cannot_be_told_is_silenced_all_the_same() -> None:
    def broken(_: StopHeard) -> None:
        raise OSError("the inbox is gone")

    player = playing()
    with pytest.raises(OSError, match="the inbox is gone"):
        Reflex(player, STOPPED, broken).trip(Command.PAIN)
    assert player.latched
    assert set(read(player, 10)[BLOCK_FRAMES:].tolist()) == {0, 77}


def test_where_all_is_silent_already_it_does_not_say_stopped_again() -> None:
    player, posted = playing(), list[StopHeard]()
    reflex = Reflex(player, STOPPED, posted.append)
    reflex.trip(Command.PAIN)
    read(player, 10)
    reflex.trip(Command.PAIN)
    assert not read(player, 10).any()
    assert len(posted) == 2


def test_it_cuts_the_answer_to_an_earlier_stop_too() -> None:
    player, posted = playing(), list[StopHeard]()
    reflex = Reflex(player, STOPPED, posted.append)
    reflex.trip(Command.PAIN)
    read(player, 4)
    player.play(Clip(sound(50 * BLOCK_FRAMES, 5), "How bad is it?", 2, safety=True))
    read(player, 2)
    reflex.trip(Command.PAIN)
    assert set(read(player, 10)[BLOCK_FRAMES:].tolist()) == {0, 77}
