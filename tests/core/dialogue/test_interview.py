"""The questions before a session, and the one after it: by voice, by keys, and with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from backtalk.core.dialogue.questions import (
    AFTERWARDS,
    BACK_NOW,
    BY_ID,
    EVERY_TIME,
    HANGING,
    MONTHLY,
    RED_FLAGS,
    Form,
    Item,
    Kind,
)
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.effects import Speak
from backtalk.core.model.events import SCORES, Command, Line, Phrase
from backtalk.core.model.plan import Plan
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from tests.core.driver import BOOK, Driver
from tests.core.samples import HELD, plan, two_exercises

FEVER, DIABETES = BY_ID["fever"], BY_ID["diabetes"]
PREGNANT, AGREED = BY_ID["pregnancy"], BY_ID["agreed:pregnancy"]
WELCOME = "Welcome. The sample routine."


def asking(*items: Item, known: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {"questions": items, "known": known or {}, "whom_to_call": "Doctor Brown"}


def asked(what: dict[str, Any]) -> Driver:
    """Return a session that has just said its first question."""
    return Driver(two_exercises(), **what).begin().run(12)


def words(line: Line) -> str:
    return BOOK.text(line)


def answers(driver: Driver) -> list[tuple[object, object]]:
    return [(each["question"], each["answer"]) for each in driver.records("answer")]


def last(driver: Driver) -> str:
    return driver.spoken()[-1]


def test_it_asks_before_the_welcome_and_says_that_one_may_ask_why() -> None:
    driver = asked(asking(DIABETES, BACK_NOW))
    assert driver.state is State.INTERVIEW
    assert driver.spoken() == [words(Phrase("interview_intro")), "Do you have diabetes?"]


def test_answered_the_session_is_welcomed() -> None:
    driver = asked(asking(DIABETES, BACK_NOW)).say(Command.NO).run(10).say(Command.ONE)
    assert answers(driver) == [("diabetes", "no"), ("pain-now", "1")]
    assert any(text.startswith(WELCOME) for text in driver.spoken())
    assert driver.until(State.MOVING).state is State.MOVING


def test_an_answer_is_written_down_before_the_next_question_is_said() -> None:
    driver = asked(asking(DIABETES, BACK_NOW))
    before = len(driver.entries)
    driver.say(Command.NO)
    kinds = [e.kind if isinstance(e, Record) else type(e).__name__ for e in driver.since(before)]
    assert kinds.index("answer") < kinds.index("Speak")


@pytest.mark.parametrize("flag", RED_FLAGS, ids=lambda flag: flag.id)
def test_a_red_flag_is_read_back_and_then_ends_the_session_and_says_whom_to_call(
    flag: Item,
) -> None:
    driver = asked(asking(flag, BACK_NOW))
    before = len(driver.entries)
    driver.say(Command.YES).run(8)
    said, asks = driver.spoken(before)
    assert said.startswith("You said yes to ")
    assert asks == "Is that right?"
    before = len(driver.entries)
    driver.say(Command.YES)
    whom = "emergency number" if flag.urgent else "Doctor Brown"
    assert whom in driver.spoken(before)[0]
    driver.to_the_end()
    assert driver.sets_done == 0
    assert answers(driver) == [(flag.id, "yes")]


@pytest.mark.parametrize("flag", RED_FLAGS, ids=lambda flag: flag.id)
def test_no_word_gets_past_a_red_flag(flag: Item) -> None:
    driver = asked(asking(flag, BACK_NOW)).say(Command.YES).run(8).say(Command.YES)
    driver.stop(Command.STOP).run(10).say(Command.CONTINUE).run(20).say(
        Command.NO, Command.ZERO, Command.START
    )
    driver.to_the_end()
    assert driver.sets_done == 0
    assert not driver.records("set")


@pytest.mark.parametrize("flag", RED_FLAGS, ids=lambda flag: flag.id)
def test_a_stop_while_a_red_flag_is_read_back_does_not_lose_it(flag: Item) -> None:
    driver = asked(asking(flag, BACK_NOW)).say(Command.YES).stop(Command.STOP)
    before = len(driver.entries)
    driver.run(10).say(Command.CONTINUE).run(8)
    assert driver.spoken(before)[-1] == "Is that right?"
    driver.say(Command.YES).to_the_end()
    assert driver.sets_done == 0


@pytest.mark.parametrize("word", [Command.FINISH, Command.CONTINUE, None])
def test_a_person_who_raised_a_red_flag_and_does_not_answer_is_told_whom_to_call(
    word: Command | None,
) -> None:
    driver = asked(asking(FEVER, BACK_NOW)).say(Command.YES).run(6)
    for _ in range(3 if word else 0):
        driver.say(*filter(None, (word,))).run(6)
    driver.to_the_end()
    assert any("Doctor Brown" in text for text in driver.spoken())
    assert answers(driver) == [("fever", "yes")]


def test_a_misheard_yes_to_a_red_flag_is_asked_once_more_and_forgotten() -> None:
    driver = asked(asking(*RED_FLAGS[4:6], BACK_NOW)).say(Command.NO).run(6).say(Command.YES)
    before = len(driver.entries)
    driver.run(8).say(Command.NO).run(8)
    again = words(Phrase("once_again"))
    assert driver.spoken(before) == [again, words(RED_FLAGS[5].ask)]
    assert driver.records("answer taken back") == [{"question": RED_FLAGS[5].id}]
    driver.say(Command.NO).run(8).say(Command.YES).run(8).say(Command.ZERO)
    assert driver.until(State.MOVING).state is State.MOVING


def test_after_the_last_red_flag_it_reads_back_what_it_understood() -> None:
    driver = asked(asking(*RED_FLAGS[4:], DIABETES))
    for _ in RED_FLAGS[4:]:
        before = len(driver.entries)
        driver.say(Command.NO).run(8)
    assert driver.spoken(before) == ["You said no to all of those.", "Is that right?"]
    assert driver.say(Command.YES).spoken()[-1] == "Do you have diabetes?"


def test_a_misheard_no_is_heard_of_when_it_is_read_back_and_all_flags_are_asked_once_more() -> None:
    driver = asked(asking(*RED_FLAGS[4:], BACK_NOW)).say(Command.NO).run(6)
    driver.say(Command.NO).run(6).say(Command.NO).run(8).say(Command.NO).run(6)
    taken_back = [each["question"] for each in driver.records("answer taken back")]
    assert taken_back == [flag.id for flag in RED_FLAGS[4:]]
    assert last(driver) == words(RED_FLAGS[4].ask)
    driver.say(Command.YES).run(8).say(Command.YES).to_the_end()
    assert any("Doctor Brown" in text for text in driver.spoken())


def test_what_was_not_right_twice_is_left_for_the_keys() -> None:
    driver = asked(asking(FEVER, BACK_NOW))
    for _ in range(2):
        driver.say(Command.NO).run(8).say(Command.NO).run(20)
    assert words(Phrase("press_yes_or_no")) in driver.spoken()
    before = len(driver.entries)
    driver.say(Command.NO, Command.YES)
    assert driver.spoken(before) == []
    driver.press(Command.NO).run(8).say(Command.YES).press(Command.YES).run(8).say(Command.ZERO)
    assert driver.until(State.MOVING).state is State.MOVING


def test_unconfirmed_red_flags_begin_nothing() -> None:
    driver = asked(asking(FEVER, BACK_NOW)).say(Command.NO).to_the_end()
    assert words(Phrase("not_without_answers")) in driver.spoken()
    assert driver.sets_done == 0


def test_back_takes_the_last_answer_back_and_asks_for_it_again() -> None:
    driver = asked(asking(DIABETES, PREGNANT, BACK_NOW)).say(Command.NO).run(6)
    before = len(driver.entries)
    driver.say(Command.BACK).run(6)
    assert driver.spoken(before) == ["Do you have diabetes?"]
    driver.say(Command.YES).run(6).say(Command.NO).run(9).say(Command.ZERO)
    assert driver.records("answer taken back") == [{"question": "diabetes"}]
    assert answers(driver)[1:] == [("diabetes", "yes"), ("pregnancy", "no"), ("pain-now", "0")]
    assert driver.until(State.MOVING).state is State.MOVING


def test_back_twice_goes_back_two_questions_and_drops_what_depended_on_them() -> None:
    driver = asked(asking(DIABETES, PREGNANT, AGREED, BACK_NOW)).say(Command.NO).run(6)
    driver.say(Command.YES).run(6).say(Command.BACK).run(6).say(Command.BACK).run(6)
    assert last(driver) == "Do you have diabetes?"
    driver.say(Command.NO).run(6).say(Command.NO).run(6)
    assert last(driver) == words(BACK_NOW.ask)


def test_back_before_the_first_answer_says_that_nothing_comes_before() -> None:
    driver = asked(asking(DIABETES))
    before = len(driver.entries)
    driver.say(Command.BACK)
    assert driver.spoken(before) == [words(Phrase("nothing_before")), "Do you have diabetes?"]


def test_back_to_a_red_flag_has_them_read_back_again() -> None:
    driver = asked(asking(FEVER, DIABETES)).say(Command.NO).run(8).say(Command.YES).run(8)
    driver.say(Command.BACK).run(6)
    assert last(driver) == "Do you have a fever?"
    driver.say(Command.NO).run(8)
    assert last(driver) == "Is that right?"


def test_back_is_a_key_too() -> None:
    driver = asked(asking(DIABETES, BACK_NOW)).say(Command.NO).run(90)
    assert words(Phrase("press_a_number")) in driver.spoken()
    driver.press(Command.BACK)
    assert last(driver) == "Do you have diabetes?"


@pytest.mark.parametrize("word", [Command.WHY, Command.HELP])
@pytest.mark.parametrize("item", [*MONTHLY, HANGING, *EVERY_TIME], ids=lambda item: item.id)
def test_why_gives_the_reason_and_asks_again(item: Item, word: Command) -> None:
    parent = {item.after: "yes"} if item.after else {}
    driver = asked(asking(item, known=parent))
    before = len(driver.entries)
    driver.say(word)
    assert driver.spoken(before) == [words(item.why), words(item.ask)]


def test_asking_why_is_no_unclear_answer() -> None:
    driver = asked(asking(DIABETES))
    for _ in range(5):
        driver.say(Command.WHY).run(12)
    assert driver.state is State.INTERVIEW
    assert driver.say(Command.NO).until(State.MOVING).state is State.MOVING


def test_silence_is_asked_about_twice_and_then_left_for_the_keys() -> None:
    driver = asked(asking(DIABETES)).run(60)
    tries = [text for text in driver.spoken() if text == "Do you have diabetes?"]
    assert len(tries) == 4
    assert driver.spoken().count(words(Phrase("press_yes_or_no"))) == 1
    assert words(Phrase("not_understood")) not in driver.spoken()
    before = len(driver.entries)
    driver.say(Command.NO, Command.YES, Command.WHY)
    assert driver.spoken(before) == []
    driver.press(Command.NO)
    assert answers(driver) == [("diabetes", "no")]
    assert driver.until(State.MOVING).state is State.MOVING


def test_a_wrong_word_is_unclear() -> None:
    driver = asked(asking(DIABETES)).say(Command.CONTINUE).run(3)
    assert driver.spoken()[-2:] == ["I did not get that.", "Do you have diabetes?"]
    driver.say(Command.CONTINUE).run(3).say(Command.CONTINUE)
    assert driver.spoken()[-3:-1] == [
        words(Phrase("not_understood")),
        words(Phrase("press_yes_or_no")),
    ]


def test_a_number_is_asked_for_by_number_keys() -> None:
    driver = asked(asking(BACK_NOW)).run(80)
    assert words(Phrase("press_a_number")) in driver.spoken()
    driver.press(Command.TWO)
    assert answers(driver) == [("pain-now", "2")]


def test_without_an_answer_the_session_does_not_begin() -> None:
    driver = asked(asking(DIABETES)).to_the_end()
    assert words(Phrase("not_without_answers")) in driver.spoken()
    assert driver.sets_done == 0
    assert answers(driver) == []


def test_finish_ends_it() -> None:
    driver = asked(asking(DIABETES)).say(Command.FINISH).to_the_end()
    assert driver.sets_done == 0


def test_the_volume_can_be_changed_in_between() -> None:
    driver = asked(asking(DIABETES)).say(Command.LOUDER).say(Command.NO)
    assert answers(driver) == [("diabetes", "no")]


def test_pain_in_the_interview_is_asked_about_and_then_the_questions_go_on() -> None:
    driver = asked(asking(DIABETES, BACK_NOW)).stop(Command.PAIN)
    assert driver.spoken()[-1] == "How bad is it now, from zero to ten?"
    driver.run(10).say(Command.ONE).run(10)
    before = len(driver.entries)
    driver.say(Command.EASIER).run(8)
    assert driver.state is State.INTERVIEW
    assert driver.spoken(before) == ["Do you have diabetes?"]
    assert not driver.loudspeaker.latched
    assert [each["exercise"] for each in driver.records("pain")] == [""]


def test_pain_of_five_in_the_interview_ends_the_session() -> None:
    driver = asked(asking(DIABETES)).stop(Command.PAIN).run(10).say(Command.FIVE).to_the_end()
    assert driver.sets_done == 0


def test_lost_sound_waits_and_then_the_questions_go_on() -> None:
    driver = asked(asking(DIABETES)).lose_sound().run(5).find_sound().run(10)
    driver.say(Command.CONTINUE).run(5)
    assert driver.state is State.INTERVIEW
    assert last(driver) == "Do you have diabetes?"


def test_what_is_known_is_not_asked() -> None:
    driver = asked(asking(DIABETES, BACK_NOW, known={"diabetes": "no"}))
    assert words(BACK_NOW.ask) in driver.spoken()


def test_a_contraindication_is_followed_by_the_question_for_the_doctor() -> None:
    driver = asked(asking(PREGNANT, AGREED, BACK_NOW)).say(Command.YES).run(6)
    assert last(driver) == "Has your doctor agreed that you train?"
    driver.say(Command.YES)
    assert [each["consent"] for each in driver.records("answer")] == [0, 1]


def test_without_the_contraindication_the_doctor_is_not_asked_for() -> None:
    driver = asked(asking(PREGNANT, AGREED, BACK_NOW)).say(Command.NO)
    assert last(driver) == words(Phrase("ask_back_now"))


@pytest.mark.parametrize("score", range(11))
def test_a_back_at_five_or_more_gets_a_day_of_rest(score: int) -> None:
    driver = asked(asking(BACK_NOW)).say(SCORES[score])
    if score < 5:
        assert driver.until(State.MOVING).state is State.MOVING
        return
    assert "so today is for rest." in " ".join(driver.spoken())
    assert driver.to_the_end().sets_done == 0


def test_my_leg_instead_of_a_number_sends_to_the_doctor() -> None:
    driver = asked(asking(BACK_NOW)).say(Command.LEG)
    assert words(Phrase("leg_signs")) in driver.spoken()
    assert answers(driver) == [("leg-weakness", "yes")]
    assert driver.to_the_end().sets_done == 0


def replanned(to: Plan) -> tuple[Driver, list[Mapping[str, str]]]:
    """Return a session that has its last answer, and what the plan was fitted to."""
    given: list[Mapping[str, str]] = []

    def replan(answers: Mapping[str, str]) -> Plan:
        given.append(answers)
        return to

    driver = Driver(two_exercises(), questions=(DIABETES, BACK_NOW), replan=replan)
    return driver.begin().run(12).say(Command.NO).run(10).say(Command.THREE), given


def test_the_plan_is_fitted_anew_to_what_was_answered() -> None:
    shorter = plan(HELD)
    driver, given = replanned(shorter)
    assert given == [{"diabetes": "no", "pain-now": "3"}]
    assert driver.position.plan == shorter
    assert driver.records("session") == [{"routine": "sample", "sets": len(shorter.sets)}]
    driver.to_the_end()
    assert driver.sets_done == len(shorter.sets)


def test_a_plan_that_is_declined_is_said_and_the_session_ends_kindly() -> None:
    says = "While you are pregnant, these exercises are not for you."
    adjustment = Adjustment(Change.DECLINED, "pregnancy", says, "a test")
    driver, _ = replanned(Plan(plan(HELD).routine, (), (adjustment,), fitted=True))
    assert says in driver.spoken()
    driver.to_the_end()
    assert driver.sets_done == 0
    assert driver.records("closing") == [{"sets_done": 0}]


def test_a_session_that_goes_on_where_it_broke_off_keeps_its_place() -> None:
    whole = two_exercises()
    driver = Driver(whole, questions=(BACK_NOW,), replan=lambda _: whole, begin_at=3)
    driver.begin().run(15).say(Command.ONE)
    assert driver.position.index == 3


def to_the_last_question(what: dict[str, Any]) -> Driver:
    driver = asked(what).say(Command.ZERO)
    while AFTERWARDS.ask not in lines_said(driver):
        assert driver.step()
    return driver.run(6)


def lines_said(driver: Driver) -> list[Line]:
    return [line for e in driver.since(0) if isinstance(e, Speak) for line in e.lines]


def test_after_the_last_set_it_asks_how_it_was() -> None:
    driver = to_the_last_question(asking(BACK_NOW))
    before = len(driver.entries)
    driver.say(Command.TWO).to_the_end()
    assert answers(driver)[-1] == ("how-it-was", "2")
    assert "That was the last one. Well done." in driver.spoken(before)
    assert lines_said(driver).count(AFTERWARDS.ask) == 1


def test_no_answer_to_how_it_was_is_fine() -> None:
    driver = to_the_last_question(asking(BACK_NOW)).to_the_end()
    assert answers(driver) == [("pain-now", "0")]
    assert "That was the last one. Well done." in driver.spoken()


def test_a_session_that_is_finished_early_is_not_asked_how_it_was() -> None:
    driver = asked(asking(BACK_NOW)).say(Command.ZERO).until(State.MOVING)
    driver.say(Command.FINISH).say(Command.YES).to_the_end()
    assert AFTERWARDS.ask not in lines_said(driver)


def test_every_question_has_a_way_to_be_answered_and_no_two_share_an_id() -> None:
    items = (*MONTHLY, HANGING, *EVERY_TIME, AFTERWARDS)
    assert len({item.id for item in items}) == len(items)
    for item in items:
        word = Command.FOUR if item.form is Form.SCORE else Command.YES
        assert item.given_by(word) in {"4", "yes"}
        assert item.given_by(Command.SKIP) is None


def test_what_depends_on_another_question_comes_after_it() -> None:
    order = [item.id for item in MONTHLY]
    for item in MONTHLY:
        for parent in filter(None, (item.after, item.unless)):
            assert order.index(parent) < order.index(item.id)


def test_a_consent_is_asked_for_after_each_contraindication() -> None:
    against = {item.id for item in MONTHLY if item.kind is Kind.CONTRAINDICATION}
    consents = {item.after for item in MONTHLY if item.kind is Kind.CONSENT}
    assert against <= consents
