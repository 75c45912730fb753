"""The whole way through Vosk with a real model; `tests.korean_vosk` says what may be asked of it.

That it recognises words is nowhere asked: its acoustics are Korean.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from backtalk.app.models import missing_words
from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.core.session.machine.meanings import COMMANDS
from backtalk.core.session.situations import Situation
from backtalk.hearing.vosk.recogniser import UNKNOWN_WORD, VoskRecogniser
from backtalk.language import vocabulary
from backtalk.ports import BLOCK_S, RATE_HZ, Grammar, Heard, Pcm
from tests.hearing.recogniser_contract import (
    CPU_SHARE_LIMIT,
    blocks,
    hear,
    in_a_quiet_room,
    room_noise,
    silence,
)
from tests.korean_vosk.disguise import LACKING
from tests.tiny_vosk.espeak import Espeak

LONG_S = 60
EVERYTHING = vocabulary.load().grammar(frozenset(Command) - STOP_CLASS)
NOTHING = vocabulary.load().grammar(frozenset())


def grammars_of_a_session() -> list[Grammar]:
    """Return the grammar of every state, and of the questions that open more words; each once."""
    opened = [frozenset(commands) for commands in COMMANDS.values()]
    opened += [situation.commands for situation in Situation]
    return [vocabulary.load().grammar(commands) for commands in dict.fromkeys(opened)]


@pytest.fixture(scope="module")
def speech() -> Pcm:
    """Two utterances, the first of them two words without a pause."""
    espeak = Espeak()
    said = [in_a_quiet_room(espeak.say_pcm(text)) for text in ("stop pain", "go on")]
    return np.concatenate(said)


def assert_well_formed(heard: Iterable[Heard], *grammars: Grammar) -> None:
    """Every result is of words that were listened for, and none comes before another's time."""
    phrases = {p for g in grammars for p in (*g.stops, *g.commands, *g.decoys)}
    words = {word for phrase in phrases for word in phrase.split()} | {UNKNOWN_WORD}
    results = list(heard)
    assert {word for result in results for word in result.text.split()} <= words
    assert all(result.text for result in results)
    assert all(before.at_s <= after.at_s for before, after in pairwise(results))


def test_its_unknown_word_is_accepted_by_the_name_it_has(real_vosk: VoskRecogniser) -> None:
    assert real_vosk.has_unknown_word


def test_the_words_it_lacks_are_told_with_what_to_say_instead(real_vosk: VoskRecogniser) -> None:
    assert set(real_vosk.missing_words(EVERYTHING)) == set(LACKING)
    (told,) = missing_words.shortcomings(real_vosk, vocabulary.load())
    assert "'easier', 'harder', 'slower'" in told
    assert "'numb' (say 'leg')" in told
    assert "'painful' (say 'pain')" in told


def test_it_listens_under_the_grammar_of_every_state(
    real_vosk: VoskRecogniser, speech: Pcm
) -> None:
    shown = set()
    for grammar in grammars_of_a_session():
        real_vosk.open_grammar(grammar)
        heard = hear(real_vosk, blocks(speech))
        assert_well_formed(heard, grammar)
        shown |= {result.final for result in heard}
    assert shown == {True, False}, "neither a partial nor a final result of all that speech"


def test_results_tell_when_they_were_known_in_sound_fed(
    real_vosk: VoskRecogniser, speech: Pcm
) -> None:
    real_vosk.open_grammar(EVERYTHING)
    began_s, fed_s = [], 0.0
    for block in blocks(np.concatenate([speech, speech])):
        fed_s += len(block) / RATE_HZ
        began_s += [heard.at_s - fed_s for heard in real_vosk.process(block)]
    # Counted from when it was opened, which for these tests was at another time.
    assert began_s
    assert max(began_s) - min(began_s) <= BLOCK_S


@pytest.mark.parametrize("every", [3, 40])
def test_a_grammar_may_change_at_any_moment_of_an_utterance(
    real_vosk: VoskRecogniser, speech: Pcm, every: int
) -> None:
    heard = []
    for number, block in enumerate(blocks(speech)):
        heard += real_vosk.process(block)
        if number % every == 0:
            real_vosk.open_grammar(EVERYTHING if number // every % 2 else NOTHING)
    assert_well_formed(heard + real_vosk.finish(), EVERYTHING)


def test_after_a_reset_nothing_is_left_of_the_utterance_under_way(
    real_vosk: VoskRecogniser, speech: Pcm
) -> None:
    real_vosk.open_grammar(EVERYTHING)
    real_vosk.process(speech[: len(speech) // 3])
    real_vosk.reset()
    assert hear(real_vosk, blocks(silence(3))) == []


def test_finishing_twice_gives_nothing_the_second_time(
    real_vosk: VoskRecogniser, speech: Pcm
) -> None:
    real_vosk.open_grammar(EVERYTHING)
    hear(real_vosk, blocks(speech))
    assert real_vosk.finish() == []


def test_blocks_of_any_length_are_heard(real_vosk: VoskRecogniser, speech: Pcm) -> None:
    real_vosk.open_grammar(EVERYTHING)
    lengths = np.random.default_rng(0).choice([0, 1, 7, 159, 321, 333, 1_600], 2_000)
    assert_well_formed(hear(real_vosk, np.split(speech, np.cumsum(lengths))), EVERYTHING)


def test_a_minute_of_silence_stays_silent_and_costs_little(real_vosk: VoskRecogniser) -> None:
    real_vosk.open_grammar(EVERYTHING)
    started_s = time.process_time()
    assert hear(real_vosk, blocks(silence(LONG_S))) == []
    assert time.process_time() - started_s < CPU_SHARE_LIMIT * LONG_S


@pytest.mark.parametrize("level", [60, 1_000])
def test_a_minute_of_noise_costs_little(real_vosk: VoskRecogniser, level: float) -> None:
    real_vosk.open_grammar(EVERYTHING)
    noise = blocks(room_noise(LONG_S, level))
    started_s = time.process_time()
    assert_well_formed(hear(real_vosk, noise), EVERYTHING)
    assert time.process_time() - started_s < CPU_SHARE_LIMIT * LONG_S


def test_silence_after_noise_and_speech_stays_silent(
    real_vosk: VoskRecogniser, speech: Pcm
) -> None:
    real_vosk.open_grammar(EVERYTHING)
    hear(real_vosk, blocks(np.concatenate([room_noise(10, 1_000), speech])))
    assert hear(real_vosk, blocks(silence(20))) == []
