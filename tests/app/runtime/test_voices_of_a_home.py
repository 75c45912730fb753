"""The voices of several people in one home: ready before a session, taken up when one comes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from backtalk.app import settings as settings_of
from backtalk.app import wiring
from backtalk.app.runtime.live import hearing_as
from backtalk.app.settings import Paths
from backtalk.core.dialogue.questions import BACK_NOW
from backtalk.core.model.events import Command, Event, StopHeard
from backtalk.core.model.person import GUEST, UNNAMED, Person
from backtalk.core.session.setup import SessionSetup
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.language import vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ
from backtalk.reflex import Reflex, stop_clip
from backtalk.speaking.player import Player
from tests.app.cli.command_line import word
from tests.app.voices.voices import is_retrained, leave_old_voices, written_ns
from tests.core.driver import Driver
from tests.core.samples import two_exercises
from tests.people import ANNA, BERT

PEOPLE = (BERT, ANNA, UNNAMED)
SHARP, DEAF = 0.0, 1000.0
"""Thresholds with which a spotter hears every 'stop', and none."""


@pytest.fixture
def paths(home: Path) -> Paths:  # noqa: ARG001  it is where the folders are
    return settings_of.user_paths()


def test_a_voice_learnt_with_other_networks_is_ready_before_its_owner_comes(
    paths: Paths,
) -> None:
    anna = leave_old_voices(paths)
    spotter_of = wiring.spotters_of(PEOPLE, paths, print)
    assert is_retrained(anna)
    before_ns = written_ns(anna)
    spotter_of(ANNA)
    assert written_ns(anna) == before_ns


def test_a_voice_that_cannot_be_read_is_reported_before_and_its_owner_is_heard_as_anyone_is(
    paths: Paths,
) -> None:
    leave_old_voices(paths)
    reported: list[str] = []
    spotter_of = wiring.spotters_of(PEOPLE, paths, reported.append)
    assert len(reported) == 1
    assert "cannot be read" in reported[0]
    assert reported[0].endswith("hears Bert as it hears anyone.")
    said = np.concatenate([word("stop"), np.zeros(RATE_HZ, np.int16)])
    assert Command.STOP in [detection.command for detection in spotter_of(BERT).process(said)]


# ---------------------------------------------------------------- who has come


class Hearing:
    """A session that asks who it is, before a listener whose only detector is the spotter.

    The owner of the home has a spotter that hears 'stop'; Anna has one that does not.
    """

    def __init__(self) -> None:
        self._events: list[Event] = []
        self.opened: list[Person] = []
        clip = stop_clip(word("stopped"), "Stopped.")
        self._listener = Listener(
            None,
            vocabulary.load(),
            Reflex(Player(), clip, self._events.append),
            self._events.append,
            spotter=self._spotter_of(UNNAMED),
        )
        theirs = SessionSetup(two_exercises(), questions=(BACK_NOW,))
        home = SessionSetup(theirs.plan, candidates=(ANNA, UNNAMED), identify=lambda _: theirs)
        heard = hearing_as(home, self._listener, self._spotter_of)
        self.driver = Driver(
            home.plan, candidates=home.candidates, identify=heard.identify, forget=heard.forget
        )
        self.driver.begin().run(4)

    def _spotter_of(self, person: Person) -> Spotter:
        self.opened.append(person)
        head = heads.load()
        threshold = DEAF if person == ANNA else SHARP
        return Spotter(
            dataclasses.replace(head, thresholds=dict.fromkeys(head.thresholds, threshold))
        )

    def stops(self) -> bool:
        """Say 'stop' and return whether it was heard."""
        before = len(self._events)
        said = word("stop")
        for start in range(0, len(said) - BLOCK_FRAMES, BLOCK_FRAMES):
            self._listener.process(said[start : start + BLOCK_FRAMES])
        return any(isinstance(event, StopHeard) for event in self._events[before:])


def test_until_someone_has_come_the_home_listens_then_the_one_who_came() -> None:
    hearing = Hearing()
    assert hearing.stops()
    hearing.driver.say(Command.YES).run(25)
    assert not hearing.stops()


def test_when_a_name_that_was_misheard_is_taken_back_the_home_listens_again() -> None:
    hearing = Hearing()
    hearing.driver.say(Command.YES).run(25).say(Command.BACK).run(4)
    assert hearing.driver.spoken()[-1] == "Is it Anna?"
    assert hearing.opened == [UNNAMED, ANNA, GUEST]
    assert hearing.stops()


def test_a_guest_is_heard_with_the_spotter_of_the_home() -> None:
    hearing = Hearing()
    hearing.driver.say(Command.NO).run(6).say(Command.NO).run(12)
    assert hearing.opened == [UNNAMED, GUEST]
    assert hearing.stops()
