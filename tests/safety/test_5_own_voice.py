"""The coach's own words, back through the microphone, do not count as the person's commands.

A stop word counts no matter who says it, for the coach does not say any (tests/language,
tests/catalogue) but in the hearing check; there only its own echo does not count.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backtalk.core.model.events import STOP_CLASS, Command, CommandHeard, StopHeard
from backtalk.core.session.machine.states import State
from backtalk.core.session.situations import Situation
from backtalk.hearing.echo.canceller import PassThrough
from backtalk.language import phrasebook, vocabulary
from backtalk.ports import BLOCK_FRAMES, Heard, Pcm
from tests.app.runtime.harness import Stage
from tests.core.samples import two_exercises
from tests.hearing.scripted import HISS, Bench

VOCABULARY = vocabulary.load()
BOOK = phrasebook.load()
TEMPLATES = {phrase_id: " ".join(BOOK.forms(phrase_id)) for phrase_id in BOOK.templates}
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
    bench.listener.open(Situation.ANY.commands)
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


def room_in_which_the_coach_speaks(gain: float) -> Bench:
    """Return a bench that has heard five seconds of the coach's echo at `gain`."""
    bench = Bench(coach_says=lambda: "Please say stop.", echo=PassThrough())
    for at in range(250):
        far = coach(at)
        bench.listener.process((far * gain).astype(np.int16) + HISS, far)
    return bench


def coach(at: int) -> Pcm:
    """Return a block of the coach's voice, with ups and downs as speech has them."""
    level = 3000 * (0.4 + 0.6 * (at % 10) / 10)
    return np.random.default_rng(at).normal(0, level, BLOCK_FRAMES).astype(np.int16)


def test_a_stop_word_in_the_coachs_own_echo_is_not_the_persons() -> None:
    """Only the hearing check says one: to ask for it."""
    bench = room_in_which_the_coach_speaks(0.5)
    bench.recogniser.script.append([Heard("stop", final=False, at_s=0.0)])
    bench.listener.process((coach(251) * 0.5).astype(np.int16), coach(251))
    assert bench.events == []


def test_a_stop_word_louder_than_the_echo_can_be_counts() -> None:
    bench = room_in_which_the_coach_speaks(0.05)
    for at in range(251, 270):
        bench.listener.process(coach(at), coach(at))
    bench.recogniser.script.append([Heard("stop", final=False, at_s=0.0)])
    bench.listener.process(coach(270), coach(270))
    assert bench.events == [StopHeard(Command.STOP)]


def test_a_stop_word_that_comes_later_than_the_echo_counts() -> None:
    bench = room_in_which_the_coach_speaks(0.5)
    silence = np.zeros(BLOCK_FRAMES, np.int16)
    for at in range(40):
        bench.listener.process(coach(at) // 8, silence)
    bench.recogniser.script.append([Heard("stop", final=False, at_s=0.0)])
    bench.listener.process(HISS, silence)
    assert bench.events == [StopHeard(Command.STOP)]


def test_another_stop_word_than_the_coachs_own_always_counts() -> None:
    bench = room_in_which_the_coach_speaks(0.5)
    bench.recogniser.script.append([Heard("pain", final=False, at_s=0.0)])
    bench.listener.process((coach(251) * 0.5).astype(np.int16), coach(251))
    assert bench.events == [StopHeard(Command.PAIN)]


def test_louder_is_not_answered_with_louder_for_ever(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path, coach_is_heard=True).begin().until(State.RESTING)
    stage.run(8)
    stage.person_says("louder").until_true(lambda: stage.player.saying == "Louder.", 5)
    gain = stage.player.gain
    stage.person_says("louder").run(2)
    assert stage.player.gain == gain
