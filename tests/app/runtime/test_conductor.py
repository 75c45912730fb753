"""The one loop: what a session decides is carried out, in order and on the sample."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from backtalk.app.runtime.conductor import LOUDEST, SOFTEST, Inbox
from backtalk.core.model.dose import Dose
from backtalk.core.model.events import Command, SoundFound, SoundLost, Woken
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ
from backtalk.speaking.clip import Clip
from backtalk.speaking.player import Player
from tests.app.runtime.harness import Stage
from tests.core.samples import exercise, plan, two_exercises

HOLD = plan(exercise(dose=Dose(repetitions=1, hold_s=10)))


class ListeningPlayer(Player):
    """A player that writes down what it is told to play, into a list that others write into."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log

    def play(self, clip: Clip) -> None:
        self.log.append(f"play {clip.text}")
        super().play(clip)


class ListingJournal:
    """A journal that writes into the same list."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def write(self, entry: Record, at: str) -> None:  # noqa: ARG002  the time is not the point
        self.log.append(f"write {entry.kind}")


class FullJournal:
    """A journal on a full disk."""

    def write(self, entry: Record, at: str) -> None:
        raise BacktalkError(f"No room for {entry.kind} at {at}.", "Free some space.")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(two_exercises(), tmp_path)


def test_a_whole_session_is_carried_out_to_its_end(stage: Stage) -> None:
    stage.begin().until(State.FINISHED)
    assert stage.sets_done == 5
    assert stage.spoken()[-1].startswith("To get up,")


def test_the_counts_of_a_hold_start_at_their_very_sample(tmp_path: Path) -> None:
    stage = Stage(HOLD, tmp_path).begin().until(State.GOODBYE)
    holding_s = next(h.at_s for h in stage.happened if h.text == State.HOLDING.value)
    spoke = {h.text: h.at_s - holding_s for h in stage.happened if h.kind == "spoke"}
    for text, offset_s in {"Half-way.": 5, "3.": 7, "2.": 8, "1.": 9, "And lower.": 10}.items():
        assert spoke[text] == pytest.approx(offset_s, abs=0.5 / RATE_HZ)


def test_a_cue_begins_to_sound_where_the_timeline_says(tmp_path: Path) -> None:
    stage = Stage(HOLD, tmp_path).begin()
    sounded = np.concatenate([stage.block() for _ in range(3000)])
    at_s = next(h.at_s for h in stage.happened if h.text == "3.")
    frame = round(at_s * RATE_HZ)
    assert not sounded[frame - 1000 : frame].any()
    assert sounded[frame] != 0


def test_a_set_is_written_before_the_next_clip_is_queued(tmp_path: Path) -> None:
    log: list[str] = []
    stage = Stage(HOLD, tmp_path, journal=ListingJournal(log), player=ListeningPlayer(log))
    stage.begin().until(State.FINISHED)
    after = log[log.index("write set") :]
    assert after[:3] == ["write set", "write closing", "play That was the last one. Well done."]
    assert "play And lower." in log[: log.index("write set")]


def test_pain_is_written_before_anything_is_said_about_it(tmp_path: Path) -> None:
    log: list[str] = []
    stage = Stage(HOLD, tmp_path, journal=ListingJournal(log), player=ListeningPlayer(log))
    stage.begin().until(State.HOLDING).person_says("pain").until(State.PAIN_SCORE)
    after = log[log.index("write stop") - 1 :]
    assert after[:3] == ["play Stopped.", "write stop", "play Ease out of it slowly and rest."]


def test_a_situation_is_opened_at_the_recogniser(stage: Stage) -> None:
    stage.begin().until(State.MOVING).person_says("pain").run(1)
    assert "seven" in stage.recogniser.grammars[-1].commands


def test_louder_and_quieter_stay_within_their_limits(stage: Stage) -> None:
    stage.begin().commands(*[Command.LOUDER] * 20).run(0.1)
    assert stage.player.gain == LOUDEST
    stage.commands(*[Command.QUIETER] * 20).run(0.1)
    assert stage.player.gain == SOFTEST


def test_slower_slows_the_voice(stage: Stage) -> None:
    before = len(stage.speech.pcm("Get ready."))
    stage.begin().commands(Command.SLOWER).run(0.1)
    assert len(stage.speech.pcm("Get ready.")) > before


def test_lost_sound_latches_and_found_sound_asks(stage: Stage) -> None:
    stage.begin().until(State.MOVING).post(SoundLost("gone")).run(0.1)
    assert stage.player.latched
    stage.post(SoundFound()).run(1)
    assert (stage.state, stage.player.latched) == (State.NO_AUDIO, True)
    stage.commands(Command.CONTINUE).run(0.1)
    assert (stage.state, stage.player.latched) == (State.INTRODUCING, False)


def test_a_journal_that_fails_pauses_the_session_and_is_told_once(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path, journal=FullJournal()).begin().until(State.PAUSED)
    stage.run(10)
    assert "Something is not working. The screen says what." in stage.spoken()
    troubles = [h.text for h in stage.happened if h.kind == "trouble"]
    assert troubles[0].startswith("No room for session")


def test_the_inbox_gives_events_in_their_order_and_waits_no_longer_than_asked() -> None:
    inbox = Inbox()
    assert inbox.wait(0.0) is None
    assert inbox.wait(0.01) is None
    inbox.post(Woken())
    inbox.post(SoundFound())
    assert [inbox.wait(0.0), inbox.wait(1.0)] == [Woken(), SoundFound()]


def test_a_thread_that_waits_at_the_inbox_is_woken_by_the_event() -> None:
    inbox = Inbox()
    poster = threading.Timer(0.01, inbox.post, [SoundFound()])
    poster.start()
    assert inbox.wait(5.0) == SoundFound()
    poster.join()
