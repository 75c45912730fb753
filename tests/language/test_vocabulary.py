"""What words mean, and which of them are open when."""

from __future__ import annotations

import pytest
import yaml

from backtalk.catalogue.scalars import STOP_WORDS
from backtalk.core.model.events import SCORES, STOP_CLASS, Command
from backtalk.core.session.situations import Situation
from backtalk.language import vocabulary
from tests.test_architecture import SOURCE

VOCABULARY = vocabulary.load()
STOPS = {p: c for p, c in VOCABULARY.meanings.items() if c in STOP_CLASS}


def test_every_command_can_be_said() -> None:
    assert set(VOCABULARY.meanings.values()) == set(Command)


def test_no_phrase_belongs_to_two_commands() -> None:
    file = SOURCE / "language" / "en" / "commands.yaml"
    lists = yaml.safe_load(file.read_text(encoding="utf-8"))["commands"].values()
    phrases = [phrase for phrases in lists for phrase in phrases]
    assert len(phrases) == len(set(phrases)) == len(VOCABULARY.meanings)


def test_no_command_contains_a_stop_phrase() -> None:
    commands = [p for p, c in VOCABULARY.meanings.items() if c not in STOP_CLASS]
    assert [p for p in commands if VOCABULARY.stop_in(p)] == []


def test_no_decoy_is_a_command_or_a_stop_phrase() -> None:
    assert not set(VOCABULARY.decoys) & set(VOCABULARY.meanings)
    assert [decoy for decoy in VOCABULARY.decoys if VOCABULARY.stop_in(decoy)] == []


def test_phrases_are_lower_case_words_with_single_spaces() -> None:
    for phrase in (*VOCABULARY.meanings, *VOCABULARY.decoys):
        assert phrase == " ".join(phrase.lower().split())


def test_the_catalogue_and_the_vocabulary_know_the_same_stop_words() -> None:
    for phrase in STOPS:
        assert any(word.startswith(STOP_WORDS) for word in phrase.split()), phrase
    for stop_word in STOP_WORDS:
        words = {word for phrase in STOPS for word in phrase.split()}
        assert any(word.startswith(stop_word) for word in words), stop_word


@pytest.mark.parametrize("situation", Situation)
def test_the_stop_class_is_open_in_every_situation(situation: Situation) -> None:
    assert set(VOCABULARY.grammar(situation.commands).stops) == set(STOPS)
    assert not set(VOCABULARY.grammar(situation.commands).commands) & set(STOPS)
    assert VOCABULARY.grammar(situation.commands).decoys == VOCABULARY.decoys


def test_asked_how_bad_it_is_the_numbers_are_open_and_that_it_was_a_false_alarm() -> None:
    around = {Command.LEG, Command.FINISH, Command.HELP, Command.LOUDER, Command.QUIETER}
    assert Situation.SCORE.commands == {*SCORES, Command.NO, Command.FINE, *around}


def test_asked_how_to_go_on_only_the_ways_on_are_open_and_start_sounds_too_much_like_stop() -> None:
    ways = {Command.EASIER, Command.SKIP, Command.CONTINUE, Command.FINE, Command.FINISH}
    around = {Command.LEG, Command.HELP, Command.LOUDER, Command.QUIETER}
    assert Situation.CHOICE.commands == ways | around


def test_for_recordings_everything_is_open() -> None:
    assert Situation.ANY.commands == frozenset(Command) - STOP_CLASS


def test_the_numbers_mean_what_they_say() -> None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    said = [VOCABULARY.command(word, Situation.SCORE.commands) for word in words]
    assert said == list(SCORES)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("pain", Command.PAIN),
        ("oh it hurts", Command.PAIN),
        ("stop it please", Command.STOP),
        ("the dizzy dog", Command.UNWELL),
        ("my back hurts", Command.PAIN),
        ("skip stop", Command.STOP),
    ],
)
def test_a_stop_phrase_counts_anywhere_among_other_words(text: str, command: Command) -> None:
    assert VOCABULARY.stop_in(text) is command


@pytest.mark.parametrize("text", ["painless", "stopping", "unstoppable", "", "[unk]", "halted"])
def test_a_stop_phrase_is_a_whole_word(text: str) -> None:
    assert VOCABULARY.stop_in(text) is None


def test_a_command_among_other_words_is_talk() -> None:
    assert VOCABULARY.command("skip", Situation.FLOW.commands) is Command.SKIP
    assert VOCABULARY.command("skip the dog", Situation.FLOW.commands) is None
    assert VOCABULARY.command("skip back", Situation.FLOW.commands) is None


@pytest.mark.parametrize("text", ["skip skip", "more rest more rest", "again again again"])
def test_a_command_said_twice_is_the_command(text: str) -> None:
    assert VOCABULARY.command(text, Situation.FLOW.commands) is not None


def test_a_command_that_is_not_open_means_nothing() -> None:
    assert VOCABULARY.command("yes", Situation.FLOW.commands) is None
    assert VOCABULARY.command("six", Situation.CHOICE.commands) is None
    assert VOCABULARY.command("skip", Situation.SCORE.commands) is None
