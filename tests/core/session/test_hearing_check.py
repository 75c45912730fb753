"""The hearing check: the person says 'stop' and the coach says whether it heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backtalk.core.dialogue.hearing_check import EVERY_DAY, FIRST_TIME, advice
from backtalk.core.dialogue.questions import BACK_NOW
from backtalk.core.model.effects import CheckEnded, MeasureRoom, Release
from backtalk.core.model.events import Command, Phrase, RoomLevels, Troubled, phrase
from backtalk.core.model.records import CheckResult, Record
from backtalk.core.session.machine.states import State
from tests.core.driver import BOOK, Driver
from tests.core.samples import two_exercises

GOOD = RoomLevels(voice_db=-26, noise_db=-60)
NOTHING = RoomLevels(voice_db=None, noise_db=-60)
HEARD = "I can hear you."


def checked(*, first_time: bool = False) -> Driver:
    """Return a session whose check has just asked for the first word."""
    check = FIRST_TIME if first_time else EVERY_DAY
    return Driver(two_exercises(), check=check).begin().run(12)


def result(driver: Driver) -> list[CheckResult]:
    return [e.result for e in driver.since(0) if isinstance(e, CheckEnded)]


def test_it_asks_for_the_word_before_anything_else() -> None:
    driver = checked()
    assert driver.spoken()[0] == "First, let me check that I can hear you from where you are."
    assert driver.spoken()[2] == "Please say stop."
    assert driver.state is State.HEARING_CHECK


def test_heard_in_silence_and_over_the_coach_the_session_is_welcomed() -> None:
    driver = checked().stop(Command.STOP).run(5)
    assert driver.spoken()[-1].startswith("Now say stop while I am speaking.")
    before = len(driver.entries)
    driver.stop(Command.STOP)
    assert driver.spoken(before)[0] == HEARD
    assert driver.spoken(before)[1].startswith("Welcome.")
    assert result(driver) == [CheckResult.PASSED]
    assert driver.records("stop") == [], "the word that was asked for is no stop in the journal"
    assert not driver.loudspeaker.latched
    assert driver.until(State.MOVING).state is State.MOVING


def test_pain_when_stop_was_asked_for_is_pain() -> None:
    driver = checked().stop(Command.PAIN)
    assert driver.state is State.PAIN_SCORE


def test_after_pain_the_check_is_taken_up_before_any_exercise() -> None:
    driver = checked().stop(Command.PAIN).run(8).say(Command.ONE).run(10)
    before = len(driver.entries)
    driver.say(Command.EASIER).run(20)
    assert driver.state is State.HEARING_CHECK
    assert "Please say stop." in driver.spoken(before)


def test_a_key_that_stops_is_no_proof_of_hearing() -> None:
    driver = checked().press(Command.STOP)
    assert driver.state is State.STOPPED
    assert result(driver) == []


def test_a_word_that_is_not_heard_leads_to_advice_and_is_asked_for_again() -> None:
    driver = checked()
    driver.levels = NOTHING
    before = len(driver.entries)
    driver.run(10)
    assert driver.spoken(before) == [
        "I heard nothing. Please come closer to the microphone, or speak up.",
        "Please say stop.",
    ]


def fail(driver: Driver) -> Driver:
    driver.levels = NOTHING
    return driver.run(80)


def test_after_three_tries_it_has_failed_and_offers_the_keys() -> None:
    driver = fail(checked())
    assert driver.state is State.HEARING_CHECK
    assert "Press C to go on with the keys" in driver.spoken()[-1]


def test_a_failed_check_does_not_start_by_voice() -> None:
    driver = fail(checked()).say(Command.CONTINUE, Command.START, Command.YES, Command.SKIP).run(5)
    assert driver.state is State.HEARING_CHECK
    assert result(driver) == []


def test_a_failed_check_starts_by_key() -> None:
    driver = fail(checked()).press(Command.CONTINUE)
    assert result(driver) == [CheckResult.FAILED]
    assert driver.until(State.MOVING).state is State.MOVING


@pytest.mark.parametrize("word", [Command.CONTINUE, Command.SKIP, Command.EASIER])
def test_a_stop_in_a_failed_check_is_no_way_past_the_key(word: Command) -> None:
    driver = fail(checked()).stop(Command.STOP).run(10)
    before = len(driver.entries)
    driver.say(word).run(20)
    assert driver.state is State.HEARING_CHECK
    assert driver.spoken(before) == [BOOK.text(Phrase("check_failed"))]
    driver.say(Command.CONTINUE)
    assert result(driver) == []


@pytest.mark.parametrize("key", [Command.SKIP, Command.EASIER, Command.YES, Command.BACK])
def test_no_other_key_starts_a_failed_check(key: Command) -> None:
    driver = fail(checked()).press(key).run(5)
    assert driver.state is State.HEARING_CHECK
    assert result(driver) == []


@pytest.mark.parametrize("word", [Command.SKIP, Command.BACK, Command.EASIER, Command.CONTINUE])
def test_trouble_in_the_check_pauses_and_no_word_leads_past_the_check(word: Command) -> None:
    driver = checked()
    driver.send(Troubled("the voice failed"))
    driver.run(10).say(word).run(20)
    resumed = word is Command.CONTINUE
    assert driver.state is (State.HEARING_CHECK if resumed else State.PAUSED)
    assert driver.say(Command.FINISH).say(Command.YES).run(1).state is State.GOODBYE


def test_a_stop_in_the_goodbye_after_finish_opens_no_check_again() -> None:
    driver = checked().say(Command.FINISH).run(1).stop(Command.STOP).run(8)
    assert driver.say(Command.CONTINUE).state is State.GOODBYE


def test_a_failed_check_without_an_answer_ends_the_session() -> None:
    assert fail(checked()).to_the_end().sets_done == 0


def test_it_can_be_left_out_for_today_by_saying_so() -> None:
    driver = checked()
    before = len(driver.entries)
    driver.say(Command.SKIP)
    assert driver.spoken(before)[0] == "No hearing check until tomorrow, then."
    assert result(driver) == [CheckResult.SKIPPED]


@pytest.mark.parametrize("word", [Command.CONTINUE, Command.START, Command.PAUSE, Command.DONE])
def test_no_other_word_gets_past_it(word: Command) -> None:
    driver = checked()
    before = len(driver.entries)
    driver.say(word).run(2)
    assert driver.state is State.HEARING_CHECK
    assert driver.spoken(before) == ["Please say stop."]


def test_finish_ends_it_and_the_session() -> None:
    assert checked().say(Command.FINISH).state is State.GOODBYE


def questioned() -> Driver:
    """Return a session that has passed its check and asks its first question."""
    driver = Driver(two_exercises(), check=EVERY_DAY, questions=(BACK_NOW,)).begin().run(12)
    return driver.stop(Command.STOP).run(5).stop(Command.STOP).run(12)


def recorded(driver: Driver) -> list[str]:
    return [effect.kind for effect in driver.since(0) if isinstance(effect, Record)]


@pytest.mark.parametrize("word", [Command.FINISH, None])
def test_leaving_at_the_first_question_after_it_leaves_no_session(
    word: Command | None,
) -> None:
    driver = questioned().say(*filter(None, (word,))).to_the_end()
    assert driver.spoken()[-1] == BOOK.text(Phrase("that_is_all"))
    assert recorded(driver) == []


@pytest.mark.parametrize(
    ("happens", "kinds"),
    [
        (Driver.stop, ["stop", "pain handled"]),
        (Driver.cry, ["near miss"]),
        (Driver.lose_sound, ["sound lost"]),
        (lambda driver: driver.say(Command.FIVE), ["answer"]),
    ],
)
def test_whatever_was_recorded_before_the_end_has_a_session_to_belong_to(
    happens: Callable[[Driver], Driver], kinds: list[str]
) -> None:
    driver = happens(questioned()).say(Command.FINISH).to_the_end()
    assert recorded(driver) == [*kinds, "session", "hearing check", "closing"]


def test_how_it_ended_is_written_down_with_the_session() -> None:
    driver = questioned().say(Command.ONE)
    assert recorded(driver) == ["answer", "session", "hearing check"]
    assert driver.records("hearing check") == [{"result": "passed"}]


def test_sound_that_is_lost_and_found_leads_back_to_the_check() -> None:
    driver = checked().lose_sound().run(5).find_sound().run(5).say(Command.CONTINUE).run(15)
    assert driver.state is State.HEARING_CHECK
    assert driver.spoken()[-1] == "Please say stop."


def asked_to_keep(driver: Driver) -> list[str]:
    return [e.what.keep for e in driver.entries if isinstance(e.what, MeasureRoom) and e.what.keep]


def test_the_first_check_keeps_three_examples_of_each_word() -> None:
    driver = checked(first_time=True)
    for _ in range(3):
        driver.stop(Command.STOP).run(5)
    for _ in range(3):
        driver.stop(Command.PAIN).run(5)
    assert asked_to_keep(driver) == ["stop"] * 3 + ["pain"] * 3
    assert driver.spoken()[-1].startswith("Now say stop while I am speaking.")


def test_an_example_counts_when_a_voice_was_there_though_no_word_was_known() -> None:
    """Whose words are not known yet needs the learning most."""
    driver = checked(first_time=True).run(8)
    assert asked_to_keep(driver) == ["stop"]
    assert driver.spoken()[-1] == "Once more, please. Stop."


def test_stop_for_pain_is_taken_as_a_misheard_pain_only_where_pain_was_asked_for() -> None:
    driver = checked(first_time=True)
    for _ in range(3):
        driver.stop(Command.STOP).run(5)
    driver.stop(Command.STOP).run(5)
    assert asked_to_keep(driver)[-1] == "pain"


def test_a_check_that_is_left_out_is_said_to_be_left_out() -> None:
    driver = Driver(two_exercises(), opening=(phrase("check_left_out"),)).begin()
    assert "Today there is no hearing check, as you asked." in driver.spoken()[1]


def test_each_word_releases_what_its_reflex_latched() -> None:
    driver = checked().stop(Command.STOP)
    assert sum(isinstance(effect, Release) for effect in driver.since(0)) == 1
    assert not driver.loudspeaker.latched


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (NOTHING, "advice_nothing"),
        (RoomLevels(voice_db=None, noise_db=-30), "advice_noise"),
        (RoomLevels(voice_db=-30, noise_db=-38), "advice_noise"),
        (RoomLevels(voice_db=-55, noise_db=-62), "advice_closer"),
        (RoomLevels(voice_db=-30, noise_db=-60, echo_db=-20), "advice_echo"),
        (GOOD, "advice_clearly"),
    ],
)
def test_the_advice_names_the_likeliest_cause(levels: RoomLevels, expected: str) -> None:
    said = advice(levels)
    assert isinstance(said, Phrase)
    assert said.id == expected
