"""No frames, a flat line, a dead recogniser: noticed within two seconds, said aloud, latched."""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.core.model.effects import Chime, Latch, Release, Speak
from backtalk.core.model.events import Command, Signal, SoundFound, SoundLost
from backtalk.core.session.machine.states import State
from backtalk.core.session.situations import Situation
from backtalk.ports import BLOCK_S, Heard
from tests.app.runtime.harness import Stage
from tests.core.paths import ALIVE, driver_in
from tests.core.samples import two_exercises
from tests.hearing.scripted import HISS, SILENCE, Bench

NOTICED_WITHIN_S = 2.0
HOW_BAD = "How bad is it now, from zero to ten?"


def blocks(seconds: float) -> int:
    return round(seconds / BLOCK_S)


@pytest.mark.parametrize("level", [0, 1, -1, 32767])
def test_a_line_that_does_not_move_is_noticed_within_two_seconds(level: int) -> None:
    bench = Bench()
    bench.blocks(HISS, 50)
    lost = bench.blocks(SILENCE + level, blocks(NOTICED_WITHIN_S))
    assert lost == [SoundLost("the microphone gives a flat line")]


def test_a_line_that_moves_again_is_found_again() -> None:
    bench = Bench()
    bench.blocks(SILENCE, blocks(3))
    assert bench.blocks(HISS, 5)[-1] == SoundFound()
    assert bench.events.count(SoundFound()) == 1


def test_a_quiet_room_is_not_a_dead_line() -> None:
    assert Bench().blocks(HISS, blocks(60)) == []


def test_a_short_dropout_is_not_a_dead_line() -> None:
    bench = Bench()
    for _ in range(20):
        bench.blocks(SILENCE, blocks(1))
        bench.blocks(HISS, 1)
    assert bench.events == []


def test_a_recogniser_that_fails_is_lost_sound() -> None:
    bench = Bench()
    bench.recogniser.script.append(RuntimeError("decoder"))
    assert bench.blocks(HISS, 1) == [SoundLost("the recogniser failed (RuntimeError)")]


def test_while_the_recogniser_keeps_failing_the_coach_does_not_claim_to_hear_again() -> None:
    bench = Bench()
    bench.recogniser.script.extend([RuntimeError("decoder")] * 200)
    assert len(bench.blocks(HISS, 200)) == 1
    assert bench.blocks(HISS, 1) == [SoundFound()]


def test_a_recogniser_that_works_on_a_dead_line_hears_nothing_either() -> None:
    bench = Bench()
    bench.recogniser.script.append(RuntimeError("decoder"))
    assert len(bench.blocks(SILENCE, 200)) == 1


def test_a_recogniser_that_cannot_open_the_words_it_should_hear_is_lost_until_it_can() -> None:
    bench = Bench()
    bench.recogniser.refuses_grammars = True
    bench.listener.open(Situation.SCORE.commands)
    assert len(bench.blocks(HISS, 50)) == 1
    bench.recogniser.refuses_grammars = False
    assert bench.blocks(HISS, 1) == [SoundFound()]
    assert "seven" in bench.recogniser.grammars[-1].commands


@pytest.mark.parametrize("state", [state for state in ALIVE if state is not State.NO_AUDIO])
def test_in_every_state_lost_sound_latches_alarms_and_says_so(state: State) -> None:
    driver = driver_in(state)
    before = len(driver.entries)
    driver.lose_sound()
    effects = driver.since(before)
    assert driver.state is State.NO_AUDIO
    assert Latch() in effects
    assert Chime(Signal.ALARM, safety=True) in effects
    assert driver.spoken(before)[0].startswith("I cannot hear you any more, so we wait.")
    assert "Press any key to be safe." in driver.spoken(before)[0]
    assert all(effect.safety for effect in effects if isinstance(effect, Speak | Chime))
    assert driver.records("sound lost") == [{"reason": "the microphone is gone"}]


