"""Whole sessions as timelines that a physiotherapist can read, compared line by line.

After a wanted change: BACKTALK_REWRITE_TIMELINES=1 pytest tests/core/test_timelines.py, then read
the difference before committing it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.model.events import Command
from backtalk.core.model.plan import Plan
from backtalk.core.model.sides import Sides
from backtalk.core.session.machine.states import State
from tests.core.driver import Driver
from tests.core.samples import exercise, plan, routine_plan, two_exercises

FOLDER = Path(__file__).parent / "timelines"
SHORT = plan(exercise("curl-up", Dose(repetitions=4)))


def session(of: Plan) -> Driver:
    return Driver(of).begin()


def minutes_long_hold() -> Driver:
    return session(plan(exercise("table-breathing", Dose(repetitions=1, hold_s=180)))).to_the_end()


def circles_both_ways() -> Driver:
    return session(
        plan(exercise("circles", Dose(repetitions=3, sides=Sides.DIRECTIONS)))
    ).to_the_end()


def pain_two_then_easier() -> Driver:
    driver = session(two_exercises()).until(State.HOLDING).run(3).stop(Command.PAIN)
    driver.run(9).say(Command.TWO).run(12).say(Command.EASIER)
    return driver.until(State.SWITCHING)


def pain_seven() -> Driver:
    driver = session(two_exercises()).until(State.HOLDING).stop(Command.PAIN)
    return driver.run(9).say(Command.SEVEN).to_the_end()


def pain_and_no_answer() -> Driver:
    return session(two_exercises()).until(State.HOLDING).stop(Command.PAIN).to_the_end()


def stop_and_continue() -> Driver:
    driver = session(SHORT).until(State.MOVING).run(9).stop(Command.STOP)
    return driver.run(10).say(Command.CONTINUE).to_the_end()


def sound_lost_while_hurt() -> Driver:
    driver = session(two_exercises()).until(State.HOLDING).stop(Command.PAIN).run(9)
    driver.lose_sound().run(30).find_sound().run(8).say(Command.CONTINUE)
    return driver.run(10).say(Command.THREE).run(12).say(Command.SKIP).until(State.MOVING)


def a_talkative_person() -> Driver:
    driver = session(two_exercises()).until(State.MOVING).run(1)
    driver.say(Command.HOW_MANY).run(20).say(Command.SLOWER).until(State.SWITCHING).run(2)
    driver.say(Command.WHAT_NEXT).until(State.RESTING).run(10).say(Command.MORE_REST).run(5)
    driver.say(Command.PAUSE).run(130).say(Command.SKIP).until(State.MOVING).run(3)
    return driver.say(Command.FINISH).run(3).say(Command.YES).to_the_end()


SESSIONS: dict[str, Callable[[], Driver]] = {
    "big_three": lambda: session(routine_plan("big-three")).to_the_end(),
    "counted_repetitions": lambda: session(SHORT).to_the_end(),
    "holds_on_both_sides": lambda: session(two_exercises()).to_the_end(),
    "a_hold_of_minutes": minutes_long_hold,
    "circles_both_ways": circles_both_ways,
    "pain_two_then_easier": pain_two_then_easier,
    "pain_seven": pain_seven,
    "pain_and_no_answer": pain_and_no_answer,
    "stop_and_continue": stop_and_continue,
    "sound_lost_while_hurt": sound_lost_while_hurt,
    "a_talkative_person": a_talkative_person,
}


@pytest.mark.parametrize("name", SESSIONS)
def test_the_session_goes_as_it_was_agreed(name: str) -> None:
    file = FOLDER / f"{name}.txt"
    timeline = SESSIONS[name]().timeline()
    if os.environ.get("BACKTALK_REWRITE_TIMELINES") == "1":
        file.write_text(timeline, encoding="utf-8")
    assert timeline.splitlines() == file.read_text(encoding="utf-8").splitlines()


def test_no_timeline_is_left_over() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(SESSIONS)
