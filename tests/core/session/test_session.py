"""The course of an undisturbed session, and what it writes down."""

from __future__ import annotations

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.model.effects import Effect, Speak
from backtalk.core.model.events import Begun, Command, CommandHeard, Line, SpeechFinished, Troubled
from backtalk.core.model.records import Record
from backtalk.core.model.sides import Sides
from backtalk.core.session.machine.states import State
from backtalk.core.session.script import lines_of
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup
from tests.core.driver import Driver
from tests.core.paths import driver_in
from tests.core.samples import COUNTED, exercise, library, plan, routine_plan, two_exercises

ROUTINES = sorted(library().routines)


@pytest.mark.parametrize("routine_id", ROUTINES)
def test_every_routine_left_alone_is_done_to_the_last_set(routine_id: str) -> None:
    laid = routine_plan(routine_id)
    driver = Driver(laid).begin().to_the_end()
    assert driver.sets_done == len(laid.sets)
    assert len(driver.records("set")) == len(laid.sets)
    assert [r["repetitions"] for r in driver.records("set")] == [b.repetitions for b in laid.sets]


@pytest.mark.parametrize("routine_id", ROUTINES)
def test_every_line_of_an_undisturbed_session_is_known_before_it_begins(routine_id: str) -> None:
    laid = routine_plan(routine_id)
    driver = Driver(laid).begin().to_the_end()
    said: set[Line] = {
        line for effect in driver.since(0) if isinstance(effect, Speak) for line in effect.lines
    }
    assert said == set(lines_of(laid))


DOSES = {
    "once": Dose(repetitions=1),
    "counted": Dose(repetitions=8, sets=2),
    "held": Dose(repetitions=3, hold_s=10),
    "one long hold": Dose(repetitions=1, hold_s=180),
    "a series": Dose(series=(5, 3, 1), hold_s=5, sides=Sides.EACH),
    "alternating": Dose(repetitions=8, sides=Sides.ALTERNATING),
    "directions": Dose(repetitions=5, sides=Sides.DIRECTIONS),
    "a rest that comes first": Dose(sets=2, rest_s=60, rest_first=True),
    "no rest": Dose(sets=2, rest_s=0, sides=Sides.EACH),
}


@pytest.mark.parametrize("kind", DOSES)
def test_every_kind_of_dose_is_done_to_the_end(kind: str) -> None:
    laid = plan(COUNTED, exercise("sample", DOSES[kind]))
    driver = Driver(laid).begin().to_the_end()
    done = [(r["set"], r["side"], r["repetitions"]) for r in driver.records("set")]
    asked = [(b.set_number, b.side.value if b.side else "", b.repetitions) for b in laid.sets]
    assert done == asked


def test_nothing_happens_before_it_begins() -> None:
    driver = Driver(two_exercises()).run(3600)
    assert (driver.entries, driver.state) == ([], State.READY)


def test_beginning_twice_changes_nothing() -> None:
    driver = driver_in(State.MOVING)
    assert driver.send(Begun()) == ()
    assert driver.state is State.MOVING


def test_start_begins_a_session_that_is_ready() -> None:
    assert driver_in(State.READY).say(Command.START).state is State.WELCOME


def test_a_finished_session_does_nothing_more() -> None:
    driver = driver_in(State.FINISHED)
    for command in Command:
        assert driver.send(CommandHeard(command)) == ()
    assert driver.stop().lose_sound().find_sound().run(3600).state is State.FINISHED


def test_work_waits_until_the_description_has_been_said() -> None:
    session = Session(SessionSetup(two_exercises()))
    session.handle(Begun(), 0.0)
    assert session.next_deadline() is None, "the welcome takes as long as it takes"
    session.handle(SpeechFinished(1), 60.0)
    assert session.next_deadline() == 60.5


def test_the_end_of_another_utterance_starts_nothing() -> None:
    session = Session(SessionSetup(two_exercises()))
    session.handle(Begun(), 0.0)
    session.handle(SpeechFinished(7), 1.0)
    assert session.next_deadline() is None


