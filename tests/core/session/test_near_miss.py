"""A cry or half a stop word in the middle of a question: did it hurt, and back to the question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backtalk.core.dialogue.hearing_check import EVERY_DAY, FIRST_TIME
from backtalk.core.dialogue.questions import BACK_NOW, BY_ID
from backtalk.core.model.effects import CheckEnded, Entered
from backtalk.core.model.events import Command, Phrase, RoomLevels
from backtalk.core.model.history import DoneSet, InterruptedSession
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from backtalk.core.session.setup import SessionSetup
from tests.core.driver import BOOK, Driver, texts
from tests.core.samples import COUNTED, plan, two_exercises
from tests.people import ANNA, BERT

DID_THAT_HURT = "Did that hurt? Say yes or no."
HOW_BAD = "How bad is it now, from zero to ten?"
NOTHING = RoomLevels(voice_db=None, noise_db=-60)
WRONG_WORDS = [None, Command.PAIN, Command.UNWELL]
"""What is no attempt at 'stop': a cry, and half of another word."""


def check() -> Driver:
    return Driver(two_exercises(), check=EVERY_DAY).begin().run(12)


def first_check() -> Driver:
    return Driver(two_exercises(), check=FIRST_TIME).begin().run(14)


def check_over_the_coach() -> Driver:
    return check().stop(Command.STOP).run(3)


def failed_check() -> Driver:
    driver = check()
    driver.levels = NOTHING
    return driver.run(80)


def who_is_it() -> Driver:
    theirs = SessionSetup(two_exercises())
    driver = Driver(two_exercises(), candidates=(ANNA, BERT), identify=lambda _: theirs)
    return driver.begin().run(4).say(Command.NO).run(4)


def interview() -> Driver:
    questions = (BY_ID["fever"], BACK_NOW)
    return Driver(two_exercises(), questions=questions).begin().run(20).say(Command.NO).run(12)


def interview_by_keys() -> Driver:
    driver = interview()
    for _ in range(4):
        driver.say(Command.YES).run(8)
    question = driver.view.question
    assert question is not None
    assert question.needs_key
    return driver


def offer() -> Driver:
    done = DoneSet("bridge", "standard", 1, "right", 2, 2, 10.0)
    interrupted = InterruptedSession("old", "sample", 0, "", 5, (done,))
    return Driver(two_exercises(), interrupted=interrupted).begin().run(8)


def how_was_it() -> Driver:
    driver = Driver(plan(COUNTED), questions=()).begin()
    return driver.until(State.MOVING).until(State.DEBRIEF).run(6)


def shall_we_finish() -> Driver:
    return Driver(two_exercises()).begin().until(State.MOVING).say(Command.FINISH).run(3)


QUESTIONS: dict[str, Callable[[], Driver]] = {
    "the check": check,
    "the check over the coach's voice": check_over_the_coach,
    "the check that has failed": failed_check,
    "who is it": who_is_it,
    "the interview": interview,
    "the interview by keys": interview_by_keys,
    "the offer to go on": offer,
    "how was it": how_was_it,
    "whether to finish": shall_we_finish,
}
BEFORE_THE_SESSION = [name for name in QUESTIONS if name not in {"how was it", "whether to finish"}]


@pytest.fixture(params=QUESTIONS)
def asked(request: pytest.FixtureRequest) -> Driver:
    """A session that waits for an answer to each of its questions in turn."""
    return QUESTIONS[request.param]()


@pytest.mark.parametrize("suspected", WRONG_WORDS)
def test_it_asks_whether_it_hurt(asked: Driver, suspected: Command | None) -> None:
    before = len(asked.entries)
    asked.cry() if suspected is None else asked.half_say(suspected)
    assert asked.state is State.NEAR_MISS
    assert asked.spoken(before) == [DID_THAT_HURT]
    assert asked.records("near miss") == [{}]


@pytest.mark.parametrize("no", [Command.NO, Command.CONTINUE])
def test_no_leads_back_to_the_very_question_that_was_open(asked: Driver, no: Command) -> None:
    state, question = asked.state, asked.view.question
    assert question is not None
    asked.cry().run(3)
    before = len(asked.entries)
    asked.say(no)
    assert (asked.state, asked.view.question) == (state, question)
    assert asked.spoken(before) == list(texts(question.lines))
    assert not [e for e in asked.since(before) if isinstance(e, Record | CheckEnded)]


@pytest.mark.parametrize("yes", [Command.YES, None])
def test_yes_and_silence_are_a_report_of_pain(asked: Driver, yes: Command | None) -> None:
    asked.cry().run(3)
    before = len(asked.entries)
    asked.say(*filter(None, (yes,))).run(9)
    assert asked.state is State.PAIN_SCORE
    assert asked.loudspeaker.latched
    assert asked.spoken(before)[-1] == HOW_BAD
    assert asked.records("stop")[-1]["word"] == "pain"


@pytest.mark.parametrize("name", BEFORE_THE_SESSION)
def test_after_pain_what_was_asked_comes_before_any_exercise(name: str) -> None:
    driver = QUESTIONS[name]()
    state = driver.state
    driver.cry().run(3).say(Command.YES).run(9).say(Command.ONE).run(10).say(Command.EASIER)
    assert driver.state is state
    assert State.MOVING.value not in {e.state for e in driver.since(0) if isinstance(e, Entered)}


def test_a_second_near_miss_does_not_ask_twice(asked: Driver) -> None:
    asked.cry()
    before = len(asked.entries)
    asked.half_say(Command.PAIN)
    assert asked.since(before) == []


def test_finish_ends_the_session(asked: Driver) -> None:
    assert asked.cry().run(3).say(Command.FINISH).state is State.GOODBYE


def test_a_stop_word_in_the_question_stops_as_always(asked: Driver) -> None:
    assert asked.cry().run(1).stop(Command.STOP).state is State.STOPPED


def test_the_patience_that_was_used_up_is_kept() -> None:
    """After two silences it is a new person; a near miss between them changes no count."""
    driver = who_is_it().run(11).run(6).cry().run(3).say(Command.NO).run(6)
    assert driver.state is State.IDENTIFY
    driver.run(10)
    assert driver.state is not State.IDENTIFY


def test_an_answer_that_was_given_is_not_asked_for_again() -> None:
    driver = interview().cry().run(3).say(Command.NO).run(9).say(Command.YES).run(9)
    driver.cry().run(3).say(Command.NO).run(9).say(Command.ONE)
    answers = [(each["question"], each["answer"]) for each in driver.records("answer")]
    assert answers == [("fever", "no"), (BACK_NOW.id, "1")]


def first_question(heard_s: float) -> Driver:
    """Return Anna's session in its first question, `heard_s` after she has said who she is."""
    theirs = SessionSetup(two_exercises(), questions=(BY_ID["fever"], BACK_NOW))
    driver = Driver(two_exercises(), candidates=(ANNA, BERT), identify=lambda _: theirs)
    return driver.begin().run(4).say(Command.YES).run(heard_s)


