"""The pocketsphinx recogniser on the real decoder and its own English model."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from backtalk.core.session.situations import Situation
from backtalk.errors import BacktalkError
from backtalk.hearing.sphinx.levelled_decoder import LevelledDecoder
from backtalk.hearing.sphinx.lexicon import PHONES, added_pronunciations
from backtalk.hearing.sphinx.phrase_decoder import PhraseDecoder
from backtalk.hearing.sphinx.recogniser import SphinxRecogniser, open_recogniser, unavailable_reason
from backtalk.hearing.sphinx.verifier import Verifier
from backtalk.language import vocabulary
from backtalk.ports import BLOCK_S, RATE_HZ, Grammar, Heard, Pcm, Recogniser
from tests.hearing.recogniser_contract import (
    GRAMMAR,
    STOPS,
    RecogniserContract,
    blocks,
    hear,
    in_a_quiet_room,
    room_noise,
    stops_in,
)
from tests.tiny_vosk.espeak import Espeak, say_afresh

VOICES = ("en-us+f1", "en-us+m5", "en+f2", "en-gb-x-rp", "en-gb-scotland+f1", "en-us-nyc")
"""Voices that no figure of the recogniser was tuned on."""

LEAD_S = 0.5


@pytest.fixture(scope="module")
def opened() -> Iterator[SphinxRecogniser]:
    recogniser = open_recogniser()
    yield recogniser
    recogniser.close()


@pytest.fixture
def recogniser(opened: SphinxRecogniser) -> Recogniser:
    opened.reset()
    opened.open_grammar(GRAMMAR)
    return opened


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


def situation(name: Situation) -> Grammar:
    return vocabulary.load().grammar(name.commands)


def finals(heard: list[Heard]) -> list[str]:
    return [result.text for result in heard if result.final]


def first_stop_s(recogniser: Recogniser, sound: Pcm) -> float | None:
    """Return how many seconds of `sound` it took until a stop was known, by a fresh recogniser."""
    recogniser.reset()
    for number, block in enumerate(blocks(sound), start=1):
        if stops_in(recogniser.process(block)):
            return number * BLOCK_S
    return None


def hear_until(recogniser: Recogniser, sound: Pcm) -> list[Heard]:
    return [result for block in blocks(sound) for result in recogniser.process(block)]


class TestContract(RecogniserContract):
    stop_word = "stop"

    @pytest.fixture
    def recogniser(self) -> Iterator[Recogniser]:
        recogniser = open_recogniser()
        recogniser.open_grammar(GRAMMAR)
        yield recogniser
        recogniser.close()


def test_it_is_available_where_its_package_is_installed() -> None:
    assert unavailable_reason() is None


def test_it_opens_within_a_second_of_work() -> None:
    started_s = time.process_time()
    recogniser = open_recogniser()
    recogniser.open_grammar(situation(Situation.FLOW))
    assert time.process_time() - started_s < 1
    recogniser.close()


def test_nine_of_ten_stop_phrases_are_heard_and_soon(recogniser: Recogniser) -> None:
    recogniser.open_grammar(situation(Situation.FLOW))
    delays_s = []
    for speech in say_afresh([(phrase, voice, 150) for phrase in STOPS for voice in VOICES]):
        known_s = first_stop_s(recogniser, in_a_quiet_room(speech, LEAD_S))
        if known_s is not None:
            delays_s.append(known_s - LEAD_S - len(speech) / RATE_HZ)
    assert len(delays_s) >= 0.9 * len(STOPS) * len(VOICES)
    assert np.median(delays_s) <= 0.25
    assert np.percentile(delays_s, 95) <= 0.45


def test_most_commands_are_understood_and_few_pass_for_a_stop(
    recogniser: Recogniser, espeak: Espeak
) -> None:
    grammar = situation(Situation.FLOW)
    recogniser.open_grammar(grammar)
    understood, false_stops = [], []
    for command in grammar.commands:
        for voice in VOICES[:2]:
            heard = hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm(command, voice))))
            understood.append(finals(heard) == [command])
            false_stops.append(bool(stops_in(heard)))
    assert sum(understood) >= 0.85 * len(understood)
    assert sum(false_stops) <= 0.06 * len(false_stops)


@pytest.mark.parametrize(
    ("name", "words"),
    [(Situation.CONFIRM, ("yes", "no")), (Situation.SCORE, ("one", "three", "five", "seven"))],
)
def test_most_answers_are_understood(
    recogniser: Recogniser, espeak: Espeak, name: Situation, words: tuple[str, ...]
) -> None:
    recogniser.open_grammar(situation(name))
    understood = [
        finals(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm(word, voice))))) == [word]
        for word in words
        for voice in VOICES[:4]
    ]
    assert sum(understood) >= 0.75 * len(understood)


def test_a_stop_is_known_before_the_utterance_is_over(
    recogniser: Recogniser, espeak: Espeak
) -> None:
    heard = hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("that hurts"))))
    assert not heard[0].final
    assert [result.text for result in heard if result.final] == ["that hurts"]


def test_a_stop_said_alone_is_sure(recogniser: Recogniser, espeak: Espeak) -> None:
    heard = hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("stop", "en-us"))))
    assert any(result.sure for result in stops_in(heard))


def test_nothing_is_sure_in_the_midst_of_running_talk(
    recogniser: Recogniser, espeak: Espeak
) -> None:
    talk = espeak.say_pcm("he told them to stop it because the rain had come to the house", "en-us")
    heard = hear(recogniser, blocks(in_a_quiet_room(talk)))
    assert not any(result.sure for result in heard)


def test_a_stop_is_heard_over_a_steady_quieter_voice(
    recogniser: Recogniser, espeak: Espeak
) -> None:
    coach = espeak.say_pcm("now lie down on your side and hold it there for ten seconds", "en")
    person = espeak.say_pcm("stop", "en-us")
    sound = coach.astype(np.float64) * 0.05
    start = len(coach) // 2
    sound[start : start + len(person)] += person
    spoken: Pcm = np.clip(sound, -32768, 32767).astype(np.int16)
    assert stops_in(hear(recogniser, blocks(in_a_quiet_room(spoken))))


@pytest.mark.parametrize("share", [0.05, 0.2, 1.7])
def test_a_stop_is_heard_at_any_level_of_the_microphone_from_the_first_word(
    recogniser: Recogniser, espeak: Espeak, share: float
) -> None:
    for phrase in ("stop", "dizzy", "my back hurts"):
        speech = espeak.say_pcm(phrase, "en-us+f1").astype(np.float64) * share
        quieter: Pcm = np.clip(speech, -32768, 32767).astype(np.int16)
        assert stops_in(hear(recogniser, blocks(in_a_quiet_room(quieter)))), phrase


def test_a_word_after_a_much_louder_or_softer_one_is_heard(
    recogniser: Recogniser, espeak: Espeak
) -> None:
    stop = espeak.say_pcm("stop", "en-us")
    for share in (1.0, 0.08, 1.0, 0.08):
        softer: Pcm = (stop * share).astype(np.int16)
        assert stops_in(hear(recogniser, blocks(in_a_quiet_room(softer))))


def test_loud_noise_does_not_spoil_the_next(recogniser: Recogniser, espeak: Espeak) -> None:
    hear(recogniser, blocks(in_a_quiet_room(room_noise(1.5, 8_000))))
    assert stops_in(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("stop", "en-us")))))


def test_five_minutes_of_room_noise_cost_almost_nothing(recogniser: Recogniser) -> None:
    noise = np.tile(room_noise(10, 60), 30)
    started_s = time.process_time()
    assert hear(recogniser, blocks(noise)) == []
    assert time.process_time() - started_s < 0.02 * 300


@pytest.mark.parametrize("level", [100, 300, 1_000, 3_000])
def test_a_fan_that_starts_in_a_quiet_room_is_no_stop(recogniser: Recogniser, level: float) -> None:
    sound = np.concatenate([room_noise(4, 10), room_noise(8, level)])
    assert stops_in(hear(recogniser, blocks(sound))) == []


def test_a_new_grammar_waits_for_the_utterance_under_way(
    recogniser: Recogniser, espeak: Espeak
) -> None:
    speech = in_a_quiet_room(espeak.say_pcm("continue", "en-us"))
    half = len(speech) // 2
    heard = hear_until(recogniser, speech[:half])
    recogniser.open_grammar(situation(Situation.CONFIRM))
    assert finals(heard + hear(recogniser, blocks(speech[half:]))) == ["continue"]


def test_a_command_without_a_pronunciation_is_refused_with_a_remedy(
    recogniser: Recogniser,
) -> None:
    with pytest.raises(BacktalkError, match="xyzzyq") as caught:
        recogniser.open_grammar(Grammar(stops=("stop",), commands=("xyzzyq",)))
    assert "pronunciations" in caught.value.remedy


def test_a_decoy_without_a_pronunciation_is_left_out(
    recogniser: Recogniser, espeak: Espeak
) -> None:
    recogniser.open_grammar(Grammar(stops=("stop",), commands=(), decoys=("xyzzyq",)))
    assert stops_in(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("stop", "en-us")))))


def test_a_refused_grammar_leaves_the_old_one_open(recogniser: Recogniser, espeak: Espeak) -> None:
    with pytest.raises(BacktalkError):
        recogniser.open_grammar(Grammar(stops=(), commands=()))
    assert stops_in(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("stop", "en-us")))))


def test_sound_before_a_grammar_is_refused() -> None:
    with pytest.raises(RuntimeError, match="open_grammar"):
        SphinxRecogniser(LevelledDecoder(PhraseDecoder()), Verifier()).process(
            np.zeros(320, np.int16)
        )


def test_added_pronunciations_use_phones_that_the_dictionary_uses() -> None:
    for word, pronunciations in added_pronunciations().items():
        assert word == word.lower()
        for pronunciation in pronunciations:
            assert set(pronunciation.split()) <= PHONES, word


def test_what_was_heard_before_does_not_change_how_a_word_is_judged(espeak: Espeak) -> None:
    decoder, verifier = PhraseDecoder(), Verifier()
    decoder.listen_for(STOPS)
    verifier.listen_for(GRAMMAR)
    word = espeak.say_pcm("it hurts", "en-us+f1")

    def assessed() -> tuple[object, ...]:
        decoder.begin()
        decoder.process(word)
        guess = decoder.best()
        decoder.end()
        return guess, verifier.assess(word)

    first = assessed()
    for other in (room_noise(2, 8_000), espeak.say_pcm("pause", "en-us+m5")):
        decoder.begin()
        decoder.process(other)
        decoder.end()
        verifier.assess(other)
    assert assessed() == first
