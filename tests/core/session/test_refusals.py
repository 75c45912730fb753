"""Whole sentences that are no command: what a refusal and a doubt lead to, in every state."""

from __future__ import annotations

import pytest

from backtalk.core.dialogue.hearing_check import EVERY_DAY
from backtalk.core.dialogue.questions import BACK_NOW, BY_ID
from backtalk.core.model.effects import Speak
from backtalk.core.model.events import Command, Doubted, RoomLevels
from backtalk.core.model.events import Refused as Refusal
from backtalk.core.session.machine.states import LATCHED, State
from tests.core.driver import Driver
from tests.core.paths import driver_in
from tests.core.samples import two_exercises

STAYING = "All right, we stay here."
OFFER = "Say finish to end."
STAYS = (State.PAIN_SCORE, State.PAIN_CHOICE, State.STOPPED, State.NO_AUDIO, State.PAUSED)
"""Nothing goes on by itself, and the person is told so."""
NOTHING = [s for s in State if s not in {*STAYS, State.CONFIRM_FINISH}]
REFUSED = [None, *Command]
FEVER = BY_ID["fever"]
DIABETES = BY_ID["diabetes"]
NUMBER = "Tell me a number, please. Zero is nothing. Ten is the worst."


def said(driver: Driver, event: Refusal | Doubted) -> list[str]:
    """Return what the coach says to `event`."""
    before = len(driver.entries)
    driver.send(event)
    return driver.spoken(before)


@pytest.mark.parametrize("command", REFUSED)
@pytest.mark.parametrize("state", NOTHING)
def test_at_work_and_before_a_question_a_refusal_changes_nothing(
    state: State, command: Command | None
) -> None:
    driver = driver_in(state)
    before, deadline_s = len(driver.entries), driver.session.next_deadline()
    driver.send(Refusal(command))
    assert driver.since(before) == []
    assert (driver.state, driver.session.next_deadline()) == (state, deadline_s)


@pytest.mark.parametrize("command", REFUSED)
@pytest.mark.parametrize("state", STAYS)
def test_where_it_waits_the_coach_says_that_it_stays(state: State, command: Command | None) -> None:
    driver = driver_in(state).run(9)
    question = driver.view.question
    offered = [OFFER] if command in {Command.CONTINUE, Command.START} else []
    before = len(driver.entries)
    assert said(driver, Refusal(command)) == [STAYING, *offered]
    assert (driver.state, driver.view.question) == (state, question)
    spoken = [e for e in driver.since(before) if isinstance(e, Speak)]
    assert [e.safety for e in spoken] == [state in LATCHED]


@pytest.mark.parametrize("state", STAYS)
def test_patience_begins_again_after_a_refusal(state: State) -> None:
    driver = driver_in(state).run(9)
    question = driver.view.question
    assert question is not None
    driver.run(question.wait_s - 8)
    driver.send(Refusal())
    before = len(driver.entries)
    driver.run(question.wait_s)
    assert driver.spoken(before) == []
    driver.run(3)
    assert driver.spoken(before) != []


@pytest.mark.parametrize("state", [s for s in STAYS if s is not State.NO_AUDIO])
def test_a_refusal_in_the_middle_of_a_question_does_not_cut_it_short(state: State) -> None:
    driver = driver_in(state).run(0.2)
    question = driver.view.question
    assert question is not None
    driver.send(Refusal(Command.SKIP)) if state is not State.PAUSED else driver.send(Refusal())
    assert not driver.view.awaits_answer
    driver.run(15)
    assert driver.view.awaits_answer
    assert driver.spoken()[-1] == STAYING


def test_help_after_a_refusal_repeats_the_question_itself() -> None:
    driver = driver_in(State.STOPPED).run(9)
    driver.send(Refusal(Command.CONTINUE))
    assert driver.run(5).say(Command.HELP).spoken()[-1] == "Say continue to go on, or finish."


def test_after_i_cannot_go_on_finish_ends_it_and_silence_too() -> None:
    for word in (Command.FINISH, None):
        driver = driver_in(State.STOPPED).run(9)
        driver.send(Refusal(Command.CONTINUE))
        driver.run(6).say(*filter(None, (word,))).to_the_end()
        assert driver.sets_done == 0


def test_do_not_finish_is_a_no() -> None:
    driver = driver_in(State.CONFIRM_FINISH).run(3)
    driver.send(Refusal(Command.FINISH))
    assert driver.state is State.INTRODUCING
    paused = driver_in(State.PAUSED).say(Command.FINISH).run(3)
    paused.send(Refusal(Command.FINISH))
    assert paused.state is State.PAUSED


