"""What each command does in each state, in words; then the commands one by one."""

from __future__ import annotations

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.model.effects import AdjustRate, AdjustVolume, Listen
from backtalk.core.model.events import SCORES, STOP_CLASS, Command
from backtalk.core.session.machine.states import TRAINING, State
from tests.core.driver import Driver
from tests.core.outcomes import outcome
from tests.core.paths import driver_in
from tests.core.samples import exercise, plan, two_exercises

NOT_NOW = "'not now'"
NOTHING = "-"
COMMANDS = [c for c in Command if c not in STOP_CLASS and c not in SCORES[2:]]

EVERYWHERE_ON_THE_WAY = {
    Command.BACK: "goes back and describes",
    Command.REPEAT: "describes the set again",
    Command.PAUSE: "pauses",
    Command.EASIER: "changes the dose",
    Command.HARDER: "changes the dose",
    Command.SLOWER: "rate",
    Command.FASTER: "rate",
    Command.LOUDER: "volume",
    Command.QUIETER: "volume",
    Command.FINISH: "asks whether to finish",
    Command.WHAT_NOW: "answers",
    Command.HOW_LONG: "answers",
    Command.HOW_MANY: "answers",
    Command.WHAT_NEXT: "answers",
    Command.WHY: "answers",
    Command.HELP: "answers",
    Command.YES: NOT_NOW,
    Command.NO: NOT_NOW,
    Command.FINE: NOT_NOW,
    Command.LEG: NOT_NOW,
    Command.ZERO: NOT_NOW,
    Command.ONE: NOT_NOW,
}
ON_TO_WORK = dict.fromkeys((Command.START, Command.CONTINUE, Command.DONE), "begins the work")
ASKED = dict.fromkeys(COMMANDS, NOTHING) | {
    Command.FINISH: "closes",
    Command.LEG: "closes",
    Command.HELP: "asks again",
    Command.LOUDER: "volume",
    Command.QUIETER: "volume",
}
YES_OR_NO = dict.fromkeys(COMMANDS, "asks again") | ASKED
"""Who it is, the interview: any word that is no answer is asked about again."""
AFTER_A_STOP = ASKED | {
    Command.CONTINUE: "goes on",
    Command.SKIP: "leaves out, next exercise",
    Command.EASIER: "changes the dose",
}
INTRODUCING = (
    EVERYWHERE_ON_THE_WAY
    | ON_TO_WORK
    | {Command.SKIP: "leaves out, next exercise", Command.MORE_REST: "answers"}
)
WORKING = INTRODUCING | {
    Command.START: NOT_NOW,
    Command.CONTINUE: NOT_NOW,
    Command.DONE: "set done",
}
RESTING = (
    EVERYWHERE_ON_THE_WAY
    | ON_TO_WORK
    | {Command.SKIP: "begins the work", Command.MORE_REST: "longer rest"}
)
ALL_WELL = dict.fromkeys((Command.ZERO, Command.NO, Command.FINE), "goes on")
GOES_ON_OR_ENDS = {
    Command.YES: "closes",
    Command.NO: "goes on",
    Command.CONTINUE: "goes on",
}

