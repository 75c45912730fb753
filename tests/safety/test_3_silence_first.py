"""The loudspeaker falls silent before anything else happens: before session, journal and answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backtalk.core.model.events import Command, StopHeard
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from backtalk.ports import BLOCK_FRAMES
from backtalk.speaking.clip_cursor import FADE_FRAMES
from tests.app.runtime.harness import STOPPED, Stage
from tests.core.samples import two_exercises
from tests.hearing.scripted import HISS


def speaking(folder: Path) -> Stage:
    stage = Stage(two_exercises(), folder).begin().until(State.INTRODUCING)
    stage.run(1)
    assert stage.player.sounding
    return stage


def test_the_word_itself_silences_while_the_loop_does_nothing_at_all(tmp_path: Path) -> None:
    """The session, the journal and the loop are not run: the listener's thread is enough."""
    stage = speaking(tmp_path)
    stage.hears("pain")
    stage.listener.process(HISS)
    block = stage.player.read(BLOCK_FRAMES)
    assert not block[FADE_FRAMES:].any()
    assert stage.state is State.INTRODUCING


def test_silence_comes_within_one_block_and_five_milliseconds(tmp_path: Path) -> None:
    stage = speaking(tmp_path)
    stage.reflex.trip(Command.PAIN)
    sounded = np.flatnonzero(stage.player.read(BLOCK_FRAMES))
    assert sounded.size == 0 or sounded[-1] < FADE_FRAMES


def test_then_the_fixed_clip_comes_without_waiting_for_the_loop(tmp_path: Path) -> None:
    stage = speaking(tmp_path)
    clip = stage.speech.pcm(STOPPED)
    stage.reflex.trip(Command.PAIN)
    stage.player.read(BLOCK_FRAMES)
    np.testing.assert_array_equal(stage.player.read(len(clip)), clip)


def test_the_loudspeaker_is_silent_and_latched_when_the_journal_hears_of_it(
    tmp_path: Path,
) -> None:
    states: list[tuple[str, bool]] = []

    class WatchingJournal:
        def write(self, entry: Record, at: str) -> None:
            assert at
            states.append((entry.kind, stage.player.latched))

    stage = Stage(two_exercises(), tmp_path, journal=WatchingJournal())
    stage.begin().until(State.MOVING).hears("pain").run(0.1)
    assert states[-1] == ("stop", True)


def test_a_journal_that_fails_costs_no_silence(tmp_path: Path) -> None:
    class BrokenJournal:
        def write(self, entry: Record, at: str) -> None:
            raise OSError(f"{entry.kind} at {at}: no such device")

    stage = Stage(two_exercises(), tmp_path, journal=BrokenJournal()).begin().until(State.PAUSED)
    stage.until_true(lambda: stage.player.sounding).hears("stop").block()
    assert not stage.player.read(BLOCK_FRAMES)[FADE_FRAMES:].any()
    stage.run(0.1)
    assert stage.state is State.STOPPED


@pytest.mark.parametrize("command", [Command.PAIN, Command.STOP, Command.UNWELL])
def test_the_session_hears_of_it_last(command: Command, tmp_path: Path) -> None:
    stage = speaking(tmp_path)
    stage.reflex.trip(command)
    assert stage.player.latched
    assert stage.inbox.wait(0.0) == StopHeard(command)
