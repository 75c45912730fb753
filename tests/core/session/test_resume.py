"""The offer to go on with a session that broke off: when it is made, and what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backtalk.core.dialogue.questions import BACK_NOW, BY_ID
from backtalk.core.model.events import Command, Phrase
from backtalk.core.model.history import DoneSet, InterruptedSession
from backtalk.core.model.plan import Plan
from backtalk.core.session.machine.states import State
from tests.core.driver import BOOK, Driver
from tests.core.samples import COUNTED, plan, two_exercises

DAY = 739_000
OFFER = "Last time we came as far as Bridge. Shall we take it up from there?"
NEW = BOOK.text(Phrase("new_session"))
ALL = len(two_exercises().sets)


def broken_off(done: int = 2) -> InterruptedSession:
    """Return a session of the two exercises that broke off after `done` sets."""
    planned = two_exercises().sets[:done]
    sets = tuple(
        DoneSet(b.exercise.id, "standard", b.set_number, b.side.value if b.side else "", 2, 2, 10.0)
        for b in planned
    )
    return InterruptedSession("the-old-one", "sample", DAY, "", ALL, sets)


def come_again(
    interrupted: InterruptedSession, *, day: int = DAY, of: Plan | None = None, **setup: Any
) -> Driver:
    """Return a session in which the first thing has been said."""
    driver = Driver(of or two_exercises(), interrupted=interrupted, day=day, **setup)
    return driver.begin().run(8)


def test_yes_takes_it_up_after_what_was_done() -> None:
    driver = come_again(broken_off())
    assert driver.spoken() == [OFFER]
    driver.say(Command.YES)
    assert driver.spoken()[1] == BOOK.text(Phrase("taking_it_up"))
    assert driver.position.index == 2
    driver.to_the_end()
    assert len(driver.records("set")) == ALL - 2


def test_the_journal_hears_of_it_before_the_session_is_entered() -> None:
    driver = come_again(broken_off()).say(Command.YES)
    assert driver.records("going on") == [{"session": "the-old-one"}]
    kinds = [
        line.split()[2].strip(",") for line in driver.timeline().splitlines() if "journal" in line
    ]
    assert kinds.index("going") < kinds.index("session")


def test_go_on_is_a_yes() -> None:
    assert come_again(broken_off()).say(Command.CONTINUE).position.index == 2


@pytest.mark.parametrize("word", [Command.NO, Command.ZERO])
def test_anything_else_begins_a_new_session(word: Command) -> None:
    driver = come_again(broken_off()).say(word)
    assert driver.spoken()[1] == NEW
    assert driver.position.index == 0
    assert driver.records("going on") == []


def test_no_answer_begins_a_new_session_and_says_so() -> None:
    driver = come_again(broken_off()).run(12)
    assert driver.spoken()[1] == NEW
    assert driver.until(State.MOVING).position.index == 0


@pytest.mark.parametrize(
    ("interrupted", "day"),
    [
        (replace(broken_off(), hurt=True), DAY),
        (broken_off(), DAY + 1),
        (broken_off(0), DAY),
        (broken_off(ALL), DAY),
        (replace(broken_off(), routine="main"), DAY),
    ],
    ids=["it broke off in pain", "yesterday", "nothing done", "all done", "another routine"],
)
def test_no_offer_is_made(interrupted: InterruptedSession, day: int) -> None:
    driver = come_again(interrupted, day=day).until(State.MOVING)
    assert OFFER not in driver.spoken()
    assert driver.position.index == 0


def test_the_offer_comes_after_the_questions() -> None:
    driver = come_again(broken_off(), questions=(BACK_NOW,)).run(8)
    assert OFFER not in driver.spoken()
    driver.say(Command.ONE).run(8).say(Command.YES)
    assert driver.position.index == 2


@pytest.mark.parametrize("flag", ["fever", "bladder-or-bowel"])
def test_with_a_red_flag_no_offer_is_made(flag: str) -> None:
    driver = come_again(broken_off(), questions=(BY_ID[flag], BACK_NOW)).run(4)
    driver.say(Command.YES).run(8).say(Command.YES).to_the_end()
    assert OFFER not in driver.spoken()
    assert driver.sets_done == 0


def test_with_a_back_at_five_no_offer_is_made() -> None:
    driver = come_again(broken_off(), questions=(BACK_NOW,)).run(8).say(Command.FIVE).to_the_end()
    assert OFFER not in driver.spoken()


def test_with_another_plan_after_the_answers_no_offer_is_made() -> None:
    gentle = plan(COUNTED)
    other = replace(gentle, routine=replace(gentle.routine, id="gentle"))
    driver = (
        come_again(broken_off(), questions=(BACK_NOW,), replan=lambda _: other)
        .run(8)
        .say(Command.THREE)
        .until(State.MOVING)
    )
    assert OFFER not in driver.spoken()


def test_after_pain_the_offer_is_made_again_before_anything_goes_on() -> None:
    driver = come_again(broken_off()).stop(Command.PAIN).run(9).say(Command.ONE).run(12)
    driver.say(Command.EASIER).run(8)
    assert driver.state is State.RESUME_OFFER
    assert driver.spoken()[-1] == OFFER


def test_why_is_answered() -> None:
    driver = come_again(broken_off()).say(Command.WHY)
    assert driver.spoken()[1:] == [BOOK.text(Phrase("because_go_on")), OFFER]


def test_finish_ends_it() -> None:
    driver = come_again(broken_off()).say(Command.FINISH).to_the_end()
    assert driver.position.finished == set()
