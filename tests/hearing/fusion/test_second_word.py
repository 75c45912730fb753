"""What follows from what the second pass has heard: the table of the policy, row by row."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import Command, Doubted, Refused
from backtalk.core.session.situations import Situation
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.outcome import Outcome
from backtalk.hearing.fusion.second_word import (
    COMMAND,
    CONFIRMED,
    IMPOSSIBLE,
    STOPS_ALONE,
    of_phrases,
    of_suspicion,
    of_words,
)
from backtalk.hearing.fusion.stop_fusion import Decision
from tests.hearing.fusion.looks import look_of, words_of

SUSPECTED = Detection(Source.SPOTTER, Command.STOP, sure=True, text="stop", at_s=1.0, barely=True)
SICK = Detection(Source.RECOGNISER, Command.UNWELL, sure=True, text="sick", at_s=1.0, barely=True)
SURE = COMMAND + 1
DOUBTFUL = COMMAND - 1


def nobody(_text: str, _stop: Command | None) -> bool:
    return False


def coach(_text: str, _stop: Command | None) -> bool:
    return True


def recognised(command: Command) -> Detection:
    return Detection(
        Source.RECOGNISER, command, sure=True, text=command.value, at_s=1.0, final=True
    )


def suspected(score: float) -> list[Decision]:
    words = words_of(Situation.FLOW)
    found = of_suspicion(SUSPECTED, look_of(words, {"stop": score}), words, 1.2)
    return [outcome.decision for outcome in found]


def read(
    text: str,
    heard: dict[str, float],
    by_recogniser: Command | None = None,
    situation: Situation = Situation.FLOW,
) -> list[Outcome]:
    words = words_of(situation)
    command = recognised(by_recogniser) if by_recogniser else None
    return of_words(look_of(words, heard), text, command, words, nobody, "en", 2.0)


def commands(found: list[Outcome]) -> list[Command | None]:
    return [outcome.detection.command for outcome in found if outcome.event is None]


def test_a_suspicion_that_is_confirmed_stops() -> None:
    assert suspected(CONFIRMED + 0.1) == [Decision.STOP]


def test_a_suspicion_that_is_impossible_is_nothing() -> None:
    assert suspected(IMPOSSIBLE - 0.1) == []


@pytest.mark.parametrize("score", [CONFIRMED - 0.1, IMPOSSIBLE + 0.1])
def test_between_the_two_it_is_asked_about(score: float) -> None:
    assert suspected(score) == [Decision.ASK]


def test_six_is_not_sick_while_a_number_is_asked_for() -> None:
    words = words_of(Situation.SCORE)
    assert of_suspicion(SICK, look_of(words, {"six": -1.0, "sick": -3.0}), words, 1.2) == []
    (stop,) = of_suspicion(SICK, look_of(words, {"six": -3.0, "sick": -1.0}), words, 1.2)
    assert stop.decision is Decision.STOP


def test_sick_is_sick_while_no_number_is_asked_for() -> None:
    words = words_of(Situation.FLOW)
    (stop,) = of_suspicion(SICK, look_of(words, {"sick": -3.0}), words, 1.2)
    assert stop.decision is Decision.STOP


def test_a_number_that_is_sure_is_no_half_heard_stop() -> None:
    words = words_of(Situation.SCORE)
    assert of_suspicion(SUSPECTED, look_of(words, {"four": -0.3, "stop": -9.0}), words, 1.2) == []


def test_a_stop_that_nobody_else_heard_stops() -> None:
    words = words_of(Situation.FLOW)
    look = look_of(words, {"stop": STOPS_ALONE + 0.1})
    (stop,) = of_phrases(look, words, nobody, 2.0)
    assert (stop.detection.command, stop.decision) == (Command.STOP, Decision.STOP)


def test_a_stop_that_nobody_else_heard_needs_to_be_surer_than_a_suspicion() -> None:
    words = words_of(Situation.FLOW)
    assert of_phrases(look_of(words, {"stop": STOPS_ALONE - 0.1}), words, nobody, 2.0) == []


def test_the_coachs_own_stop_is_none() -> None:
    words = words_of(Situation.FLOW)
    assert of_phrases(look_of(words, {"stop": -0.1}), words, coach, 2.0) == []


def test_a_sure_phrase_that_is_all_that_was_said_is_its_command() -> None:
    assert commands(read("Skip.", {"skip": SURE})) == [Command.SKIP]


def test_a_bare_word_that_is_read_wrongly_is_still_its_command() -> None:
    assert commands(read("Boss.", {"pause": SURE})) == [Command.PAUSE]


@pytest.mark.parametrize(
    ("text", "refused"),
    [("I can't go on.", Command.CONTINUE), ("Don't skip.", Command.SKIP), ("Not yet.", None)],
)
def test_a_refusal_is_one_whatever_the_closed_lists_hear(
    text: str, refused: Command | None
) -> None:
    found = read(text, {"go on": SURE, "skip": SURE}, Command.CONTINUE, Situation.CHOICE)
    assert [outcome.event for outcome in found] == [Refused(refused)]


def test_a_doubt_is_no_answer_though_a_word_of_it_is_one() -> None:
    found = read("I don't know.", {"no": SURE}, Command.NO, Situation.CONFIRM)
    assert [outcome.event for outcome in found] == [Doubted()]


def test_a_polite_sentence_is_the_command_in_it() -> None:
    assert commands(read("Can we skip this one please?", {})) == [Command.SKIP]


def test_of_two_numbers_the_higher_one_counts() -> None:
    found = read("Three or four.", {"three": SURE}, situation=Situation.SCORE)
    assert commands(found) == [Command.FOUR]


def test_two_who_hear_the_same_command_are_believed_although_nobody_can_read_it() -> None:
    assert commands(read("Rip eat mat.", {"repeat": DOUBTFUL}, Command.REPEAT)) == [Command.REPEAT]


def test_two_who_hear_different_commands_are_not() -> None:
    assert commands(read("Rip.", {"skip": DOUBTFUL}, Command.REPEAT)) == [None]


def test_a_command_with_a_please_is_said_to_the_coach() -> None:
    assert commands(read("Please Cube.", {}, Command.SKIP)) == [Command.SKIP]


def test_talk_is_no_command() -> None:
    assert commands(read("He went to the shop.", {}, Command.SKIP)) == [None]


def test_what_the_coach_said_itself_is_neither_command_nor_refusal() -> None:
    words = words_of(Situation.FLOW)
    look = look_of(words, {"skip": SURE})
    assert of_words(look, "Skip.", None, words, coach, "en", 2.0) == []
    assert of_words(look, "Don't skip.", None, words, coach, "en", 2.0) == []
