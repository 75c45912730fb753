"""Several people in one home: the coach asks for each by name; each brings what is their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backtalk.core.dialogue.hearing_check import EVERY_DAY, Prompt
from backtalk.core.dialogue.questions import BACK_NOW, BY_ID
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.events import Command, Phrase
from backtalk.core.model.history import DoneSet, InterruptedSession
from backtalk.core.model.person import GUEST, UNNAMED, Person
from backtalk.core.model.plan import Plan
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from backtalk.core.session.setup import SessionSetup
from tests.core.driver import BOOK, Driver
from tests.core.samples import COUNTED, HELD, plan, two_exercises
from tests.people import ANNA, BERT

PLANS = {ANNA: plan(HELD), BERT: plan(COUNTED), UNNAMED: plan(HELD, HELD)}
NO_ONES = plan(HELD, COUNTED)
NEW = BOOK.text(Phrase("someone_new"))
BACK_NOW_ASKED = BOOK.text(BACK_NOW.ask)


def asking_who(theirs: SessionSetup) -> Driver:
    """Return a session that asks who it is; the person named brings `theirs`."""
    return Driver(NO_ONES, candidates=(ANNA, BERT), identify=lambda _: theirs)


class Home:
    """A home with people in it, and a session that has just asked for the first of them."""

    def __init__(self, *people: Person, check: tuple[Prompt, ...] = ()) -> None:
        self.taken: list[Person] = []
        self.forgotten = 0
        """How often it was taken back who has come."""
        self.driver = Driver(
            NO_ONES, check=check, candidates=people, identify=self.identify, forget=self.forget
        )
        self.driver.begin().run(4)

    def identify(self, person: Person) -> SessionSetup:
        self.taken.append(person)
        return SessionSetup(PLANS.get(person, NO_ONES), questions=(BACK_NOW,))

    def forget(self) -> None:
        self.forgotten += 1


def test_it_asks_for_the_first_by_name() -> None:
    home = Home(ANNA, BERT)
    assert home.driver.spoken() == ["Is it Anna?"]
    assert home.driver.state is State.IDENTIFY


def test_yes_greets_and_goes_on_with_that_persons_questions_and_plan() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.YES).run(20)
    assert home.taken == [ANNA]
    assert home.driver.spoken()[1:] == [
        "Hello, Anna.",
        BOOK.text(Phrase("interview_intro")),
        BACK_NOW_ASKED,
    ]
    home.driver.say(Command.ZERO).to_the_end()
    assert home.driver.sets_done == len(PLANS[ANNA].sets)


def test_no_asks_for_the_next() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.NO).run(4).say(Command.YES)
    assert home.driver.spoken()[1:3] == ["Is it Bert?", "Hello, Bert."]
    assert home.taken == [BERT]


def test_the_one_without_a_name_is_asked_for_in_words() -> None:
    home = Home(ANNA, UNNAMED)
    home.driver.say(Command.NO).run(6)
    assert home.driver.spoken()[-1] == BOOK.text(Phrase("who_without_name"))
    home.driver.say(Command.YES)
    assert home.taken == [UNNAMED]


def test_a_person_who_is_none_of_them_is_told_so_and_asked_everything() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.NO).run(4).say(Command.NO).run(25)
    assert home.taken == [GUEST]
    assert home.driver.spoken()[2] == NEW
    assert home.driver.spoken()[-1] == BACK_NOW_ASKED


@pytest.mark.parametrize("word", [None, Command.CONTINUE])
def test_no_clear_answer_twice_is_a_new_person(word: Command | None) -> None:
    home = Home(ANNA, BERT)
    for _ in range(2):
        home.driver.say(*filter(None, (word,))).run(6 if word else 14)
    assert home.taken == [GUEST]
    unclear = ["I did not get that."] if word else []
    asked_twice = ["Is it Anna?", *unclear, "Is it Anna?", NEW]
    assert home.driver.spoken()[: len(asked_twice)] == asked_twice


def test_without_any_answer_at_all_nothing_begins() -> None:
    home = Home(ANNA, BERT)
    home.driver.to_the_end()
    assert home.driver.sets_done == 0


def test_back_asks_for_the_one_before() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.NO).run(4).say(Command.BACK).run(4).say(Command.YES)
    assert home.taken == [ANNA]


def test_why_is_answered() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.WHY)
    assert home.driver.spoken()[1:] == [BOOK.text(Phrase("because_who")), "Is it Anna?"]


def test_finish_ends_it_and_no_person_was_taken() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.FINISH).to_the_end()
    assert home.taken == []


def test_after_a_stop_it_asks_again_before_anything_goes_on() -> None:
    home = Home(ANNA, BERT)
    home.driver.stop(Command.STOP).run(10).say(Command.CONTINUE).run(5)
    assert home.driver.state is State.IDENTIFY
    assert home.driver.spoken()[-1] == "Is it Anna?"
    assert home.taken == []


def test_it_is_asked_after_the_hearing_check() -> None:
    home = Home(ANNA, BERT, check=EVERY_DAY)
    assert "Is it Anna?" not in home.driver.spoken()
    home.driver.say(Command.SKIP).run(6)
    assert home.driver.spoken()[-2:] == [BOOK.text(Phrase("check_skipped")), "Is it Anna?"]


def test_where_nothing_is_for_the_person_today_it_says_so_and_ends() -> None:
    says = "Yesterday your back was at seven, so today is for rest."
    declined = Plan(NO_ONES.routine, (), (Adjustment(Change.DECLINED, "today", says, "a test"),))
    driver = asking_who(SessionSetup(declined))
    driver.begin().run(4).say(Command.YES).to_the_end()
    assert says in driver.spoken()
    assert driver.sets_done == 0


# ---------------------------------------------------------------- a name that was misheard


def records(driver: Driver) -> list[str]:
    return [effect.kind for effect in driver.since(0) if isinstance(effect, Record)]


def test_back_at_the_first_question_asks_once_more_who_it_is() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.YES).run(25)
    before = len(home.driver.entries)
    home.driver.say(Command.BACK)
    assert home.driver.spoken(before) == ["Is it Anna?"]
    assert home.forgotten == 1
    assert records(home.driver) == []


@pytest.mark.parametrize("seconds", [1, 25], ids=["while it is being said", "when it was said"])
def test_after_that_it_may_be_anybody(seconds: float) -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.YES).run(seconds).say(Command.BACK).run(4)
    home.driver.say(Command.NO).run(4).say(Command.YES).run(25)
    assert home.taken == [ANNA, BERT]
    assert home.driver.spoken()[-3:] == [
        "Hello, Bert.",
        BOOK.text(Phrase("interview_intro")),
        BACK_NOW_ASKED,
    ]
    home.driver.say(Command.ZERO).to_the_end()
    assert home.driver.sets_done == len(PLANS[BERT].sets)


def test_a_no_that_was_misheard_is_taken_back_too() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.NO).run(4).say(Command.NO).run(25).say(Command.BACK).run(4)
    assert home.driver.spoken()[-1] == "Is it Bert?"
    home.driver.say(Command.YES)
    assert home.taken == [GUEST, BERT]


def test_patience_with_the_name_starts_over() -> None:
    home = Home(ANNA, BERT)
    home.driver.run(14).say(Command.YES).run(25).say(Command.BACK)
    before = len(home.driver.entries)
    home.driver.run(14)
    assert home.driver.state is State.IDENTIFY
    assert home.driver.spoken(before) == ["Is it Anna?"]


def test_back_at_the_offer_to_go_on_asks_once_more_who_it_is() -> None:
    done = DoneSet("bridge", "standard", 1, "right", 2, 2, 10.0)
    begun = InterruptedSession("old", "sample", 0, "", 5, (done,))
    setups = {
        ANNA: SessionSetup(two_exercises(), interrupted=begun),
        BERT: SessionSetup(PLANS[BERT]),
    }
    driver = Driver(NO_ONES, candidates=(ANNA, BERT), identify=lambda person: setups[person])
    driver.begin().run(4).say(Command.YES).run(12)
    assert driver.spoken()[-1].endswith("Shall we take it up from there?")
    driver.say(Command.BACK).run(4).say(Command.NO).run(4).say(Command.YES).to_the_end()
    assert driver.records("going on") == []
    assert driver.sets_done == len(PLANS[BERT].sets)


def test_finish_in_place_of_another_name_ends_a_session_without_a_person() -> None:
    home = Home(ANNA, BERT)
    home.driver.say(Command.YES).run(25).say(Command.BACK).run(4).say(Command.FINISH).to_the_end()
    assert home.driver.sets_done == 0
    assert home.driver.records("answer") == []


@pytest.mark.parametrize("happened", [Driver.cry, Driver.stop, Driver.lose_sound])
def test_once_anything_was_written_down_the_name_stands(
    happened: Callable[[Driver], Driver],
) -> None:
    home = Home(ANNA, BERT)
    happened(home.driver.say(Command.YES).run(25)).say(Command.BACK)
    assert home.forgotten == 0
    assert home.driver.state is not State.IDENTIFY


def test_once_an_answer_was_given_back_goes_no_further_than_the_first_question() -> None:
    driver = asking_who(SessionSetup(NO_ONES, questions=(BY_ID["diabetes"], BACK_NOW)))
    driver.begin().run(4).say(Command.YES).run(25).say(Command.NO).run(12)
    driver.say(Command.BACK).run(6).say(Command.BACK)
    assert driver.state is not State.IDENTIFY
    assert driver.spoken()[-2:] == [BOOK.text(Phrase("nothing_before")), "Do you have diabetes?"]
