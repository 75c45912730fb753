"""Pain and stop words work in every state, at every volume, while the coach speaks, when paused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backtalk.app.runtime.conductor import SOFTEST
from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.core.session.machine.states import PAIN, State
from backtalk.core.session.situations import Situation
from backtalk.hearing.echo.canceller import WebRtcEcho
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.sphinx import recogniser as sphinx_recogniser
from backtalk.hearing.spotter import classifier_head
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.language import vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ
from backtalk.reflex import Reflex, stop_clip
from backtalk.room.virtual_room import SpokenWords, VirtualRoom
from backtalk.speaking.player import Player
from backtalk.speaking.rendering import level
from tests.app.runtime.harness import STOPPED, Stage
from tests.core.paths import ALIVE, driver_in
from tests.core.samples import two_exercises
from tests.hearing.scripted import Bench
from tests.tiny_vosk.espeak import say_afresh

STOPS = [command for command in Command if command in STOP_CLASS]
PHRASES = [p for p, command in vocabulary.load().meanings.items() if command in STOP_CLASS]


@pytest.mark.parametrize("state", ALIVE)
@pytest.mark.parametrize("command", STOPS)
def test_from_every_state_every_stop_leads_to_where_one_is_asked(
    state: State, command: Command
) -> None:
    driver = driver_in(state)
    if state is State.HEARING_CHECK and command is Command.STOP:
        driver.press(command)  # said, it is what the check asks for; pressed, it stops as ever
    else:
        driver.stop(command)
    asked_how_bad = State.PAIN_SCORE if command is Command.PAIN else State.STOPPED
    assert driver.state is (state if state in PAIN else asked_how_bad)
    assert driver.records("stop")[-1]["word"] == command.value


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("text", PHRASES)
def test_every_stop_phrase_stops_in_every_situation_at_its_first_partial(
    situation: Situation, text: str
) -> None:
    bench = Bench()
    bench.listener.open(situation.commands)
    bench.hear("hello", text)
    assert bench.player.latched
    assert len(bench.events) == 1


@pytest.mark.parametrize("around", ["oh {}", "{} please", "the dog {} now"])
@pytest.mark.parametrize("text", PHRASES)
def test_a_stop_phrase_stops_in_the_middle_of_talk(around: str, text: str) -> None:
    bench = Bench()
    bench.hear(around.format(text))
    assert bench.player.latched


SPOKEN_IN = (
    State.WELCOME,
    State.INTRODUCING,
    State.MOVING,
    State.HOLDING,
    State.SWITCHING,
    State.RESTING,
    State.GOODBYE,
)


@pytest.mark.parametrize("state", SPOKEN_IN)
def test_a_stop_word_over_the_coachs_voice_silences_it(state: State, tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().until(state)
    stage.until_true(lambda: stage.player.sounding)
    stage.hears("stop").block()
    stage.run(0.04)
    assert stage.state is State.STOPPED
    assert stage.player.latched
    assert stage.player.saying in {"", STOPPED}


@pytest.mark.parametrize("echo_db", [None, -10.0])
def test_a_stop_word_over_the_coach_is_heard_with_headphones_and_with_a_loudspeaker(
    echo_db: float | None,
) -> None:
    sentence = "Lie on your back and bend your knees. Breathe in."
    sentence_pcm, stop_pcm = say_afresh([(sentence, "en-us", 150), ("stop", "en-us+f2", 140)])
    coach = np.tile(sentence_pcm, 4)
    said = SpokenWords(6.0, "stop", level(stop_pcm))
    room = VirtualRoom((said,), echo_db=echo_db)
    player, spotter_head = Player(), classifier_head.load()
    listener = Listener(
        sphinx_recogniser.open_recogniser(),
        vocabulary.load(),
        Reflex(player, stop_clip(coach[:BLOCK_FRAMES], STOPPED), lambda _: None),
        lambda _: None,
        spotter=Spotter(spotter_head),
        echo=WebRtcEcho(),
    )
    for start in range(0, round((said.end_s + 1) * RATE_HZ), BLOCK_FRAMES):
        far = coach[start : start + BLOCK_FRAMES]
        listener.process(room.exchange(far), far)
    assert player.latched


def test_a_stop_word_stops_a_session_that_is_paused(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().until(State.MOVING)
    stage.person_says("pause").run(1).hears("ouch").run(0.1)
    assert stage.state is State.PAIN_SCORE


def test_a_stop_word_stops_in_the_middle_of_the_question_whether_to_finish(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().until(State.MOVING)
    stage.person_says("finish").run(1).hears("stop").run(0.1)
    assert stage.state is State.STOPPED


def test_the_answer_to_a_stop_is_never_turned_down(tmp_path: Path) -> None:
    stage = Stage(two_exercises(), tmp_path).begin().commands(*[Command.QUIETER] * 20)
    stage.until(State.MOVING).hears("stop").block()
    clip = stage.speech.pcm(STOPPED)
    assert stage.player.gain == SOFTEST
    assert abs(stage.sound(0.5)).max() == abs(clip[: 16_000 // 2]).max()


def test_a_session_in_which_everything_comes_late_can_be_stopped() -> None:
    """The machine was busy for a minute; then the stop is the first thing that is handled."""
    driver = driver_in(State.MOVING)
    driver.now_s += 60
    assert driver.stop().state is State.PAIN_SCORE