def test_what_is_late_is_caught_up_at_its_planned_time_so_that_nothing_drifts() -> None:
    on_time, late = driver_in(State.MOVING), driver_in(State.MOVING)
    late.now_s += 5.0
    late.run(1.0)
    on_time.run(6.0)
    assert late.session.next_deadline() == on_time.session.next_deadline()


def test_a_set_is_in_the_journal_before_anything_else_is_said() -> None:
    driver = driver_in(State.MOVING)
    effects: tuple[Effect, ...] = ()
    while not any(isinstance(effect, Record) for effect in effects):
        driver.step()
        effects = tuple(driver.since(0))[-3:]
    kinds = ["Record" if isinstance(e, Record) else type(e).__name__ for e in effects]
    assert kinds.index("Record") < kinds.index("Speak")


def test_the_record_of_a_set_says_what_was_done() -> None:
    driver = driver_in(State.RESTING)
    assert driver.records("set")[0] == {
        "exercise": "bridge",
        "set": 1,
        "side": "right",
        "repetitions": 2,
        "planned": 2,
        "hold_s": 10,
        "variation": "standard",
    }


def test_the_third_time_an_exercise_is_described_in_short() -> None:
    driver = driver_in(State.INTRODUCING)
    for times in (2, 3):
        driver.until(State.MOVING)
        before = len(driver.entries)
        driver.say(Command.REPEAT).run(1)
        said = driver.spoken(before)
        assert ("Bridge, as before." in said) is (times == 3)


@pytest.mark.parametrize("interruption", ["a stop", "a pause", "easier", "slower"])
def test_a_description_that_was_interrupted_is_begun_again(interruption: str) -> None:
    driver = driver_in(State.INTRODUCING)
    driver.run(1)
    before = len(driver.entries)
    if interruption == "a stop":
        driver.stop(Command.STOP).run(3).say(Command.CONTINUE)
    elif interruption == "a pause":
        driver.say(Command.PAUSE).run(3).say(Command.CONTINUE)
    else:
        driver.say(Command(interruption))
    driver.until(State.MOVING)
    said = driver.spoken(before)
    assert {"Bridge.", "Lie on your back.", "Bend your knees."} <= set(said)


def test_a_stop_in_the_welcome_costs_no_description() -> None:
    driver = driver_in(State.WELCOME)
    driver.stop(Command.STOP).run(3).say(Command.CONTINUE).until(State.MOVING)
    assert {"The first exercise.", "Bridge.", "Lie on your back."} <= set(driver.spoken())


def test_after_its_description_an_exercise_goes_on_with_a_reminder_only() -> None:
    driver = driver_in(State.MOVING)
    before = len(driver.entries)
    driver.say(Command.PAUSE).run(3).say(Command.CONTINUE).until(State.MOVING)
    assert "Lie on your back." not in driver.spoken(before)


def test_the_closing_says_the_advice_and_how_to_get_up() -> None:
    said = driver_in(State.FINISHED).spoken()
    assert said[-3:] == [
        "That was the last one. Well done.",
        "Do this every day.",
        "To get up, turn onto your side. Push up slowly with your arms. Take your time.",
    ]


@pytest.mark.parametrize("state", [State.WELCOME, State.MOVING, State.HOLDING])
def test_trouble_pauses_a_session_that_runs_and_says_so(state: State) -> None:
    driver = driver_in(state)
    before = len(driver.entries)
    driver.send(Troubled("the disk is full"))
    assert driver.state is State.PAUSED
    assert driver.records("trouble") == [{"reason": "the disk is full"}]
    assert driver.spoken(before)[0].startswith("Something is not working.")


@pytest.mark.parametrize("state", [State.PAIN_SCORE, State.STOPPED, State.NO_AUDIO, State.PAUSED])
def test_trouble_is_written_down_and_changes_nothing_while_the_coach_waits(state: State) -> None:
    driver = driver_in(state)
    driver.send(Troubled("the disk is full"))
    assert driver.state is state
    assert len(driver.records("trouble")) == 1


def test_a_paused_session_reminds_four_times_and_then_ends() -> None:
    driver = driver_in(State.PAUSED)
    before = len(driver.entries)
    driver.to_the_end()
    said = driver.spoken(before)
    assert said.count("Still paused. Say continue, or finish.") == 4
    assert any(line.startswith("I hear no answer") for line in said)
