"""The tables: what they permit, that nothing else is possible, and what the diagram shows."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.core.session.machine.guards import Guards
from backtalk.core.session.machine.meanings import (
    COMMANDS,
    DOUBTS,
    REFUSALS,
    SPOKEN,
    commands_in,
    meaning,
    meaning_of_refusal,
)
from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.machine.session_machine import IllegalTrigger, SessionMachine, diagram
from backtalk.core.session.machine.states import ALIVE, LATCHED, PAIN, TRAINING, WORKING, State
from backtalk.core.session.machine.tables import (
    DECISIONS,
    HOW_IT_HURT,
    LATCHING,
    STAGE_OVER,
    TRANSITIONS,
)
from backtalk.core.session.setup import SessionSetup
from tests.core.paths import driver_in
from tests.core.samples import two_exercises

TRIGGERS = sorted({row.trigger for row in TRANSITIONS})
RELEASING = {"go_on", "take_back", "ease", "leave_out", "leave_out_easier", "end"}
"""Triggers that only an answer of the person, or silence that ends it, fires."""


def rows(trigger: str, state: State) -> list[State | None]:
    """Return where `trigger` may lead from `state`."""
    return [row.dest for row in TRANSITIONS if row.trigger == trigger and state in row.sources]


def machine() -> SessionMachine:
    return SessionMachine(Guards(Memory.fresh(SessionSetup(two_exercises()))))


@pytest.mark.parametrize("state", State)
def test_a_trigger_that_no_row_allows_raises_and_changes_nothing(state: State) -> None:
    for trigger in TRIGGERS:
        if not rows(trigger, state):
            fresh = machine()
            fresh._model.state = state.value  # noqa: SLF001  as the library writes it
            with pytest.raises(IllegalTrigger, match=f"{trigger} from {state.value}"):
                fresh.fire(trigger)
            assert fresh.state is state


def test_an_unknown_trigger_is_no_way_to_anywhere() -> None:
    fresh = machine()
    with pytest.raises(IllegalTrigger):
        fresh.fire("to_moving")
    assert fresh.state is State.READY
    assert not fresh.may("to_moving")


@pytest.mark.parametrize("trigger", ["pain", "stop", "lose_sound"])
def test_what_interrupts_is_possible_from_every_state_without_a_guard(trigger: str) -> None:
    interrupting = [row for row in TRANSITIONS if row.trigger == trigger]
    assert not any(row.guards for row in interrupting)
    assert {state for row in interrupting for state in row.sources} == set(ALIVE)
    assert {row.dest for row in interrupting} <= {*LATCHED, None}


def test_only_answers_lead_out_of_the_latched_states() -> None:
    out = {
        row.trigger
        for row in TRANSITIONS
        if set(row.sources) & set(LATCHED) and row.dest is not None and row.dest not in LATCHED
    }
    assert out - {"finish"} <= RELEASING
    assert not out & {*STAGE_OVER.values()} - {"finish"}


def test_nothing_leads_from_the_goodbye_to_training() -> None:
    for closing in (State.GOODBYE, State.LATCHED_GOODBYE):
        led = {row.dest for row in TRANSITIONS if closing in row.sources}
        assert not led & set(TRAINING)


def test_nothing_leads_out_of_the_end() -> None:
    assert all(State.FINISHED not in row.sources for row in TRANSITIONS)


def test_every_state_can_be_reached() -> None:
    assert {row.dest for row in TRANSITIONS} - {None} == set(State) - {State.READY}


def test_every_chain_of_guards_ends_in_a_row_without_one() -> None:
    """Otherwise a trigger that is possible could lead nowhere."""
    for state in ALIVE:
        for trigger in TRIGGERS:
            chain = [r for r in TRANSITIONS if r.trigger == trigger and state in r.sources]
            assert not chain or not chain[-1].guards


def test_every_guard_is_a_question_that_can_be_asked() -> None:
    guards = Guards(Memory.fresh(SessionSetup(two_exercises())))
    for name in {guard for row in TRANSITIONS for guard in row.guards}:
        assert getattr(guards, name)() in {True, False}


def test_every_word_leads_to_a_trigger_that_is_possible_where_it_is_said() -> None:
    for state, meanings in COMMANDS.items():
        for command, trigger in meanings.items():
            assert command not in STOP_CLASS
            assert trigger in SPOKEN or rows(trigger, state), f"{trigger} in {state}"


def test_every_state_has_words_and_every_timed_state_an_end() -> None:
    assert set(COMMANDS) == set(State)
    for state, trigger in STAGE_OVER.items():
        assert rows(trigger, state)
    assert set(DECISIONS.values()) <= set(TRIGGERS)


def test_every_refusal_and_doubt_leads_to_a_trigger_that_is_possible_where_it_is_said() -> None:
    assert set(DOUBTS.values()) <= SPOKEN
    for state, meanings in REFUSALS.items():
        for trigger in meanings.values():
            assert trigger in SPOKEN or rows(trigger, state), f"{trigger} in {state}"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("command", [None, *Command])
def test_no_refusal_begins_what_it_names_or_leads_out_of_the_latched_states(
    state: State, command: Command | None
) -> None:
    trigger = meaning_of_refusal(state, command)
    led = set(rows(trigger, state)) if trigger not in {*SPOKEN, ""} else set()
    assert state not in LATCHED or not led
    if command is not Command.FINISH:
        assert not led & set(TRAINING)


def test_a_score_in_the_near_miss_latches_whatever_it_allows() -> None:
    for trigger in HOW_IT_HURT.values():
        assert trigger in LATCHING
        assert set(rows(trigger, State.NEAR_MISS)) <= set(LATCHED)


@pytest.mark.parametrize("state", [State.PAUSED, State.GOODBYE])
def test_before_the_questions_are_over_no_word_leads_past_them(state: State) -> None:
    led = set(commands_in(state, prepared=False).values())
    assert led - SPOKEN <= {"ask_to_finish", "end"}
    assert meaning(state, Command.SKIP, prepared=False) == ""


@pytest.mark.parametrize("state", [*TRAINING, State.WELCOME])
def test_finish_is_possible_wherever_something_is_trained(state: State) -> None:
    assert meaning(state, Command.FINISH, prepared=True) == "ask_to_finish"


@pytest.mark.parametrize("state", State)
def test_the_machine_is_in_the_state_that_the_session_says(state: State) -> None:
    driver = driver_in(state)
    assert driver.view.state is state
    assert (state in LATCHED) == driver.loudspeaker.latched or state is State.FINISHED


def test_a_stop_word_at_work_leads_into_the_latched_states() -> None:
    assert {rows("pain", state)[0] for state in WORKING} == {State.PAIN_SCORE}
    assert {rows("pain", state)[0] for state in PAIN} == {None}


def test_the_diagram_is_drawn_by_the_library_with_every_state_and_trigger() -> None:
    drawn = diagram()
    assert drawn.startswith("stateDiagram-v2")
    for state in State:
        assert f"as {state.value}" in drawn
    for trigger in TRIGGERS:
        assert trigger in drawn