TABLE: dict[State, dict[Command, str]] = {
    State.READY: dict.fromkeys(COMMANDS, NOTHING) | {Command.START: "begins"},
    State.WELCOME: INTRODUCING | dict.fromkeys(ON_TO_WORK, "describes the exercise"),
    State.INTRODUCING: INTRODUCING,
    State.MOVING: WORKING,
    State.HOLDING: WORKING,
    State.SWITCHING: RESTING,
    State.RESTING: RESTING,
    State.PAUSED: INTRODUCING | dict.fromkeys(ON_TO_WORK, "goes on") | {Command.PAUSE: NOT_NOW},
    State.CONFIRM_FINISH: ASKED | GOES_ON_OR_ENDS,
    State.NEAR_MISS: ASKED
    | GOES_ON_OR_ENDS
    | ALL_WELL
    | {Command.YES: "asks how bad it is", Command.ONE: "offers a choice"},
    State.PAIN_SCORE: ASKED | ALL_WELL | {Command.ONE: "offers a choice"},
    State.PAIN_CHOICE: AFTER_A_STOP | {Command.CONTINUE: "asks again"},
    State.STOPPED: AFTER_A_STOP | {Command.FINE: "goes on"},
    State.NO_AUDIO: AFTER_A_STOP
    | dict.fromkeys((Command.CONTINUE, Command.SKIP, Command.EASIER), "asks again"),
    State.LATCHED_GOODBYE: dict.fromkeys(COMMANDS, NOTHING)
    | {Command.LOUDER: "volume", Command.QUIETER: "volume"},
    State.GOODBYE: dict.fromkeys(COMMANDS, NOT_NOW)
    | {
        command: what
        for command, what in EVERYWHERE_ON_THE_WAY.items()
        if what in {"volume", "rate", "answers"}
    },
}
"""What each word does in each state. The questions before a session and after it have tests of
their own (test_hearing_check, test_who_is_it, test_interview, test_resume, test_goodbye)."""


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("command", COMMANDS)
def test_in_every_state_every_command_does_what_the_table_says(
    state: State, command: Command
) -> None:
    assert outcome(driver_in(state), command) == TABLE[state][command]


OPEN_ANSWERS: dict[State, set[Command]] = {
    State.HEARING_CHECK: {Command.SKIP},
    State.IDENTIFY: {Command.YES, Command.NO, Command.BACK, Command.WHY},
    State.INTERVIEW: {*SCORES, Command.BACK, Command.WHY},
    State.RESUME_OFFER: {Command.YES, Command.NO, Command.CONTINUE, Command.BACK, Command.WHY},
    State.CONFIRM_FINISH: {Command.YES, Command.NO, Command.CONTINUE},
    State.NEAR_MISS: {Command.YES, Command.NO, Command.CONTINUE, Command.FINE, *SCORES},
    State.PAIN_SCORE: {*SCORES, Command.NO, Command.FINE},
    State.PAIN_CHOICE: {Command.EASIER, Command.SKIP, Command.CONTINUE},
    State.STOPPED: {Command.EASIER, Command.SKIP, Command.CONTINUE, Command.FINE},
    State.NO_AUDIO: {Command.EASIER, Command.SKIP, Command.CONTINUE},
    State.DEBRIEF: {*SCORES, Command.WHY},
}


@pytest.mark.parametrize("state", OPEN_ANSWERS)
def test_while_it_asks_the_answers_are_open_and_finish_help_leg_and_the_volume(
    state: State,
) -> None:
    always = {Command.FINISH, Command.HELP, Command.LEG, Command.LOUDER, Command.QUIETER}
    assert driver_in(state).view.open_commands == OPEN_ANSWERS[state] | always


@pytest.mark.parametrize("state", [*TRAINING, State.WELCOME, State.PAUSED, State.GOODBYE])
def test_on_the_way_every_command_is_listened_for_and_no_answer(state: State) -> None:
    answers = {*SCORES, Command.YES, Command.NO, Command.LEG, Command.FINE}
    assert driver_in(state).view.open_commands == set(Command) - STOP_CLASS - answers


@pytest.mark.parametrize("state", State)
def test_what_is_open_is_what_was_asked_to_be_listened_for(state: State) -> None:
    driver = driver_in(state)
    listened = [effect.commands for effect in driver.since(0) if isinstance(effect, Listen)]
    if state is not State.READY:
        assert listened[-1] == driver.view.open_commands


@pytest.mark.parametrize("state", [s for s in OPEN_ANSWERS if s is not State.HEARING_CHECK])
def test_every_word_that_is_open_is_answered_or_acted_on(state: State) -> None:
    for command in driver_in(state).view.open_commands:
        driver = driver_in(state).run(3 if state.group == "asking" else 9)
        before = len(driver.entries)
        driver.say(command)
        assert driver.since(before), f"{command} in {state}"