@pytest.mark.parametrize("state", ALIVE)
def test_sound_that_comes_back_asks_and_starts_nothing(state: State) -> None:
    driver = driver_in(state).lose_sound().run(10)
    before = len(driver.entries)
    driver.find_sound().run(20)
    assert driver.state is State.NO_AUDIO
    assert driver.spoken(before)[0] == "I can hear you again."
    assert not any(isinstance(effect, Release) for effect in driver.since(before))


def test_sound_that_comes_back_twice_or_was_never_lost_changes_nothing() -> None:
    driver = driver_in(State.MOVING).find_sound()
    assert driver.state is State.MOVING


def test_lost_twice_is_said_once() -> None:
    driver = driver_in(State.NO_AUDIO).lose_sound()
    assert len(driver.records("sound lost")) == 1


def test_sound_lost_for_good_ends_the_session_without_another_exercise() -> None:
    driver = driver_in(State.NO_AUDIO)
    before = len(driver.entries)
    driver.to_the_end()
    assert all(e.safety for e in driver.since(before) if isinstance(e, Speak | Chime))


def test_a_stop_is_possible_while_deaf() -> None:
    """By key: the microphone is gone."""
    assert driver_in(State.NO_AUDIO).stop(Command.STOP).state is State.STOPPED
    assert driver_in(State.NO_AUDIO).stop(Command.PAIN).state is State.PAIN_SCORE


def test_pain_that_was_not_answered_is_asked_about_when_sound_comes_back() -> None:
    driver = driver_in(State.PAIN_SCORE).run(3).lose_sound().run(5).find_sound().run(8)
    before = len(driver.entries)
    driver.say(Command.CONTINUE)
    assert driver.state is State.PAIN_SCORE
    assert driver.spoken(before)[-1] == HOW_BAD
    assert not any(isinstance(effect, Release) for effect in driver.since(0))


def test_the_number_is_taken_again_when_sound_was_lost_after_it() -> None:
    driver = driver_in(State.PAIN_SCORE).run(8).say(Command.ONE).lose_sound().find_sound().run(8)
    driver.say(Command.CONTINUE).run(8).say(Command.SEVEN)
    assert driver.state is State.LATCHED_GOODBYE
    assert [pain["score"] for pain in driver.records("pain")] == [1, 7]


def test_a_stop_by_key_while_deaf_does_not_forget_the_pain() -> None:
    driver = (
        driver_in(State.PAIN_SCORE).lose_sound().stop(Command.STOP).run(8).say(Command.CONTINUE)
    )
    assert driver.state is State.PAIN_SCORE


def test_new_pain_is_asked_about_once() -> None:
    driver = driver_in(State.PAIN_SCORE).lose_sound().run(5).find_sound().stop(Command.PAIN).run(8)
    driver.say(Command.TWO).run(10).say(Command.EASIER)
    assert driver.state is State.INTRODUCING


def test_a_dead_microphone_in_the_middle_of_a_set_is_said_aloud(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().until(State.MOVING)
    lost_s = stage.now_s
    for _ in range(blocks(NOTICED_WITHIN_S)):
        stage.listener.process(SILENCE)
    stage.run(3)
    assert stage.state is State.NO_AUDIO
    assert stage.spoken(lost_s)[-1].startswith("I cannot hear you any more")


def test_a_recogniser_that_comes_back_hears_a_stop_at_once() -> None:
    bench = Bench()
    bench.recogniser.script.extend(
        [RuntimeError("decoder"), [Heard("stop", final=False, at_s=0.0)]]
    )
    bench.blocks(HISS, 2)
    assert bench.player.latched


def test_going_on_by_key_waits_until_the_sound_is_back() -> None:
    driver = driver_in(State.HOLDING).lose_sound()
    deaf = driver.say(Command.CONTINUE).state
    going_on = driver.find_sound().say(Command.CONTINUE).state
    assert (deaf, going_on) == (State.NO_AUDIO, State.INTRODUCING)


def test_a_stop_by_key_while_deaf_leads_back_to_being_deaf_not_to_training() -> None:
    driver = driver_in(State.HOLDING).lose_sound()
    driver.stop(Command.STOP).say(Command.CONTINUE)
    assert driver.state is State.NO_AUDIO