def test_an_introduction_that_was_heard_is_not_said_again() -> None:
    driver = first_question(heard_s=18)
    driver.cry().run(3)
    before = len(driver.entries)
    driver.say(Command.NO).run(5)
    assert driver.spoken(before) == ["Do you have a fever?"]
    driver.say(Command.NO)
    assert [each["question"] for each in driver.records("answer")] == ["fever"]


def test_an_introduction_that_was_cut_short_is_begun_again() -> None:
    driver = first_question(heard_s=1)
    driver.cry().run(3)
    before = len(driver.entries)
    driver.say(Command.NO)
    introduction = BOOK.text(Phrase("interview_intro"))
    assert driver.spoken(before) == ["Hello, Anna.", introduction, "Do you have a fever?"]


@pytest.mark.parametrize("checked", [check, first_check])
def test_what_the_check_is_for_is_not_said_again(checked: Callable[[], Driver]) -> None:
    driver = checked().cry().run(3)
    before = len(driver.entries)
    driver.say(Command.NO)
    assert driver.spoken(before) == ["Please say stop."]


def test_advice_that_was_heard_is_not_said_again() -> None:
    driver = check()
    driver.levels = NOTHING
    driver.run(13).cry().run(3)
    before = len(driver.entries)
    driver.say(Command.NO)
    assert driver.spoken(before) == ["Please say stop."]


def test_the_word_of_the_check_is_asked_for_again_and_passes() -> None:
    driver = check_over_the_coach().cry().run(3).say(Command.NO).run(2).stop(Command.STOP)
    assert [each["result"] for each in driver.records("hearing check")] == ["passed"]


def test_half_of_the_word_that_the_check_asks_for_is_an_attempt_that_was_not_heard() -> None:
    driver = check()
    before = len(driver.entries)
    driver.half_say(Command.STOP)
    assert driver.since(before) == []
    driver.run(10)
    assert driver.spoken(before) == [BOOK.text(Phrase("advice_clearly")), "Please say stop."]


def test_half_a_word_that_becomes_clear_is_the_answer() -> None:
    driver = check().half_say(Command.STOP).run(0.5).stop(Command.STOP).run(2)
    assert driver.state is State.HEARING_CHECK
    assert driver.spoken()[-1].startswith("Now say stop while I am speaking.")


@pytest.mark.parametrize("suspected", [Command.PAIN, Command.STOP])
def test_where_pain_is_asked_for_half_a_stop_is_an_attempt_at_it(suspected: Command) -> None:
    driver = first_check()
    for _ in range(3):
        driver.stop(Command.STOP).run(5)
    before = len(driver.entries)
    assert driver.half_say(suspected).since(before) == []
    assert driver.cry().spoken(before) == [DID_THAT_HURT]


def test_half_a_stop_is_no_attempt_once_the_check_waits_for_a_key() -> None:
    driver = failed_check()
    before = len(driver.entries)
    assert driver.half_say(Command.STOP).spoken(before) == [DID_THAT_HURT]


def test_silence_in_a_goodbye_that_says_whom_to_call_does_not_lose_whom_to_call() -> None:
    questions = (BY_ID["bladder-or-bowel"], BACK_NOW)
    driver = Driver(two_exercises(), questions=questions).begin().run(20)
    driver.say(Command.YES).run(12).say(Command.YES)
    assert driver.state is State.GOODBYE
    before = len(driver.entries)
    driver.run(1).cry().run(3).say(Command.NO)
    assert BOOK.text(Phrase("red_flag_urgent")) in driver.spoken(before)


@pytest.mark.parametrize("answer", [None, Command.FINISH])
def test_a_warning_sign_is_not_lost_when_something_else_ends_the_session(
    answer: Command | None,
) -> None:
    """It was raised and is being read back; then a cry, and the person ends it or is silent."""
    questions = (BY_ID["bladder-or-bowel"], BACK_NOW)
    driver = (
        Driver(two_exercises(), questions=questions).begin().run(20).say(Command.YES).run(4).cry()
    )
    driver.run(3).say(*filter(None, (answer,))).to_the_end()
    assert driver.spoken().count(BOOK.text(Phrase("red_flag_urgent"))) == 1
