"""What each command does in each phase, in words; then the commands one by one."""

from __future__ import annotations

import pytest

from backtalk.core.model.effects import AdjustRate, AdjustVolume
from backtalk.core.model.events import SCORES, STOP_CLASS, Command
from backtalk.core.model.exercise import Dose
from backtalk.core.session.phases import Phase
from tests.core.driver import Driver
from tests.core.outcomes import deed
from tests.core.paths import ALIVE, driver_in
from tests.core.samples import exercise, plan, two_exercises

NOT_NOW = "'not now'"
NOTHING = "-"
COMMANDS = [c for c in Command if c not in STOP_CLASS and c not in SCORES[1:]]

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
    Command.LEG: NOT_NOW,
    Command.ZERO: NOT_NOW,
}
ON_TO_WORK = dict.fromkeys((Command.START, Command.CONTINUE, Command.DONE), "begins the work")
ONLY_A_CHOICE = dict.fromkeys(COMMANDS, NOTHING) | {
    Command.FINISH: "closes",
    Command.LEG: "closes",
    Command.HELP: "asks again",
    Command.LOUDER: "volume",
    Command.QUIETER: "volume",
}
AFTER_A_STOP = ONLY_A_CHOICE | {
    Command.START: "goes on",
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

TABLE: dict[Phase, dict[Command, str]] = {
    Phase.READY: dict.fromkeys(COMMANDS, NOTHING) | {Command.START: "begins"},
    Phase.CHECKING_VOICE: INTRODUCING | dict.fromkeys(ON_TO_WORK, "describes the exercise"),
    Phase.INTRODUCING: INTRODUCING,
    Phase.MOVING: WORKING,
    Phase.HOLDING: WORKING,
    Phase.SWITCHING: RESTING,
    Phase.RESTING: RESTING,
    Phase.PAUSED: INTRODUCING | dict.fromkeys(ON_TO_WORK, "goes on") | {Command.PAUSE: NOT_NOW},
    Phase.ASKING: dict.fromkeys(COMMANDS, NOTHING)
    | {
        Command.YES: "closes",
        Command.FINISH: "closes",
        Command.NO: "goes on",
        Command.CONTINUE: "goes on",
        Command.START: "goes on",
        Command.HELP: "asks again",
        Command.LOUDER: "volume",
        Command.QUIETER: "volume",
    },
    Phase.HURT: ONLY_A_CHOICE | {Command.ZERO: "asks again"},
    Phase.STOPPED: AFTER_A_STOP,
    Phase.DEAF: AFTER_A_STOP
    | dict.fromkeys((Command.START, Command.CONTINUE, Command.SKIP, Command.EASIER), "asks again"),
    Phase.FINISHING: EVERYWHERE_ON_THE_WAY
    | dict.fromkeys(
        (
            *ON_TO_WORK,
            Command.BACK,
            Command.REPEAT,
            Command.PAUSE,
            Command.EASIER,
            Command.HARDER,
            Command.FINISH,
            Command.SKIP,
            Command.MORE_REST,
        ),
        NOT_NOW,
    ),
}
"""In HURT 'zero' is answered with the choice that it allows, which is the next question."""


@pytest.mark.parametrize("phase", ALIVE)
@pytest.mark.parametrize("command", COMMANDS)
def test_in_every_phase_every_command_does_what_the_table_says(
    phase: Phase, command: Command
) -> None:
    assert deed(driver_in(phase), command) == TABLE[phase][command]


def said_to(command: Command, phase: Phase = Phase.MOVING) -> list[str]:
    """Return what the coach says to `command`."""
    driver = driver_in(phase)
    before = len(driver.entries)
    return driver.say(command).spoken(before)


def test_what_now_names_the_exercise_and_says_it_in_short() -> None:
    assert said_to(Command.WHAT_NOW) == ["Bridge.", "Right leg.", "Bridge, as before."]


def test_what_now_in_a_rest_says_what_comes() -> None:
    assert said_to(Command.WHAT_NOW, Phase.RESTING) == [
        "You are resting.",
        "After that comes Bridge.",
        "Right leg.",
    ]


def test_how_long_tells_the_minutes_that_are_left() -> None:
    assert said_to(Command.HOW_LONG) == ["About 6 minutes to go."]


def test_how_long_in_a_rest_tells_the_rest_first() -> None:
    driver = driver_in(Phase.RESTING).run(9.5)
    before = len(driver.entries)
    assert driver.say(Command.HOW_LONG).spoken(before)[0] == "25 seconds of rest."


def test_how_long_at_the_end_is_one_minute_in_the_singular() -> None:
    driver = driver_in(Phase.FINISHING)
    before = len(driver.entries)
    assert driver.say(Command.HOW_LONG).spoken(before) == ["About one minute to go."]


def test_how_many_tells_repetitions_and_the_set() -> None:
    driver = driver_in(Phase.MOVING).run(20)
    before = len(driver.entries)
    driver.say(Command.HOW_MANY)
    assert driver.spoken(before) == ["1 of 2 are done.", "This is set 1 of 2."]


def test_what_next_names_the_next_exercise_or_says_that_this_is_the_last() -> None:
    assert said_to(Command.WHAT_NEXT) == ["After that comes Curl up."]
    driver = driver_in(Phase.MOVING).say(Command.SKIP).until(Phase.MOVING)
    before = len(driver.entries)
    assert driver.say(Command.WHAT_NEXT).spoken(before) == ["This is the last exercise."]


def test_why_says_what_the_routine_is_for() -> None:
    assert said_to(Command.WHY) == ["A routine for tests."]


def test_help_in_a_rest_tells_of_more_rest() -> None:
    assert len(said_to(Command.HELP)) == 2
    assert said_to(Command.HELP, Phase.RESTING)[0] == "You can say more rest, or skip to go on."


def test_a_question_does_not_move_the_counts() -> None:
    asked, left_alone = driver_in(Phase.MOVING), driver_in(Phase.MOVING)
    asked.say(Command.HOW_MANY, Command.WHY, Command.HELP)
    assert asked.session.next_deadline() == left_alone.session.next_deadline()


def test_slower_stretches_the_tempo_and_the_speech_and_goes_on_where_it_was() -> None:
    driver = driver_in(Phase.MOVING).run(20).say(Command.SLOWER)
    assert AdjustRate(-1) in driver.since(0)
    assert driver.session.pace == 1.25
    assert driver.spoken()[-2:] == ["Slower.", "From number 2."]


def test_slower_and_faster_have_an_end() -> None:
    driver = driver_in(Phase.RESTING).say(*[Command.SLOWER] * 9)
    assert driver.session.pace == 2.0
    driver.say(*[Command.FASTER] * 20)
    assert driver.session.pace == 0.6


def test_louder_and_quieter_turn_by_one_step_and_say_so() -> None:
    driver = driver_in(Phase.MOVING).say(Command.LOUDER, Command.QUIETER)
    assert [e for e in driver.since(0) if isinstance(e, AdjustVolume)] == [
        AdjustVolume(1),
        AdjustVolume(-1),
    ]
    assert driver.spoken()[-2:] == ["Louder.", "Quieter."]


def test_more_rest_adds_thirty_seconds_to_what_is_left() -> None:
    driver = driver_in(Phase.RESTING).run(9.5).say(Command.MORE_REST)
    assert driver.session.left_s(driver.now_s) == pytest.approx(55)
    assert driver.spoken()[-1] == "Rest 55 seconds."


def test_more_rest_at_work_says_when_the_rest_comes() -> None:
    assert said_to(Command.MORE_REST) == ["The rest comes after this set. Say pause to rest now."]


def test_done_ends_the_set_with_the_repetitions_that_were_done() -> None:
    driver = driver_in(Phase.MOVING).run(20).say(Command.DONE)
    assert driver.phase is Phase.SWITCHING
    assert (driver.records("set")[0]["repetitions"], driver.session.sets_done) == (1, 1)


def test_repeat_in_a_rest_repeats_the_set_that_was_just_done() -> None:
    driver = driver_in(Phase.RESTING)
    index = driver.session.course.index
    driver.say(Command.REPEAT)
    assert driver.session.course.index == index - 1


def test_a_set_done_again_is_counted_once() -> None:
    driver = driver_in(Phase.RESTING).say(Command.REPEAT).until(Phase.RESTING)
    assert driver.session.sets_done == 2
    assert len(driver.records("set")) == 3


def test_back_and_skip_together_lead_where_they_began() -> None:
    driver = driver_in(Phase.MOVING).say(Command.SKIP).run(1)
    assert driver.session.course.exercise_set.exercise.id == "curl-up"
    driver.say(Command.BACK)
    assert driver.session.course.exercise_set.exercise.id == "bridge"


def test_skip_on_the_last_exercise_closes() -> None:
    driver = driver_in(Phase.MOVING).say(Command.SKIP).until(Phase.MOVING).say(Command.SKIP)
    assert driver.phase is Phase.FINISHING


def test_easier_at_work_says_what_changed_and_goes_on_where_it_was() -> None:
    driver = driver_in(Phase.MOVING).run(20).say(Command.EASIER)
    assert driver.spoken()[-3:] == ["Easier.", "Bend your arms.", "From number 2."]
    assert driver.phase is Phase.INTRODUCING
    driver.until(Phase.MOVING)
    assert driver.session.course.done == 1


def test_easier_that_leaves_fewer_repetitions_than_are_done_ends_the_set() -> None:
    driver = Driver(plan(exercise(dose=Dose(repetitions=9, sets=2)))).begin()
    driver.until(Phase.MOVING).run(8 * 4 + 1).say(Command.EASIER)
    assert driver.spoken()[-2:] == ["Easier.", "6 times now."]
    before = driver.now_s
    driver.until(Phase.RESTING)
    assert driver.now_s > before + 4
    assert driver.session.next_deadline() == pytest.approx(driver.now_s + 12.5)
    assert driver.records("set")[0]["repetitions"] == 8


@pytest.mark.parametrize("command", [Command.EASIER, Command.HARDER])
def test_where_no_step_is_left_it_says_so(command: Command) -> None:
    driver = driver_in(Phase.RESTING).say(*[command] * 20)
    assert driver.spoken()[-1].startswith(
        f"This is as {'easy' if command is Command.EASIER else 'hard'}"
    )


def test_finish_asks_and_no_goes_on() -> None:
    driver = driver_in(Phase.ASKING)
    assert driver.spoken()[-1] == "Finish now? Say yes or no."
    assert driver.say(Command.NO).phase is Phase.INTRODUCING


def test_finish_without_an_answer_goes_on() -> None:
    assert driver_in(Phase.ASKING).run(15).phase is Phase.INTRODUCING


def test_pause_holds_everything_until_continue() -> None:
    driver = driver_in(Phase.PAUSED)
    sets = driver.session.sets_done
    driver.run(200)
    assert (driver.phase, driver.session.sets_done) == (Phase.PAUSED, sets)
    assert driver.say(Command.CONTINUE).spoken()[-3:] == ["We go on.", "Bridge.", "Right leg."]


def test_a_session_with_every_command_in_it_still_comes_to_its_end() -> None:
    driver = Driver(two_exercises()).begin()
    for command in COMMANDS:
        if command is not Command.FINISH:
            driver.say(command).run(7)
    assert driver.to_the_end().phase is Phase.FINISHED
