"""What follows pain and other stops: the questions, the answers, and what they allow."""

from __future__ import annotations

import pytest

from backtalk.core.model.effects import Release
from backtalk.core.model.events import SCORES, Command
from backtalk.core.model.pain import Outcome, PainLimits
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing.adjust import easier
from tests.core.driver import Driver
from tests.core.paths import driver_in
from tests.core.samples import two_exercises

HOW_BAD = "How bad is it now, from zero to ten?"
ASKED_AGAIN = "Tell me a number, please. Zero is nothing. Ten is the worst."


def hurt(limits: PainLimits | None = None) -> Driver:
    """Return a session in which the person has just said 'pain' and was asked how bad it is."""
    driver = Driver(two_exercises(), limits).begin().until(State.HOLDING).stop(Command.PAIN)
    return driver.run(8)


def released(driver: Driver) -> bool:
    return any(isinstance(effect, Release) for effect in driver.since(0))


def test_pain_is_answered_with_easing_out_and_one_question() -> None:
    driver = driver_in(State.PAIN_SCORE)
    assert driver.spoken()[-2:] == ["Ease out of it slowly and rest.", HOW_BAD]
    assert driver.view.question is not None
    assert driver.view.asks_score


@pytest.mark.parametrize("score", [1, 2])
def test_up_to_two_offers_easier_skip_and_finish(score: int) -> None:
    driver = hurt().say(SCORES[score])
    assert driver.state is State.PAIN_CHOICE
    assert driver.spoken()[-2] == "Say easier, skip, or finish."


@pytest.mark.parametrize("score", [3, 4])
def test_three_and_four_offer_skip_and_finish(score: int) -> None:
    driver = hurt().say(SCORES[score])
    assert driver.state is State.PAIN_CHOICE
    assert driver.spoken()[-2] == "Say skip to leave it out, or finish."


@pytest.mark.parametrize("score", range(5, 11))
def test_five_and_more_end_the_session_kindly(score: int) -> None:
    driver = hurt().say(SCORES[score])
    assert driver.state is State.LATCHED_GOODBYE
    assert driver.spoken()[-3].startswith("That is enough for today.")
    assert not released(driver.to_the_end())


@pytest.mark.parametrize("score", range(11))
def test_every_score_is_in_the_journal(score: int) -> None:
    driver = hurt().say(SCORES[score])
    assert driver.records("pain") == [{"score": score, "exercise": "bridge"}]


def test_a_clinician_may_choose_other_limits() -> None:
    strict = PainLimits(ease_to=0, leave_out_to=1)
    assert hurt(strict).say(Command.TWO).state is State.LATCHED_GOODBYE
    generous = PainLimits(ease_to=4, leave_out_to=6)
    assert hurt(generous).say(Command.SIX).state is State.PAIN_CHOICE
    assert hurt(generous).say(Command.FOUR).spoken()[-2] == "Say easier, skip, or finish."


@pytest.mark.parametrize(("ease_to", "leave_out_to"), [(3, 2), (-1, 4), (2, 11)])
def test_limits_that_do_not_rise_from_zero_to_ten_are_refused(
    ease_to: int, leave_out_to: int
) -> None:
    with pytest.raises(ValueError, match="pain limits rise"):
        PainLimits(ease_to, leave_out_to)


def test_the_limits_are_inclusive() -> None:
    outcomes = [PainLimits().outcome(score) for score in (0, 2, 3, 4, 5, 10)]
    assert outcomes == [
        Outcome.EASE,
        Outcome.EASE,
        Outcome.LEAVE_OUT,
        Outcome.LEAVE_OUT,
        Outcome.END,
        Outcome.END,
    ]


def test_after_a_two_easier_takes_the_exercise_down_a_variation_and_goes_on() -> None:
    driver = hurt().say(Command.TWO).run(10).say(Command.EASIER)
    assert driver.state is State.INTRODUCING
    assert released(driver)
    assert driver.position.exercise_set.variation == 0
    assert driver.records("step") == [{"exercise": "bridge", "direction": "easier"}]


