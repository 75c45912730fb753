"""The coach's own words, back through the microphone, do not count as the person's commands.

A stop word counts whoever says it: the coach does not say any (tests/language, tests/catalogue).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.core.messages import STOP_CLASS, Command, CommandHeard, Situation, StopHeard
from backtalk.core.phases import Phase
from backtalk.language import phrasebook, vocabulary
from tests.app.stage import Stage
from tests.core.samples import two_exercises
from tests.hearing.scripted import Bench

VOCABULARY = vocabulary.load()
TEMPLATES = phrasebook.load().templates
OWN_COMMANDS = sorted(
    (phrase_id, text)
    for phrase_id, template in TEMPLATES.items()
    for text, command in VOCABULARY.meanings.items()
    if command not in STOP_CLASS
    and f" {text} " in f" {template.lower().replace(',', ' ').replace('.', ' ')} "
)


def test_the_coach_does_say_words_that_are_commands() -> None:
    assert ("louder", "louder") in OWN_COMMANDS
    assert ("continue_or_finish", "finish") in OWN_COMMANDS


@pytest.mark.parametrize(("phrase_id", "text"), OWN_COMMANDS)
def test_a_command_in_the_coachs_own_sentence_is_not_the_persons(phrase_id: str, text: str) -> None:
    bench = Bench(coach_says=lambda: TEMPLATES[phrase_id])
    bench.listener.open(Situation.ANY)
    assert bench.hear(text, final=True) == []


def test_a_command_that_the_coach_is_not_saying_is_the_persons() -> None:
    bench = Bench(coach_says=lambda: "Say skip to leave it out, or finish.")
    assert bench.hear("pause", final=True) == [CommandHeard(Command.PAUSE)]


def test_a_part_of_a_longer_own_word_is_the_persons() -> None:
    bench = Bench(coach_says=lambda: "Backwards, easiest, doneness.")
    assert bench.hear("back", final=True) == [CommandHeard(Command.BACK)]


def test_a_stop_word_counts_also_while_the_coach_says_it() -> None:
    bench = Bench(coach_says=lambda: "Stopped. Stop. Pain.")
    assert bench.hear("stop") == [StopHeard(Command.STOP)]


def test_louder_is_not_answered_with_louder_for_ever(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path, coach_is_heard=True).begin().until(Phase.RESTING)
    stage.run(8)
    stage.person_says("louder").until_true(lambda: stage.player.saying == "Louder.", 5)
    gain = stage.player.gain
    stage.person_says("louder").run(2)
    assert stage.player.gain == gain