def said_to(command: Command, state: State = State.MOVING) -> list[str]:
    """Return what the coach says to `command`."""
    driver = driver_in(state)
    before = len(driver.entries)
    return driver.say(command).spoken(before)


def test_what_now_names_the_exercise_and_says_it_in_short() -> None:
    assert said_to(Command.WHAT_NOW) == ["Bridge.", "Right leg.", "Bridge, as before."]


def test_what_now_in_a_rest_says_what_comes() -> None:
    assert said_to(Command.WHAT_NOW, State.RESTING) == [
        "You are resting.",
        "After that comes Bridge.",
        "Right leg.",
    ]


def test_how_long_tells_the_minutes_that_are_left() -> None:
    assert said_to(Command.HOW_LONG) == ["About 6 minutes to go."]


def test_how_long_in_a_rest_tells_the_rest_first() -> None:
    driver = driver_in(State.RESTING).run(9.5)
    before = len(driver.entries)
    assert driver.say(Command.HOW_LONG).spoken(before)[0] == "25 seconds of rest."


def test_how_long_at_the_end_is_one_minute_in_the_singular() -> None:
    driver = driver_in(State.GOODBYE)
    before = len(driver.entries)
    assert driver.say(Command.HOW_LONG).spoken(before) == ["About one minute to go."]


def test_how_many_tells_repetitions_and_the_set() -> None:
    driver = driver_in(State.MOVING).run(20)
    before = len(driver.entries)
    driver.say(Command.HOW_MANY)
    assert driver.spoken(before) == ["1 of 2 are done.", "This is set 1 of 2."]


def test_what_next_names_the_next_exercise_or_says_that_this_is_the_last() -> None:
    assert said_to(Command.WHAT_NEXT) == ["After that comes Curl up."]
    driver = driver_in(State.MOVING).say(Command.SKIP).until(State.MOVING)
    before = len(driver.entries)
    assert driver.say(Command.WHAT_NEXT).spoken(before) == ["This is the last exercise."]


def test_why_says_what_the_routine_is_for() -> None:
    assert said_to(Command.WHY) == ["A routine for tests."]


def test_help_in_a_rest_tells_of_more_rest() -> None:
    assert len(said_to(Command.HELP)) == 2
    assert said_to(Command.HELP, State.RESTING)[0] == "You can say more rest, or skip to go on."


def test_a_question_does_not_move_the_counts() -> None:
    asked, left_alone = driver_in(State.MOVING), driver_in(State.MOVING)
    asked.say(Command.HOW_MANY, Command.WHY, Command.HELP)
    assert asked.session.next_deadline() == left_alone.session.next_deadline()


def test_slower_stretches_the_tempo_and_the_speech_and_goes_on_where_it_was() -> None:
    driver = driver_in(State.MOVING).run(20).say(Command.SLOWER)
    assert AdjustRate(-1) in driver.since(0)
    assert driver.view.pace == 1.25
    assert driver.spoken()[-2:] == ["Slower.", "From number 2."]


def test_slower_and_faster_have_an_end() -> None:
    driver = driver_in(State.RESTING).say(*[Command.SLOWER] * 9)
    assert driver.view.pace == 2.0
    driver.say(*[Command.FASTER] * 20)
    assert driver.view.pace == 0.6


def test_louder_and_quieter_turn_by_one_step_and_say_so() -> None:
    driver = driver_in(State.MOVING).say(Command.LOUDER, Command.QUIETER)
    assert [e for e in driver.since(0) if isinstance(e, AdjustVolume)] == [
        AdjustVolume(1),
        AdjustVolume(-1),
    ]
    assert driver.spoken()[-2:] == ["Louder.", "Quieter."]


def test_more_rest_adds_thirty_seconds_to_what_is_left() -> None:
    driver = driver_in(State.RESTING).run(9.5).say(Command.MORE_REST)
    assert driver.view.left_s == pytest.approx(55)
    assert driver.spoken()[-1] == "Rest 55 seconds."


