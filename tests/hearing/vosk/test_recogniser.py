"""The Vosk recogniser on the real libvosk, with the tiny model; crashes in another process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from backtalk.errors import BacktalkError
from backtalk.hearing.vosk.recogniser import UTTERANCE_PATIENCE_S, VoskRecogniser, open_recogniser
from backtalk.ports import RATE_HZ, Grammar, Heard, Pcm, Recogniser
from tests.hearing.recogniser_contract import (
    GRAMMAR,
    STOPS,
    RecogniserContract,
    blocks,
    hear,
    in_a_quiet_room,
    room_noise,
    silence,
    stops_in,
)
from tests.tiny_vosk.espeak import Espeak
from tests.tiny_vosk.words import HELD_OUT_VOICES

COMMANDS = ("skip", "continue", "go on", "easier", "what next", "how long", "more rest", "louder")
NUMBERS = Grammar(STOPS, ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"))


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


@pytest.fixture
def recogniser(tiny_vosk_model: Path, cache_dir: Path) -> Iterator[VoskRecogniser]:
    recogniser = open_recogniser(tiny_vosk_model, cache_dir)
    recogniser.open_grammar(GRAMMAR)
    yield recogniser
    recogniser.close()


@pytest.fixture
def early_recogniser(tiny_vosk_early: Path, cache_dir: Path) -> Iterator[VoskRecogniser]:
    recogniser = open_recogniser(tiny_vosk_early, cache_dir)
    recogniser.open_grammar(GRAMMAR)
    yield recogniser
    recogniser.close()


class TestTheVoskRecogniser(RecogniserContract):
    """The contract, with results when a word is over."""


class TestTheEarlyVoskRecogniser(RecogniserContract):
    """The contract, with results while a word is being said."""

    @pytest.fixture
    def recogniser(self, early_recogniser: VoskRecogniser) -> Recogniser:
        return early_recogniser


def final_text(heard: list[Heard]) -> str:
    return " ".join(result.text for result in heard if result.final)


def until_heard(recogniser: VoskRecogniser, sound: Pcm) -> tuple[list[Heard], list[Pcm]]:
    """Feed `sound` until the first word shows; return the results and the blocks still to feed."""
    pieces = blocks(sound)
    for number, block in enumerate(pieces):
        heard = [result for result in recogniser.process(block) if result.text != "[unk]"]
        if heard:
            return heard, pieces[number + 1 :]
    raise AssertionError("nothing was heard")


def stop_delays_s(model: Path, cache_dir: Path, espeak: Espeak) -> list[float]:
    """Return when the first stop shows after the end of each stop phrase in each held-out voice."""
    delays_s = []
    for voice, speed_wpm, pitch in HELD_OUT_VOICES:
        for words in STOPS:
            speech = espeak.say_pcm(words, voice, speed_wpm, pitch)
            recogniser = open_recogniser(model, cache_dir)
            recogniser.open_grammar(Grammar(STOPS, COMMANDS))
            heard = stops_in(hear(recogniser, blocks(in_a_quiet_room(speech, before_s=0.5))))
            first_s = heard[0].at_s if heard else float("inf")
            delays_s.append(first_s - 0.5 - len(speech) / RATE_HZ)
    return delays_s


def test_stop_phrases_of_unheard_voices_show_soon_after_the_word(
    tiny_vosk_model: Path, cache_dir: Path, espeak: Espeak
) -> None:
    delays_s = stop_delays_s(tiny_vosk_model, cache_dir, espeak)
    assert np.mean(np.isfinite(delays_s)) >= 0.95
    assert np.median(delays_s) <= 0.3
    assert np.quantile(delays_s, 0.95, method="lower") <= 0.5


def test_the_early_model_shows_stop_phrases_before_the_word_ends(
    tiny_vosk_early: Path, cache_dir: Path, espeak: Espeak
) -> None:
    delays_s = stop_delays_s(tiny_vosk_early, cache_dir, espeak)
    assert np.mean(np.isfinite(delays_s)) >= 0.95
    assert np.median(delays_s) < 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_comes_as_the_final_result(
    recogniser: VoskRecogniser, espeak: Espeak, command: str
) -> None:
    recogniser.open_grammar(Grammar(STOPS, COMMANDS))
    assert final_text(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm(command))))) == command


def test_a_final_result_comes_from_the_pause_alone(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    speech = in_a_quiet_room(espeak.say_pcm("continue"))
    heard = [result for block in blocks(speech) for result in recogniser.process(block)]
    assert heard[-1] == Heard("continue", final=True, at_s=heard[-1].at_s)


def test_a_partial_result_comes_only_when_its_text_is_new(
    early_recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    heard = hear(early_recogniser, blocks(in_a_quiet_room(espeak.say_pcm("my back hurts"))))
    partials = [result.text for result in heard if not result.final]
    assert len(partials) >= 2
    assert all(before != after for before, after in pairwise(partials))


@pytest.mark.parametrize("word", ["about", "water", "remember"])
def test_a_word_of_no_grammar_is_no_command(
    recogniser: VoskRecogniser, espeak: Espeak, word: str
) -> None:
    recogniser.open_grammar(Grammar(("pain", "stop"), ("continue", "easier")))
    text = final_text(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm(word)))))
    assert set(text.split()) == {"[unk]"}


def test_a_command_counts_only_while_its_grammar_is_open(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    speech = blocks(in_a_quiet_room(espeak.say_pcm("three")))
    closed = final_text(hear(recogniser, speech))
    recogniser.open_grammar(NUMBERS)
    assert "three" not in closed
    assert final_text(hear(recogniser, speech)) == "three"


def test_a_word_begun_but_not_yet_shown_belongs_to_the_new_grammar(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    speech = in_a_quiet_room(espeak.say_pcm("seven"), before_s=0.5)
    begun = int((0.5 + 0.2) * RATE_HZ)
    assert recogniser.process(speech[:begun]) == []
    recogniser.open_grammar(NUMBERS)
    assert final_text(hear(recogniser, blocks(speech[begun:]))) == "seven"


def test_a_word_already_shown_keeps_its_grammar_until_the_utterance_ends(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    recogniser.open_grammar(Grammar(STOPS, COMMANDS))
    heard, rest = until_heard(recogniser, in_a_quiet_room(espeak.say_pcm("more rest")))
    recogniser.open_grammar(NUMBERS)
    assert heard[-1].text == "more"
    assert final_text(heard + hear(recogniser, rest)) == "more rest"
    assert final_text(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("six"))))) == "six"


def test_talk_without_a_pause_cannot_hold_off_a_new_grammar(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    word, number = espeak.say_pcm("pain"), espeak.say_pcm("eight")
    talk = np.tile(word, int(2 * UTTERANCE_PATIENCE_S * RATE_HZ / len(word)))
    _, rest = until_heard(recogniser, in_a_quiet_room(np.concatenate([talk, number]), after_s=0))
    recogniser.open_grammar(NUMBERS)
    assert "eight" in final_text(hear(recogniser, rest)).split()


def test_long_noise_between_a_change_of_grammar_and_the_answer_does_no_harm(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    recogniser.process(room_noise(10, 500))
    recogniser.open_grammar(NUMBERS)
    recogniser.process(room_noise(10, 30, seed=1))
    assert final_text(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("two"))))) == "two"


def test_words_the_model_does_not_know_are_told_and_the_others_still_heard(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    grammar = Grammar(("agony", "pain", "it twinges"), ("continue", "onward"), ("zebra",))
    recogniser.open_grammar(grammar)
    assert recogniser.missing_words(grammar) == ("agony", "twinges", "onward")
    assert final_text(hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("pain"))))) == "pain"


def test_a_phrase_with_an_unknown_word_is_not_heard_in_parts(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    recogniser.open_grammar(Grammar(("pain",), ("continue gently",)))
    heard = hear(recogniser, blocks(in_a_quiet_room(espeak.say_pcm("continue"))))
    assert "continue" not in final_text(heard).split()


def test_a_grammar_that_lacks_nothing_reports_nothing_missing(recogniser: VoskRecogniser) -> None:
    assert recogniser.missing_words(Grammar(STOPS, COMMANDS)) == ()


def test_feeding_before_a_grammar_is_a_fault_of_the_program(
    tiny_vosk_model: Path, cache_dir: Path
) -> None:
    with pytest.raises(RuntimeError, match="open_grammar"):
        open_recogniser(tiny_vosk_model, cache_dir).process(silence(0.02))


def test_a_closed_recogniser_says_so_when_fed(recogniser: VoskRecogniser) -> None:
    recogniser.close()
    with pytest.raises(RuntimeError, match="close"):
        recogniser.process(silence(0.02))


def test_a_model_without_any_stop_word_is_an_error_with_a_remedy(
    recogniser: VoskRecogniser,
) -> None:
    with pytest.raises(BacktalkError, match="none of the stop words") as raised:
        recogniser.open_grammar(Grammar(("schmerz", "aua"), ("continue",)))
    assert "--recogniser sphinx" in raised.value.remedy
