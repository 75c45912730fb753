"""A false 'pain' costs one answer: back to where it came, and nothing follows from it."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import SCORES, Command
from backtalk.core.session.machine.states import PREPARING, State
from tests.core.driver import Driver, texts
from tests.core.paths import driver_in

ALL_WELL = [Command.ZERO, Command.NO, Command.FINE]
QUESTIONS = [state for state in PREPARING if state is not State.WELCOME]


@pytest.fixture(params=ALL_WELL, ids=lambda command: command.value)
def all_well(request: pytest.FixtureRequest) -> Command:
    """Each word that takes a report of pain back."""
    word: Command = request.param
    return word


def false_alarm(state: State, word: Command) -> Driver:
    """Return the session of `state` after a false 'pain' that was taken back with `word`."""
    return driver_in(state).stop(Command.PAIN).run(8).say(word)


def test_it_goes_on_where_it_was_as_after_a_stop(all_well: Command) -> None:
    driver = driver_in(State.MOVING).run(20)
    done = driver.position.done
    driver.stop(Command.PAIN).run(8)
    before = len(driver.entries)
    driver.say(all_well)
    after_a_stop = driver_in(State.MOVING).run(20).stop(Command.STOP).run(8)
    went_on = len(after_a_stop.entries)
    after_a_stop.say(Command.CONTINUE)
    assert driver.spoken(before) == after_a_stop.spoken(went_on)
    assert driver.spoken(before)[0] == "We go on."
    assert driver.position.done == done == 1


def test_the_journal_says_false_alarm_and_keeps_a_score_of_zero(all_well: Command) -> None:
    driver = false_alarm(State.HOLDING, all_well)
    assert driver.records("pain handled") == [{"action": "false alarm"}]
    scored = [{"score": 0, "exercise": "bridge"}] if all_well is Command.ZERO else []
    assert driver.records("pain") == scored


@pytest.mark.parametrize("state", QUESTIONS)
def test_before_training_it_leads_back_to_the_question(state: State, all_well: Command) -> None:
    driver = driver_in(state)
    (driver.press(Command.STOP) if state is State.HEARING_CHECK else driver).stop(Command.PAIN)
    driver.run(8).say(all_well)
    assert driver.state is state
    assert driver.records("pain handled") == [{"action": "false alarm"}]


def test_in_a_pause_it_leads_back_to_the_pause(all_well: Command) -> None:
    driver = false_alarm(State.PAUSED, all_well)
    assert driver.state is State.PAUSED
    assert not driver.loudspeaker.latched
    assert driver.run(60).state is State.PAUSED


def test_asked_in_a_pause_whether_to_finish_it_leads_back_to_the_pause(all_well: Command) -> None:
    said = driver_in(State.PAUSED).say(Command.FINISH).stop(Command.PAIN).run(8).say(all_well)
    cried = driver_in(State.PAUSED).say(Command.FINISH).cry().run(12).say(all_well)
    assert (said.state, cried.state) == (State.PAUSED, State.PAUSED)


def test_in_the_goodbye_it_leads_back_to_the_goodbye(all_well: Command) -> None:
    driver = false_alarm(State.GOODBYE, all_well)
    assert driver.state is State.GOODBYE
    assert driver.records("pain handled") == [{"action": "false alarm"}]


def test_while_sound_is_gone_it_goes_on_waiting_latched(all_well: Command) -> None:
    driver = driver_in(State.NO_AUDIO).press(Command.STOP).stop(Command.PAIN).run(8).press(all_well)
    assert driver.state is State.NO_AUDIO
    assert driver.loudspeaker.latched
    assert driver.records("pain handled") == [{"action": "false alarm"}]


def test_deaf_it_does_not_come_back_to_a_pause(all_well: Command) -> None:
    driver = driver_in(State.PAUSED).stop(Command.PAIN).run(8).lose_sound().run(8)
    driver.press(Command.CONTINUE).run(8).press(all_well)
    assert driver.state is State.NO_AUDIO
    assert driver.loudspeaker.latched


def test_where_sound_was_lost_in_the_question_it_leads_back_all_the_same(all_well: Command) -> None:
    driver = driver_in(State.PAIN_SCORE).run(8).lose_sound().run(20).find_sound().run(8)
    driver.say(Command.CONTINUE)
    assert driver.state is State.PAIN_SCORE
    assert driver.run(8).say(all_well).state is State.INTRODUCING


def test_a_cry_that_was_not_answered_can_still_be_taken_back(all_well: Command) -> None:
    driver = driver_in(State.NEAR_MISS).run(20)
    assert driver.state is State.PAIN_SCORE
    assert driver.say(all_well).state is State.INTRODUCING


@pytest.mark.parametrize("word", [Command.NO, Command.FINE])
@pytest.mark.parametrize("score", [Command.ONE, Command.TWO, Command.FOUR])
def test_after_a_score_it_is_no_longer_one(score: Command, word: Command) -> None:
    driver = driver_in(State.PAIN_SCORE).run(8).say(score).run(8)
    before = len(driver.entries)
    driver.say(word)
    assert driver.state is State.PAIN_CHOICE
    assert driver.since(before) == []


def test_fine_goes_on_after_a_stop_and_after_a_near_miss() -> None:
    for state in (State.STOPPED, State.NEAR_MISS):
        assert driver_in(state).run(8 if state is State.STOPPED else 3).say(Command.FINE).spoken()[
            -3:
        ] == ["We go on.", "Bridge.", "Right leg."]


def test_fine_after_feeling_unwell_goes_on_and_is_no_false_alarm() -> None:
    driver = driver_in(State.MOVING).stop(Command.UNWELL).run(8).say(Command.FINE)
    assert driver.state is State.INTRODUCING
    assert driver.records("pain handled") == [{"action": "went on"}]


# ---------------------------------------------------------------- a number in 'Did that hurt?'


def test_a_score_in_the_near_miss_is_a_yes_with_its_number() -> None:
    for score, command in enumerate(SCORES[1:], start=1):
        driver = driver_in(State.NEAR_MISS).run(3)
        before = len(driver.entries)
        driver.say(command)
        ends = score > 4
        assert driver.state is (State.LATCHED_GOODBYE if ends else State.PAIN_CHOICE)
        assert driver.loudspeaker.latched
        kinds = [e.kind for e in driver.since(before) if hasattr(e, "kind")]
        assert kinds[:2] == ["stop", "pain"]
        assert driver.records("stop")[-1]["word"] == "pain"
        assert driver.records("pain") == [{"score": score, "exercise": "bridge"}]
        assert driver.records("pain handled") == ([{"action": "ended"}] if ends else [])


def test_a_bearable_score_is_answered_with_easing_out_and_what_it_allows() -> None:
    driver = driver_in(State.NEAR_MISS).run(3)
    before = len(driver.entries)
    driver.say(Command.FOUR)
    assert driver.spoken(before)[:2] == [
        "Ease out of it slowly and rest.",
        "Say skip to leave it out, or finish.",
    ]
    driver.run(15).say(Command.SKIP)
    assert driver.records("pain handled") == [{"action": "left out"}]


def test_zero_in_the_near_miss_is_a_no() -> None:
    driver = driver_in(State.NEAR_MISS).run(3).say(Command.ZERO)
    assert driver.state is State.INTRODUCING
    assert driver.records("stop") == driver.records("pain") == []


@pytest.mark.parametrize("state", [State.NEAR_MISS, State.CONFIRM_FINISH, State.STOPPED])
def test_a_leg_ends_the_session_as_pain_wherever_it_is_said(state: State) -> None:
    driver = driver_in(state).run(3).say(Command.LEG)
    assert driver.state.label == "goodbye"
    assert driver.spoken()[-3].startswith("We end here. Please see a doctor about your leg")
    assert driver.records("pain") == [{"place": "leg", "exercise": "bridge"}]
    assert driver.records("pain handled") == [{"action": "ended"}]


def test_after_the_last_set_a_leg_ends_nothing() -> None:
    driver = driver_in(State.DEBRIEF).run(6).say(Command.LEG)
    assert driver.records("pain")[-1]["place"] == "leg"
    assert driver.records("pain handled") == []


def test_the_question_is_asked_again_in_full_after_the_false_alarm() -> None:
    driver = driver_in(State.INTERVIEW).run(14)
    question = driver.view.question
    assert question is not None
    driver.stop(Command.PAIN).run(8)
    before = len(driver.entries)
    driver.say(Command.NO)
    assert driver.spoken(before) == list(texts(question.lines))
