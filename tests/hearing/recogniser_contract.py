"""What every recogniser must do: inherit `RecogniserContract` and give it a fixture `recogniser`.

The grammar `GRAMMAR` is open when a test starts. Speech is synthetic; each recogniser chooses a
stop word and a voice that it is known to hear: these tests are about promises, not about recall.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Grammar, Heard, Pcm, Recogniser
from tests.tiny_vosk.espeak import Espeak

STOPS = (
    "pain",
    "ouch",
    "it hurts",
    "that hurts",
    "my back hurts",
    "hurts",
    "stop",
    "stop it",
    "halt",
    "dizzy",
    "sick",
)
GRAMMAR = Grammar(
    stops=STOPS,
    commands=("skip", "next", "pause", "continue", "go on", "easier", "what now"),
    decoys=("rain", "house", "water"),
)
OTHER_GRAMMAR = Grammar(stops=STOPS, commands=("yes", "no", "one", "two", "three"))

LONG_S = 60
CPU_SHARE_LIMIT = 0.35
"""Seconds of CPU for a second of sound that the whole program may use."""


def blocks(sound: Pcm) -> list[Pcm]:
    """Return `sound` in blocks of 20 ms."""
    return [sound[at : at + BLOCK_FRAMES] for at in range(0, len(sound), BLOCK_FRAMES)]


def to_pcm(samples: npt.NDArray[Any]) -> Pcm:
    pcm: Pcm = np.clip(samples, -32768, 32767).astype(np.int16)
    return pcm


def silence(seconds: float) -> Pcm:
    return np.zeros(int(seconds * RATE_HZ), np.int16)


def room_noise(seconds: float, level: float, seed: int = 0) -> Pcm:
    """Return white noise; `level` is its root mean square."""
    noise = np.random.default_rng(seed).normal(0, level, int(seconds * RATE_HZ))
    return to_pcm(noise)


def in_a_quiet_room(speech: Pcm, before_s: float = 0.5, after_s: float = 1.2) -> Pcm:
    """Return `speech` with a little noise all over and a pause on both sides."""
    sound = np.concatenate([silence(before_s), speech, silence(after_s)])
    noisy = sound.astype(np.int32) + room_noise(len(sound) / RATE_HZ + 1, 10)[: len(sound)]
    return to_pcm(noisy)


def hear(recogniser: Recogniser, pieces: Iterable[Pcm]) -> list[Heard]:
    """Feed all `pieces` and finish; return every result."""
    heard = [result for piece in pieces for result in recogniser.process(piece)]
    return heard + recogniser.finish()


def stops_in(heard: Iterable[Heard]) -> list[Heard]:
    """Return the results that hold a stop phrase, as whole words."""
    return [result for result in heard if any(f" {stop} " in f" {result.text} " for stop in STOPS)]


class RecogniserContract:
    """The promises of `backtalk.ports.Recogniser`."""

    stop_word = "pain"
    voice = "en-us"

    @pytest.fixture
    def stop_speech(self) -> Pcm:
        return in_a_quiet_room(Espeak().say_pcm(self.stop_word, self.voice))

    def test_silence_gives_nothing(self, recogniser: Recogniser) -> None:
        assert hear(recogniser, blocks(silence(5))) == []

    def test_a_stop_word_gives_a_result(self, recogniser: Recogniser, stop_speech: Pcm) -> None:
        assert stops_in(hear(recogniser, blocks(stop_speech)))

    def test_results_tell_when_they_were_known_in_sound_fed(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        fed_s, times = 0.0, []
        for block in blocks(np.concatenate([stop_speech, stop_speech])):
            before_s, fed_s = fed_s, fed_s + len(block) / RATE_HZ
            for heard in recogniser.process(block):
                assert before_s <= heard.at_s <= fed_s + 1e-9
                times.append(heard.at_s)
        assert times
        assert times == sorted(times)

    def test_a_stop_word_is_heard_in_blocks_of_any_length(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        lengths = np.random.default_rng(0).choice([0, 1, 7, 159, 321, 333, 1_600], 2_000)
        assert stops_in(hear(recogniser, np.split(stop_speech, np.cumsum(lengths))))

    def test_a_stop_word_is_heard_in_one_long_block(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        assert stops_in(hear(recogniser, [stop_speech]))

    def test_a_block_that_is_a_view_with_gaps_sounds_like_its_samples(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        stereo = np.repeat(stop_speech, 2)
        assert stops_in(hear(recogniser, blocks(stereo[::2])))

    def test_empty_blocks_give_nothing(self, recogniser: Recogniser) -> None:
        assert hear(recogniser, [silence(0)] * 3) == []

    @pytest.mark.parametrize("first", [0, 1, 2])
    def test_a_grammar_opened_at_any_moment_of_an_utterance_keeps_the_stop_word(
        self, recogniser: Recogniser, stop_speech: Pcm, first: int
    ) -> None:
        heard = []
        for number, block in enumerate(blocks(stop_speech)):
            heard += recogniser.process(block)
            if number % 3 == first:
                recogniser.open_grammar(GRAMMAR if number % 2 else OTHER_GRAMMAR)
        assert stops_in(heard + recogniser.finish())

    def test_a_stop_word_is_heard_after_a_change_of_grammar(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        hear(recogniser, blocks(stop_speech)[:40])
        recogniser.open_grammar(OTHER_GRAMMAR)
        assert stops_in(hear(recogniser, blocks(stop_speech)))

    def test_finishing_twice_gives_nothing_the_second_time(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        hear(recogniser, blocks(stop_speech))
        assert recogniser.finish() == []

    def test_finishing_before_any_sound_gives_nothing(self, recogniser: Recogniser) -> None:
        assert recogniser.finish() == []

    def test_finishing_in_the_middle_of_speech_closes_the_utterance(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        half = len(stop_speech) // 2
        hear(recogniser, [stop_speech[:half]])
        assert stops_in(hear(recogniser, blocks(stop_speech)))

    def test_after_a_reset_a_stream_is_heard_as_if_it_were_the_first(
        self, recogniser: Recogniser, stop_speech: Pcm
    ) -> None:
        recogniser.reset()
        first = [result.text for result in hear(recogniser, blocks(stop_speech))]
        for block in blocks(room_noise(3, 2_000))[:-1] + blocks(stop_speech)[:40]:
            recogniser.process(block)
        recogniser.reset()
        assert [result.text for result in hear(recogniser, blocks(stop_speech))] == first

    @pytest.mark.parametrize("dtype", ["float32", "int32", "uint8"])
    def test_only_int16_is_sound(self, recogniser: Recogniser, dtype: str) -> None:
        with pytest.raises((TypeError, ValueError)):
            recogniser.process(silence(0.02).astype(dtype))

    def test_two_channels_are_not_a_block(self, recogniser: Recogniser) -> None:
        with pytest.raises((TypeError, ValueError)):
            recogniser.process(silence(0.04).reshape(-1, 2))

    @pytest.mark.parametrize("level", [0, 60, 1_000])
    def test_a_minute_of_noise_gives_no_stop_and_costs_little(
        self, recogniser: Recogniser, level: float
    ) -> None:
        noise = room_noise(LONG_S, level)
        started_s = time.process_time()
        heard = hear(recogniser, blocks(noise))
        assert time.process_time() - started_s < CPU_SHARE_LIMIT * LONG_S
        assert stops_in(heard) == []
