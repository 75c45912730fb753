"""After a stop no exercise cue sounds until the person has answered; nothing restarts by itself.

Being released only allows going on; going on needs its own word (ISO 13850).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backtalk.core.model.effects import Chime, Release, Speak
from backtalk.core.model.events import (
    STOP_CLASS,
    Command,
    Doubted,
    Event,
    Refused,
    StopHeard,
)
from backtalk.core.session.machine.states import LATCHED, State
from tests.app.runtime.harness import STOPPED, Stage
from tests.core.driver import Driver
from tests.core.paths import ALIVE, driver_in
from tests.core.samples import two_exercises

STOPS = [command for command in Command if command in STOP_CLASS]
GOES_ON = {Command.CONTINUE, Command.START, Command.SKIP, Command.EASIER, Command.FINE}
FALSE_ALARM = {Command.ZERO, Command.NO, Command.FINE}
ENDS = {Command.FINISH, Command.LEG}


@pytest.mark.parametrize("state", ALIVE)
@pytest.mark.parametrize("command", STOPS)
def test_after_a_stop_in_any_state_nothing_restarts_by_itself_in_an_hour(
    state: State, command: Command
) -> None:
    driver = driver_in(state)
    before, sets = len(driver.entries), driver.sets_done
    asked_for = state is State.HEARING_CHECK and command is Command.STOP
    (driver.press(command) if asked_for else driver.stop(command)).run(3600)
    sounding = [effect for effect in driver.since(before) if isinstance(effect, Speak | Chime)]
    assert sounding
    assert all(effect.safety for effect in sounding)
    assert not any(isinstance(effect, Release) for effect in driver.since(before))
    assert (driver.state, driver.sets_done) == (State.FINISHED, sets)


@pytest.mark.parametrize("command", [c for c in Command if c not in GOES_ON | STOP_CLASS])
def test_no_word_but_those_that_go_on_releases_a_stop(command: Command) -> None:
    driver = driver_in(State.STOPPED)
    before = len(driver.entries)
    driver.say(command)
    assert not any(isinstance(effect, Release) for effect in driver.since(before))
    assert driver.state is (State.LATCHED_GOODBYE if command in ENDS else State.STOPPED)


@pytest.mark.parametrize("command", [c for c in Command if c not in STOP_CLASS | FALSE_ALARM])
def test_no_word_but_those_of_a_false_alarm_releases_pain_before_a_number(command: Command) -> None:
    driver = driver_in(State.PAIN_SCORE)
    before = len(driver.entries)
    driver.say(command)
    assert not any(isinstance(effect, Release) for effect in driver.since(before))
    assert driver.state in LATCHED


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", [Doubted(), Refused(), *map(Refused, Command)])
def test_no_refusal_and_no_doubt_releases_anything(state: State, event: Event) -> None:
    driver = driver_in(state)
    before = len(driver.entries)
    driver.send(event)
    assert not any(isinstance(effect, Release) for effect in driver.since(before))
    assert state not in LATCHED or driver.state is state


def test_the_closing_words_after_a_stop_are_latched_and_no_command_makes_a_cue_sound() -> None:
    for command in Command:
        driver = driver_in(State.PAIN_SCORE).say(Command.SEVEN)
        before = len(driver.entries)
        if command not in STOP_CLASS:
            driver.say(command)
        assert all(e.safety for e in driver.since(before) if isinstance(e, Speak | Chime))


def test_going_on_waits_for_the_person_to_settle_before_the_first_cue() -> None:
    driver = driver_in(State.STOPPED).say(Command.CONTINUE)
    asked_s = driver.now_s
    driver.until(State.MOVING)
    assert driver.now_s - asked_s > 10


def stopped_stage(folder: Path) -> Stage:
    stage = Stage(two_exercises(), folder).begin().until(State.MOVING)
    return stage.person_says("stop").run(10)


def test_nothing_but_the_answer_to_the_stop_sounds_until_the_person_answers(
    tmp_path: Path,
) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().until(State.MOVING)
    stopped_s = stage.now_s
    stage.hears("stop").run(60)
    assert stage.spoken(stopped_s + 0.02) == [
        STOPPED,
        "Ease out of it slowly.",
        "Say continue to go on, or finish.",
        "Say continue to go on, or finish.",
    ]


@pytest.mark.parametrize("before_it", [Command.CONTINUE, Command.SKIP, Command.EASIER])
def test_a_word_from_before_a_stop_does_not_undo_it(before_it: Command, tmp_path: Path) -> None:
    """'Continue... ouch': the loop finds both words waiting, and the stop is already latched."""
    stage = stopped_stage(tmp_path)
    again_s = stage.now_s
    stage.commands(before_it)
    stage.reflex.trip(Command.PAIN)
    stage.run(10)
    assert stage.state is State.PAIN_SCORE
    assert stage.player.latched
    assert stage.spoken(again_s) == [
        "Ease out of it slowly and rest.",
        "How bad is it now, from zero to ten?",
    ]


def test_a_command_from_before_a_stop_does_not_swallow_its_answer(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().until(State.MOVING).run(0.2)
    stopped_s = stage.now_s
    stage.commands(Command.SKIP)
    stage.reflex.trip(Command.PAIN)
    stage.run(5)
    assert stage.spoken(stopped_s)[:2] == [STOPPED, "Ease out of it slowly and rest."]


def test_the_breath_that_stopped_the_coach_cannot_set_it_going_again(tmp_path: Path) -> None:
    """The recogniser hears 'stop' at first and 'skip' in the end."""
    stage = Stage(two_exercises(), tmp_path).begin().until(State.MOVING)
    stage.hears("stop").run(0.2).hears("skip", final=True).run(20)
    assert stage.state is State.STOPPED


def test_the_same_word_in_a_breath_of_its_own_does_go_on(tmp_path: Path) -> None:
    stage = stopped_stage(tmp_path).person_says("skip").run(0.1)
    assert stage.state is State.INTRODUCING
    assert not stage.player.latched


def test_no_sample_of_an_exercise_cue_sounds_while_latched(tmp_path: Path) -> None:
    stage = stopped_stage(tmp_path)
    stage.run(20)
    assert not stage.player.sounding
    for text in ("Number 2.", "Get ready."):
        clips = stage.speech.clips(900, (text,), safety=False, not_before=0, not_after=None)
        for clip in clips:
            stage.player.play(clip)
    assert not stage.sound(2).any()
    stage.person_says("continue").run(0.1)
    assert np.count_nonzero(stage.sound(1)) > 0


def test_the_session_never_releases_at_a_stop() -> None:
    def check(driver: Driver, event: Event, effects: tuple[object, ...]) -> None:
        assert driver.now_s >= 0
        if isinstance(event, StopHeard):
            assert not any(isinstance(effect, Release) for effect in effects)

    driver = Driver(two_exercises(), watch=check).begin()
    for _ in range(40):
        driver.run(13).stop().run(8).say(Command.ONE).run(8).say(Command.EASIER)


@pytest.mark.parametrize("answer", [Command.NO, None])
def test_a_paused_session_that_is_asked_whether_to_finish_stays_paused(
    answer: Command | None,
) -> None:
    driver = driver_in(State.PAUSED).say(Command.FINISH)
    if answer is not None:
        driver.say(answer)
    driver.run(30)
    assert driver.state is State.PAUSED