def test_after_a_four_easier_is_only_for_the_next_exercise() -> None:
    driver = hurt().say(Command.FOUR).run(10).say(Command.EASIER)
    exercise_set = driver.position.exercise_set
    assert exercise_set.exercise.id == "curl-up"
    assert exercise_set.repetitions == 5
    assert driver.records("left out") == [{"exercise": "bridge"}]


@pytest.mark.parametrize("score", [Command.TWO, Command.FOUR])
def test_skip_leaves_the_exercise_out(score: Command) -> None:
    driver = hurt().say(score).run(10).say(Command.SKIP)
    assert driver.position.exercise_set.exercise.id == "curl-up"
    assert driver.state is State.INTRODUCING


@pytest.mark.parametrize("score", [Command.TWO, Command.FOUR])
def test_after_pain_continue_is_no_way_on_but_is_told_the_ways(score: Command) -> None:
    driver = hurt().say(score).run(10).say(Command.CONTINUE)
    assert driver.state is State.PAIN_CHOICE
    assert not released(driver)
    assert driver.spoken()[-1].startswith("Say ")


@pytest.mark.parametrize("word", [Command.YES, Command.DONE, Command.REPEAT, Command.START])
def test_other_words_do_not_restart_anything(word: Command) -> None:
    for driver in (hurt(), hurt().say(Command.TWO), driver_in(State.STOPPED)):
        before = (driver.state, len(driver.spoken()))
        driver.say(word)
        assert (driver.state, len(driver.spoken())) == before


def test_a_choice_before_the_number_is_no_answer() -> None:
    driver = hurt().say(Command.SKIP, Command.EASIER, Command.CONTINUE)
    assert driver.state is State.PAIN_SCORE
    assert driver.records("pain") == []


@pytest.mark.parametrize("score", [None, Command.ONE, Command.FOUR])
def test_signs_down_the_leg_end_the_session_and_send_to_a_doctor(score: Command | None) -> None:
    driver = hurt().say(*([score] if score else []), Command.LEG)
    assert driver.state is State.LATCHED_GOODBYE
    assert driver.spoken()[-3].startswith("We end here. Please see a doctor about your leg")


@pytest.mark.parametrize("state", [State.PAIN_SCORE, State.STOPPED, State.NO_AUDIO])
def test_finish_ends_at_once_without_asking(state: State) -> None:
    driver = driver_in(state).say(Command.FINISH)
    assert driver.state is State.LATCHED_GOODBYE
    assert driver.spoken()[-1].startswith("To get up,")


def test_no_number_is_asked_for_once_more_and_then_it_ends_safely() -> None:
    driver = driver_in(State.PAIN_SCORE)
    before = len(driver.entries)
    driver.to_the_end()
    said = driver.spoken(before)
    assert said.count(ASKED_AGAIN) == 1
    assert any(line.startswith("I hear no answer, so I end here.") for line in said)
    assert not released(driver)


def test_no_choice_is_asked_for_once_more_and_then_it_ends_safely() -> None:
    driver = hurt().say(Command.ONE).to_the_end()
    assert driver.spoken().count("Say easier, skip, or finish.") == 2
    assert not released(driver)


def test_patience_begins_when_the_question_has_been_said() -> None:
    driver = driver_in(State.PAIN_SCORE)
    assert driver.session.next_deadline() is None
    driver.run(8)
    assert driver.session.next_deadline() is not None


def test_help_repeats_the_question() -> None:
    driver = hurt().say(Command.HELP)
    assert driver.spoken()[-1] == HOW_BAD


def test_a_stop_word_in_the_question_waits_for_the_answer_and_then_asks_again() -> None:
    """'Six' may be heard as 'sick': the number that follows is taken, else the question comes."""
    driver = driver_in(State.PAIN_SCORE).run(2).stop(Command.UNWELL)
    assert driver.state is State.PAIN_SCORE
    driver.run(1.5)
    assert driver.spoken().count(HOW_BAD) == 1
    driver.run(1.0)
    assert driver.spoken().count(HOW_BAD) == 2