@pytest.mark.parametrize("command", [c for c in REFUSED if c is not Command.FINISH])
def test_asked_whether_to_finish_any_other_refusal_waits(command: Command | None) -> None:
    """Silence would go on there: 'hold on' and "I can't go on" must not end in that."""
    driver = driver_in(State.CONFIRM_FINISH).run(3)
    assert said(driver, Refusal(command)) == ["Paused. Say continue when you are ready."]
    assert driver.run(60).state is State.PAUSED


# ---------------------------------------------------------------- doubts


def asking(*items: str) -> Driver:
    questions = tuple(BY_ID[item] for item in items)
    return Driver(two_exercises(), questions=questions).begin().run(20)


@pytest.mark.parametrize(
    "state", [s for s in State if s not in {State.INTERVIEW, State.PAIN_SCORE}]
)
def test_elsewhere_a_doubt_changes_nothing(state: State) -> None:
    driver = driver_in(state)
    before, deadline_s = len(driver.entries), driver.session.next_deadline()
    driver.send(Doubted())
    assert driver.since(before) == []
    assert (driver.state, driver.session.next_deadline()) == (state, deadline_s)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("fever", ["If you are not sure, say yes.", "Do you have a fever?"]),
        ("diabetes", ["Please say yes or no.", "Do you have diabetes?"]),
        (BACK_NOW.id, [NUMBER]),
    ],
)
def test_a_doubt_about_a_question_is_asked_about_in_other_words(
    item: str, words: list[str]
) -> None:
    driver = asking(item)
    for _ in range(5):  # as often as it is said: whoever speaks has not fallen silent
        assert said(driver, Doubted()) == words
        driver.run(8)
    question = driver.view.question
    assert question is not None
    assert not question.needs_key
    assert driver.records("answer") == []


def test_a_doubt_about_what_was_read_back_is_asked_about_plainly() -> None:
    driver = asking("fever", BACK_NOW.id).say(Command.YES).run(8)
    words = said(driver, Doubted())
    assert words == ["Please say yes or no.", "You said yes to a fever.", "Is that right?"]
    assert driver.state is State.INTERVIEW


def test_after_a_doubt_an_answer_counts_as_ever() -> None:
    driver = asking("diabetes", BACK_NOW.id)
    driver.send(Doubted())
    driver.run(8).say(Command.NO)
    assert [(each["question"], each["answer"]) for each in driver.records("answer")] == [
        ("diabetes", "no")
    ]


def test_a_doubt_about_the_number_asks_for_it_again_and_counts_as_no_silence() -> None:
    driver = driver_in(State.PAIN_SCORE).run(8)
    for _ in range(3):
        assert said(driver, Doubted()) == [NUMBER]
        driver.run(10)
    assert driver.state is State.PAIN_SCORE
    assert driver.say(Command.TWO).state is State.PAIN_CHOICE


def test_doubts_about_a_cry_end_as_silence_does() -> None:
    driver = driver_in(State.NEAR_MISS).run(4)
    for _ in range(4):
        driver.run(1).send(Doubted())
    assert driver.run(5).state is State.PAIN_SCORE


# ---------------------------------------------------------------- where only a key may answer


def failed_check() -> Driver:
    driver = Driver(two_exercises(), check=EVERY_DAY).begin().run(12)
    driver.levels = RoomLevels(voice_db=None, noise_db=-60)
    return driver.run(80)


def interview_by_keys() -> Driver:
    driver = asking("diabetes", BACK_NOW.id)
    for _ in range(3):
        driver.say(Command.REPEAT).run(8)
    return driver.run(15)


@pytest.fixture(params=[failed_check, interview_by_keys])
def by_keys(request: pytest.FixtureRequest) -> Driver:
    """A session whose question only a key may answer."""
    driver: Driver = request.param()
    question = driver.view.question
    assert question is not None
    assert question.needs_key
    return driver


@pytest.mark.parametrize("command", [Command.FINISH, Command.LEG])
def test_what_ends_works_by_voice_where_a_key_is_required(
    by_keys: Driver, command: Command
) -> None:
    assert by_keys.say(command).state is State.GOODBYE


@pytest.mark.parametrize("command", [Command.HELP, Command.LOUDER, Command.QUIETER])
def test_help_and_the_volume_work_by_voice_where_a_key_is_required(
    by_keys: Driver, command: Command
) -> None:
    before, state = len(by_keys.entries), by_keys.state
    by_keys.say(command)
    assert by_keys.since(before) != []
    assert by_keys.state is state


@pytest.mark.parametrize("command", [Command.YES, Command.NO, Command.CONTINUE, Command.BACK])
def test_the_answers_themselves_need_the_key(by_keys: Driver, command: Command) -> None:
    before = len(by_keys.entries)
    by_keys.say(command)
    assert by_keys.since(before) == []
