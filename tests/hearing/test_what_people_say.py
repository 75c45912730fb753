"""What people say to the coach, and what it is taken for: recogniser, spotter and second pass.

Two synthetic voices say each of these; the kinds are those that a closed list of words gets wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backtalk.app import wiring
from backtalk.app.settings import Settings
from backtalk.core.model.events import Command, CommandHeard, Doubted, Event, Refused, StopHeard
from backtalk.core.session.situations import Situation
from backtalk.hearing.fusion.second_look import LOOK_S
from backtalk.hearing.sphinx.recogniser import open_recogniser
from backtalk.hearing.spotter import classifier_head
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.language import vocabulary
from tests.hearing.whole_listener import VOICES, WholeListener, commands_of, spoken

FLOW, SCORE = Situation.FLOW, Situation.SCORE
CHOICE, CONFIRM = Situation.CHOICE, Situation.CONFIRM

SAID = (
    "I can't go on",
    "I cannot continue",
    "don't continue",
    "do not go on",
    "not yet",
    "I don't know",
    "maybe",
    "not sure",
    "three or four",
    "five, no, six",
    "six",
    "four",
    "none",
    "nothing",
    "eleven",
    "it's painful",
    "my knee hurts",
    "that hurt",
    "no it hurts",
    "please stop",
    "stop please",
    "no no stop",
    "can we skip this one please",
    "please skip",
    "easier please",
    "repeat that",
    "wait a minute",
    "I need a break",
    "skip",
    "pause",
    "continue",
    "easier",
    "finish",
    "hold on",
    "don't skip",
    "how do I do it",
    "no I mean yes",
)
"""Everything that is said here; spoken in one go, because espeak says a thing a little differently
after another."""

either_voice = pytest.mark.parametrize("voice", VOICES)
one_voice = pytest.mark.parametrize("voice", VOICES[:1])
"""For what is heard elsewhere, too: hearing takes processor time."""


@pytest.fixture(scope="module")
def listener() -> Iterator[WholeListener]:
    recogniser = open_recogniser()
    yield WholeListener(
        recogniser,
        Spotter(classifier_head.load()),
        wiring.looker_of(Settings(), recogniser, LOOK_S),
        vocabulary.load(),
        spoken(SAID),
    )
    recogniser.close()


def stops(events: list[Event]) -> list[Command]:
    return [event.command for event in events if isinstance(event, StopHeard)]


@either_voice
@pytest.mark.parametrize(
    "text", ["I can't go on", "I cannot continue", "don't continue", "do not go on", "not yet"]
)
def test_a_refusal_to_go_on_never_goes_on(listener: WholeListener, text: str, voice: str) -> None:
    events = listener.events(text, CHOICE, voice)
    assert Command.CONTINUE not in commands_of(events)
    assert [event for event in events if isinstance(event, Refused)]


@either_voice
@pytest.mark.parametrize("situation", [FLOW, CHOICE, CONFIRM])
def test_hold_on_is_not_go_on(listener: WholeListener, situation: Situation, voice: str) -> None:
    said = commands_of(listener.events("hold on", situation, voice))
    assert said <= {Command.PAUSE}


@either_voice
@pytest.mark.parametrize("text", ["I don't know", "maybe", "not sure"])
def test_a_doubt_is_neither_yes_nor_no(listener: WholeListener, text: str, voice: str) -> None:
    events = listener.events(text, CONFIRM, voice)
    assert commands_of(events) == set()
    assert [event for event in events if isinstance(event, Doubted)]


@either_voice
@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("three or four", Command.FOUR),
        ("five, no, six", Command.SIX),
        ("six", Command.SIX),
        ("four", Command.FOUR),
    ],
)
def test_how_bad_it_is_in_peoples_own_words(
    listener: WholeListener, text: str, score: Command, voice: str
) -> None:
    assert commands_of(listener.events(text, SCORE, voice)) == {score}


@either_voice
@pytest.mark.parametrize("text", ["none", "nothing", "eleven"])
def test_what_is_no_number_up_to_ten_is_no_number_but_zero(
    listener: WholeListener, text: str, voice: str
) -> None:
    assert commands_of(listener.events(text, SCORE, voice)) <= {Command.ZERO, Command.NO}


@either_voice
@pytest.mark.parametrize("text", ["it's painful", "my knee hurts", "that hurt", "no it hurts"])
def test_a_sentence_about_pain_is_pain(listener: WholeListener, text: str, voice: str) -> None:
    assert stops(listener.events(text, FLOW, voice)) == [Command.PAIN]


@one_voice
@pytest.mark.parametrize("text", ["please stop", "stop please", "no no stop"])
def test_a_stop_in_a_sentence_stops_once(listener: WholeListener, text: str, voice: str) -> None:
    assert stops(listener.events(text, FLOW, voice)) == [Command.STOP]


@either_voice
@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("can we skip this one please", Command.SKIP),
        ("please skip", Command.SKIP),
        ("easier please", Command.EASIER),
        ("repeat that", Command.REPEAT),
        ("wait a minute", Command.PAUSE),
        ("I need a break", Command.PAUSE),
    ],
)
def test_a_polite_request_is_the_command_in_it(
    listener: WholeListener, text: str, command: Command, voice: str
) -> None:
    assert CommandHeard(command) in listener.events(text, FLOW, voice)


@either_voice
def test_what_is_not_to_be_skipped_is_not_skipped(listener: WholeListener, voice: str) -> None:
    assert commands_of(listener.events("don't skip", FLOW, voice)) == set()


@one_voice
def test_how_do_i_do_it_does_not_make_it_louder(listener: WholeListener, voice: str) -> None:
    said = commands_of(listener.events("how do I do it", FLOW, voice))
    assert said <= {Command.WHAT_NOW, Command.HELP}


@one_voice
def test_no_i_mean_yes_is_yes(listener: WholeListener, voice: str) -> None:
    assert commands_of(listener.events("no I mean yes", CONFIRM, voice)) == {Command.YES}


@one_voice
@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("skip", Command.SKIP),
        ("pause", Command.PAUSE),
        ("continue", Command.CONTINUE),
        ("easier", Command.EASIER),
        ("finish", Command.FINISH),
    ],
)
def test_a_bare_word_is_still_its_command(
    listener: WholeListener, text: str, command: Command, voice: str
) -> None:
    assert commands_of(listener.events(text, FLOW, voice)) == {command}
