"""A false stop costs one question; so stop words fire on the first partial sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.core.model.effects import Speak
from backtalk.core.model.events import STOP_CLASS, Command, NearMiss
from backtalk.core.session.machine.states import PREPARING, TRAINING, State
from tests.app.runtime.harness import Stage
from tests.core.paths import driver_in
from tests.core.samples import two_exercises
from tests.hearing.scripted import Bench

STOPS = [command for command in Command if command in STOP_CLASS]
ASKS = (
    *PREPARING,
    *TRAINING,
    State.CONFIRM_FINISH,
    State.DEBRIEF,
    State.GOODBYE,
)
PASSED_OVER = {
    State.READY: "nothing is under way yet",
    State.PAUSED: "nothing goes on without the person's own word",
    State.NEAR_MISS: "the coach asks that very question already",
    State.PAIN_SCORE: "the coach asks how bad it is already",
    State.PAIN_CHOICE: "the coach asks how to go on already",
    State.LATCHED_GOODBYE: "it is over, and the loudspeaker is latched",
    State.STOPPED: "nothing goes on without the person's own word",
    State.NO_AUDIO: "nothing goes on without the person's own word",
    State.FINISHED: "there is no one to ask any more",
}
"""Where a near miss asks nothing, and why that is safe."""


def test_a_stop_word_acts_on_the_first_partial_and_a_command_does_not() -> None:
    bench = Bench()
    bench.hear("stop")
    assert bench.player.latched
    other = Bench()
    other.hear("skip")
    assert other.events == []


@pytest.mark.parametrize("command", [Command.STOP, Command.UNWELL])
def test_one_word_answers_a_false_stop_and_no_repetition_is_lost(command: Command) -> None:
    disturbed, left_alone = driver_in(State.HOLDING), driver_in(State.HOLDING)
    disturbed.stop(command)
    before = len(disturbed.entries)
    disturbed.run(15).say(Command.CONTINUE)
    questions = [e for e in disturbed.since(before) if isinstance(e, Speak) and e.safety]
    assert questions == []
    assert disturbed.to_the_end().sets_done == left_alone.to_the_end().sets_done
    done = [record["repetitions"] for record in disturbed.records("set")]
    assert done == [record["repetitions"] for record in left_alone.records("set")]


@pytest.mark.parametrize("all_well", [Command.ZERO, Command.NO, Command.FINE])
def test_one_word_answers_false_pain_and_nothing_is_lost_or_made_easier(all_well: Command) -> None:
    disturbed, left_alone = driver_in(State.HOLDING), driver_in(State.HOLDING)
    disturbed.stop(Command.PAIN).run(8).say(all_well)
    assert disturbed.state is State.INTRODUCING
    assert not disturbed.loudspeaker.latched
    disturbed.to_the_end(), left_alone.to_the_end()
    assert disturbed.records("set") == left_alone.records("set")
    assert disturbed.records("step") == disturbed.records("left out") == []
    assert disturbed.records("pain handled") == [{"action": "false alarm"}]


def test_a_false_stop_in_a_pause_between_sets_costs_no_set() -> None:
    driver = driver_in(State.RESTING).stop(Command.STOP).run(10).say(Command.CONTINUE)
    assert driver.to_the_end().sets_done == 5


def test_false_stops_in_the_question_only_ask_it_again() -> None:
    driver = driver_in(State.PAIN_SCORE)
    for _ in range(3):
        driver.run(1).stop(Command.UNWELL)
    driver.run(10).say(Command.ONE)
    assert driver.state is State.PAIN_CHOICE
    assert [pain["score"] for pain in driver.records("pain")] == [1]


def test_six_taken_for_sick_at_first_is_still_taken_as_six(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().until(State.MOVING).hears("pain").run(6)
    stage.hears("sick").run(0.2).hears("six", final=True).run(1)
    assert stage.state is State.LATCHED_GOODBYE


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("suspected", [None, *STOPS])
def test_a_near_miss_in_every_state_asks_or_is_explained(
    state: State, suspected: Command | None
) -> None:
    driver = driver_in(state)
    before = len(driver.entries)
    driver.send(NearMiss(suspected))
    is_the_attempt = state is State.HEARING_CHECK and suspected is Command.STOP
    asked = ["Did that hurt? Say yes or no."] if state in ASKS and not is_the_attempt else []
    assert driver.spoken(before) == asked
    assert driver.state is (State.NEAR_MISS if asked else state)
    assert asked or is_the_attempt or PASSED_OVER[state]


@pytest.mark.parametrize("state", ASKS)
def test_no_goes_on_and_no_set_is_lost(state: State) -> None:
    disturbed, left_alone = driver_in(state), driver_in(state)
    disturbed.cry().run(3).say(Command.NO)
    assert disturbed.to_the_end().sets_done == left_alone.to_the_end().sets_done


@pytest.mark.parametrize("state", ASKS)
def test_no_answer_counts_as_yes(state: State) -> None:
    driver = driver_in(state).cry().run(12)
    assert driver.state is State.PAIN_SCORE
    assert driver.loudspeaker.latched


def test_yes_is_a_report_of_pain() -> None:
    driver = driver_in(State.HOLDING).cry().run(3).say(Command.YES)
    assert driver.state is State.PAIN_SCORE
    assert driver.loudspeaker.latched
    assert driver.spoken()[-1] == "How bad is it now, from zero to ten?"


def test_a_stop_word_during_the_question_stops_as_always() -> None:
    assert driver_in(State.HOLDING).cry().stop(Command.PAIN).state is State.PAIN_SCORE


def test_a_cry_in_the_goodbye_after_pain_does_not_ask_once_more() -> None:
    driver = driver_in(State.PAIN_SCORE).say(Command.SEVEN)
    assert driver.cry().state is State.LATCHED_GOODBYE


def test_a_suspected_stop_word_asks_and_a_certain_one_stops() -> None:
    bench = Bench()
    bench.suspect("pain")
    assert bench.events == [NearMiss(Command.PAIN)]
    assert not bench.player.latched
    bench.hear("pain")
    assert bench.player.latched