def test_stop_words_in_the_question_never_end_the_session_by_themselves() -> None:
    driver = driver_in(State.PAIN_SCORE)
    for _ in range(10):
        driver.run(3).stop(Command.PAIN)
    assert driver.state is State.PAIN_SCORE
    assert driver.run(6).say(Command.TWO).run(10).say(Command.SKIP).state is State.INTRODUCING


def test_a_stop_in_the_closing_words_opens_no_way_back_into_the_session() -> None:
    driver = hurt().say(Command.SEVEN).run(1).stop(Command.PAIN).run(6)
    driver.say(Command.ONE).run(10).say(Command.SKIP)
    assert driver.state is State.GOODBYE
    assert driver.to_the_end().sets_done == 0


def test_a_stop_word_says_how_to_go_on() -> None:
    driver = driver_in(State.STOPPED)
    assert driver.spoken()[-2:] == ["Ease out of it slowly.", "Say continue to go on, or finish."]


def test_feeling_unwell_is_answered_with_rest_and_a_call_for_help() -> None:
    driver = driver_in(State.MOVING).stop(Command.UNWELL)
    assert driver.state is State.STOPPED
    assert driver.spoken()[-2].startswith("Rest, and breathe calmly.")


def test_continue_goes_on_with_the_repetition_that_was_interrupted() -> None:
    driver = driver_in(State.MOVING).run(20).stop(Command.STOP).run(8).say(Command.CONTINUE)
    assert driver.state is State.INTRODUCING
    assert released(driver)
    assert driver.spoken()[-4:] == ["We go on.", "From number 2.", "Bridge.", "Right leg."]
    before = len(driver.entries)
    driver.to_the_end()
    assert driver.spoken(before)[1:3] == ["Number 2.", "Lift."]


def test_a_stop_is_in_the_journal_with_the_word_and_the_place() -> None:
    driver = driver_in(State.MOVING).run(20).stop(Command.UNWELL)
    assert driver.records("stop") == [
        {"word": "unwell", "exercise": "bridge", "set": 1, "repetition": 2}
    ]


def test_pain_after_another_stop_asks_how_bad_it_is() -> None:
    driver = driver_in(State.STOPPED).run(3).stop(Command.PAIN)
    assert driver.state is State.PAIN_SCORE
    assert driver.spoken()[-1] == HOW_BAD


def test_easier_where_nothing_easier_is_left_leaves_the_exercise_out() -> None:
    driver = driver_in(State.HOLDING)
    while easier(driver.position.exercise_set) is not None:
        driver.say(Command.EASIER)
    hurting = driver.position.exercise_set.exercise.id
    driver.stop(Command.PAIN).say(Command.ONE).say(Command.EASIER)
    assert driver.position.exercise_set.exercise.id != hurting


@pytest.mark.parametrize(
    ("stop", "score"),
    [(Command.PAIN, Command.TWO), (Command.PAIN, Command.FOUR), (Command.STOP, None)],
)
@pytest.mark.parametrize("word", [Command.EASIER, Command.SKIP, Command.CONTINUE])
def test_after_the_last_set_nothing_is_made_easier_or_left_out(
    stop: Command, score: Command | None, word: Command
) -> None:
    """It was done, and the easier one was never tried: neither belongs in the journal."""
    driver = Driver(two_exercises(), questions=()).begin().until(State.DEBRIEF)
    before = len(driver.entries)
    driver.run(6).stop(stop).run(8).say(*filter(None, (score,))).run(10).say(word).to_the_end()
    assert driver.records("step") == driver.records("left out") == []
    assert not {"Easier.", "Left out.", "We go on."} & set(driver.spoken(before))
    assert driver.sets_done == 5
