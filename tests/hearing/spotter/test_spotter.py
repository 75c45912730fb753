"""The spotter in streaming: espeak's voice, quiet, and blocks of any length."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from backtalk.core.model.events import Command
from backtalk.hearing.detection import Detection
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter.activity_gate import Gate
from backtalk.hearing.spotter.embedding import (
    STEP_FRAMES,
    WINDOW_FRAMES,
    SpeechEmbedding,
)
from backtalk.hearing.spotter.enrolment.adaptation import adapt
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from tests.tiny_vosk.espeak import Espeak

VOICE = "en-us+f2"
SAID = ((130, 45), (150, 50), (170, 55))
"""Rates and pitches of the clips it knows the voice by."""


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


@pytest.fixture(scope="module")
def loaded(espeak: Espeak) -> Spotter:
    """A spotter that knows this voice: what is tested is the stream, not the built-in recall."""
    clips = {
        word: [espeak.say_pcm(text, VOICE, speed, pitch) for speed, pitch in SAID]
        for word, text in (("stop", "stop"), ("pain", "pain"))
    }
    return Spotter(adapt(heads.load(), clips), near_miss_margin=0)


@pytest.fixture
def spotter(loaded: Spotter) -> Iterator[Spotter]:
    loaded.reset()
    yield loaded
    loaded.reset()


def hiss(seconds: float, level: float = 6.0) -> Pcm:
    noise = np.random.default_rng(3).standard_normal(round(seconds * RATE_HZ)) * level
    return noise.astype(np.int16)


def fed(spotter: Spotter, sound: Pcm, frames: int = BLOCK_FRAMES) -> list[Detection]:
    seen: list[Detection] = []
    for start in range(0, len(sound), frames):
        seen += spotter.process(sound[start : start + frames])
    return seen


@pytest.mark.parametrize(("text", "kind"), [("pain", "pain"), ("stop", "stop")])
@pytest.mark.parametrize("speed", [140, 160])
def test_a_known_voice_is_seen_once_and_soon(
    spotter: Spotter, espeak: Espeak, text: str, kind: str, speed: int
) -> None:
    said = espeak.say_pcm(text, VOICE, speed)
    end_s = 1.5 + len(said) / RATE_HZ
    seen = fed(spotter, np.concatenate([hiss(1.5), said, hiss(1.2)]))
    clear = [detection for detection in seen if not detection.barely]
    assert [detection.command for detection in clear] == [Command(kind)]
    assert -0.3 < clear[0].at_s - end_s < 0.6
    assert clear[0].sure


def test_the_first_word_of_a_stream_is_seen(spotter: Spotter, espeak: Espeak) -> None:
    seen = fed(spotter, np.concatenate([espeak.say_pcm("stop", VOICE), hiss(0.8)]))
    assert {detection.command for detection in seen} == {Command.STOP}
    assert sum(not detection.barely for detection in seen) == 1


def test_a_word_after_a_long_quiet_is_seen_although_nothing_was_computed_in_it(
    spotter: Spotter, espeak: Espeak
) -> None:
    assert fed(spotter, hiss(20)) == []
    seen = fed(spotter, np.concatenate([espeak.say_pcm("stop", VOICE), hiss(1)]))
    assert {detection.command for detection in seen} == {Command.STOP}
    assert sum(not detection.barely for detection in seen) == 1


@pytest.mark.parametrize(
    "text", ["skip", "repeat", "ten more seconds", "lower the arm and the leg"]
)
def test_other_words_are_not_seen(spotter: Spotter, espeak: Espeak, text: str) -> None:
    assert fed(spotter, np.concatenate([hiss(1), espeak.say_pcm(text), hiss(1)])) == []


@pytest.mark.parametrize("frames", [1, 333, 16_000])
def test_the_length_of_blocks_does_not_matter(
    spotter: Spotter, espeak: Espeak, frames: int
) -> None:
    sound = np.concatenate([hiss(1), espeak.say_pcm("stop", VOICE), hiss(1)])[10_000:]
    expected = fed(spotter, sound)
    spotter.reset()
    assert fed(spotter, sound, frames) == expected


def test_a_near_miss_is_told_apart_and_only_when_asked_for(espeak: Espeak) -> None:
    head = heads.load()
    strict = dataclasses.replace(head, thresholds=dict.fromkeys(head.thresholds, 50.0))
    sound = np.concatenate([hiss(1), espeak.say_pcm("stop", VOICE), hiss(1)])
    assert fed(Spotter(strict, near_miss_margin=0), sound) == []
    near = fed(Spotter(strict, near_miss_margin=60), sound)
    assert near
    assert not any(detection.sure for detection in near)


def test_a_near_miss_does_not_keep_back_the_word_itself(espeak: Espeak) -> None:
    lenient = Spotter(heads.load(), near_miss_margin=50)
    seen = fed(lenient, np.concatenate([hiss(1.5), espeak.say_pcm("stop", VOICE), hiss(1)]))
    sure = [detection.command for detection in seen if detection.sure and not detection.barely]
    assert not seen[0].sure
    assert sure == [Command.STOP]


def test_the_latest_odds_tell_a_command_from_the_others(spotter: Spotter, espeak: Espeak) -> None:
    fed(spotter, np.concatenate([hiss(2.5), espeak.say_pcm("seven"), hiss(0.5)]))
    latest = spotter.latest
    assert latest["seven"] > latest["skip"]
    assert latest["skip"] < -3


def test_the_latest_odds_are_empty_after_quiet_and_reset(spotter: Spotter, espeak: Espeak) -> None:
    fed(spotter, np.concatenate([hiss(2.5), espeak.say_pcm("seven")]))
    assert spotter.latest
    fed(spotter, hiss(4))
    assert spotter.latest == {}
    fed(spotter, np.concatenate([espeak.say_pcm("seven"), hiss(0.3)]))
    spotter.reset()
    assert spotter.latest == {}


def test_digital_silence_and_full_scale_noise_are_nothing(spotter: Spotter) -> None:
    assert fed(spotter, np.zeros(3 * RATE_HZ, np.int16)) == []
    loud = np.random.default_rng(0).integers(-32768, 32767, 3 * RATE_HZ, np.int16)
    assert fed(spotter, loud) == []


@pytest.mark.parametrize("wrong", [np.zeros(320, np.float32), np.zeros((320, 1), np.int16)])
def test_what_is_no_block_is_refused(spotter: Spotter, wrong: Pcm) -> None:
    with pytest.raises(TypeError):
        spotter.process(wrong)


def test_the_gate_closes_in_steady_noise_and_opens_for_a_rise() -> None:
    gate = Gate()
    steady = hiss(8, 300).astype(np.float32)
    steps = [
        steady[at : at + STEP_FRAMES] for at in range(0, len(steady) - STEP_FRAMES, STEP_FRAMES)
    ]
    open_after = [gate.process(step) for step in steps]
    assert open_after[0]
    assert not open_after[-1]
    assert gate.process(steps[0] * 1.5)
    assert gate.process(steps[1])


def test_quiet_costs_less_than_half_of_talk(spotter: Spotter, espeak: Espeak) -> None:
    talk = np.tile(espeak.say_pcm("come onto your hands and knees, and breathe"), 3)
    quiet = hiss(8)
    fed(spotter, quiet)
    own = psutil.Process()

    def cpu_s(sound: Pcm) -> float:
        before = sum(own.cpu_times()[:2])
        fed(spotter, sound)
        return (sum(own.cpu_times()[:2]) - before) / len(sound)

    in_quiet = cpu_s(np.tile(quiet, 2))
    assert in_quiet < cpu_s(talk) / 2


@pytest.mark.parametrize("steps", [2, 3, 7])
def test_embeddings_computed_together_are_those_computed_alone(steps: int) -> None:
    sound = np.random.default_rng(5).integers(-9000, 9000, WINDOW_FRAMES + 12 * STEP_FRAMES + 99)
    alone = SpeechEmbedding(1).of(sound.astype(np.int16))
    together = SpeechEmbedding(steps).of(sound.astype(np.int16))
    assert alone.shape == together.shape == (13, 96)
    assert np.abs(alone - together).max() < 1e-3


def test_a_clip_shorter_than_a_window_has_no_embedding() -> None:
    assert SpeechEmbedding(2).of(np.zeros(WINDOW_FRAMES - 1, np.int16)).shape == (0, 96)