def test_more_rest_at_work_says_when_the_rest_comes() -> None:
    assert said_to(Command.MORE_REST) == ["The rest comes after this set. Say pause to rest now."]


def test_done_ends_the_set_with_the_repetitions_that_were_done() -> None:
    driver = driver_in(State.MOVING).run(20).say(Command.DONE)
    assert driver.state is State.SWITCHING
    assert (driver.records("set")[0]["repetitions"], driver.sets_done) == (1, 1)


def test_repeat_in_a_rest_repeats_the_set_that_was_just_done() -> None:
    driver = driver_in(State.RESTING)
    index = driver.position.index
    driver.say(Command.REPEAT)
    assert driver.position.index == index - 1


def test_a_set_done_again_is_counted_once() -> None:
    driver = driver_in(State.RESTING).say(Command.REPEAT).until(State.RESTING)
    assert driver.sets_done == 2
    assert len(driver.records("set")) == 3


def test_back_and_skip_together_lead_where_they_began() -> None:
    driver = driver_in(State.MOVING).say(Command.SKIP).run(1)
    assert driver.position.exercise_set.exercise.id == "curl-up"
    driver.say(Command.BACK)
    assert driver.position.exercise_set.exercise.id == "bridge"


def test_skip_on_the_last_exercise_closes() -> None:
    driver = driver_in(State.MOVING).say(Command.SKIP).until(State.MOVING).say(Command.SKIP)
    assert driver.state is State.GOODBYE


def test_easier_at_work_says_what_changed_and_goes_on_where_it_was() -> None:
    driver = driver_in(State.MOVING).run(20).say(Command.EASIER)
    assert driver.spoken()[-3:] == ["Easier.", "Bend your arms.", "From number 2."]
    assert driver.state is State.INTRODUCING
    driver.until(State.MOVING)
    assert driver.position.done == 1


def test_easier_that_leaves_fewer_repetitions_than_are_done_ends_the_set() -> None:
    driver = Driver(plan(exercise(dose=Dose(repetitions=9, sets=2)))).begin()
    driver.until(State.MOVING).run(8 * 4 + 1).say(Command.EASIER)
    assert driver.spoken()[-2:] == ["Easier.", "6 times now."]
    before = driver.now_s
    driver.until(State.RESTING)
    assert driver.now_s > before + 4
    assert driver.session.next_deadline() == pytest.approx(driver.now_s + 12.5)
    assert driver.records("set")[0]["repetitions"] == 8


@pytest.mark.parametrize("command", [Command.EASIER, Command.HARDER])
def test_where_no_step_is_left_it_says_so(command: Command) -> None:
    driver = driver_in(State.RESTING).say(*[command] * 20)
    assert driver.spoken()[-1].startswith(
        f"This is as {'easy' if command is Command.EASIER else 'hard'}"
    )


def test_finish_asks_and_no_goes_on() -> None:
    driver = driver_in(State.CONFIRM_FINISH)
    assert driver.spoken()[-1] == "Finish now? Say yes or no."
    assert driver.say(Command.NO).state is State.INTRODUCING


def test_finish_without_an_answer_goes_on() -> None:
    assert driver_in(State.CONFIRM_FINISH).run(15).state is State.INTRODUCING


def test_pause_holds_everything_until_continue() -> None:
    driver = driver_in(State.PAUSED)
    sets = driver.sets_done
    driver.run(200)
    assert (driver.state, driver.sets_done) == (State.PAUSED, sets)
    assert driver.say(Command.CONTINUE).spoken()[-3:] == ["We go on.", "Bridge.", "Right leg."]


def test_a_session_with_every_command_in_it_still_comes_to_its_end() -> None:
    driver = Driver(two_exercises()).begin()
    for command in COMMANDS:
        if command is not Command.FINISH:
            driver.say(command).run(7)
    assert driver.to_the_end().state is State.FINISHED
