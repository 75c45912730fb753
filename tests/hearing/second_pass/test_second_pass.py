"""The network as it ships, on speech and noise."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest

from backtalk.hearing.second_pass.phrase_tree import combined
from backtalk.hearing.second_pass.second_pass import SENTENCE_CONTEXT_S
from backtalk.ports import RATE_HZ
from tests.hearing.second_pass.clips import (
    PHRASES,
    REFUSALS,
    SENTENCES,
    TALK,
    VOICES,
    noise,
    opened,
    spoken,
)

MOST_MEMORY_MB = 160

MEASURE_MEMORY = """
import numpy, psutil
from backtalk.hearing.second_pass.second_pass import SecondPass
own = psutil.Process()
before = own.memory_info().rss
network = SecondPass.open()
heard = network.listen(numpy.zeros(32000, numpy.int16), 5.0)
network.scores(heard, ["stop", "go on", "it hurts", "why do you ask"])
network.text(heard)
print((own.memory_info().rss - before) / 1e6)
"""


def bare(text: str) -> str:
    return re.sub(r"[.,!?]", "", text).lower()


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("word", ["pain", "stop", "skip", "continue", "yes", "six"])
def test_a_word_scores_highest_for_its_own_clip(word: str, voice: str) -> None:
    scores = opened().scores(spoken(word, voice), PHRASES)
    assert max(PHRASES, key=scores.__getitem__) == word
    assert scores[word] > -4


@pytest.mark.parametrize("word", ["pain", "stop", "skip"])
def test_a_faint_word_is_scored_like_a_loud_one(word: str) -> None:
    loud = spoken(word)
    faint = (loud * 0.05).astype(np.int16)
    scores = [opened().scores(sound, PHRASES)[word] for sound in (loud, faint)]
    assert scores[0] == pytest.approx(scores[1], abs=0.3)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_read_word_for_word(sentence: str) -> None:
    assert bare(opened().text(spoken(sentence))) == SENTENCES[sentence]


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("sentence", REFUSALS)
def test_a_refusal_is_never_read_as_the_command_alone(sentence: str, voice: str) -> None:
    assert bare(opened().text(spoken(sentence, voice))) not in PHRASES


@pytest.mark.parametrize("level", [0, 30, 300, 3000])
def test_noise_is_no_phrase(level: float) -> None:
    scores = opened().scores(noise(level), PHRASES)
    assert max(scores.values()) < -4.4
    assert combined(scores, ["stop", "stop it", "halt"]) < -7


@pytest.mark.parametrize("phrase", ["stop", "pain", "go on"])
def test_other_talk_is_far_from_a_phrase(phrase: str) -> None:
    scores = opened().scores(spoken(TALK), PHRASES)
    assert scores[phrase] < -8


def test_one_listening_answers_both_questions() -> None:
    heard = opened().listen(spoken("continue"), SENTENCE_CONTEXT_S)
    scores = opened().scores(heard, PHRASES)
    assert max(PHRASES, key=scores.__getitem__) == "continue"
    assert opened().text(heard).rstrip(".") == "Continue"


def test_only_the_end_of_a_long_sound_counts() -> None:
    said = spoken("stop")
    long = np.concatenate([spoken("continue"), np.zeros(3 * RATE_HZ, np.int16), said])
    assert opened().scores(long, PHRASES)["stop"] > -3


@pytest.mark.parametrize("samples", [1, 150, 900])
def test_a_sound_too_short_for_a_word_is_no_phrase(samples: int) -> None:
    scores = opened().scores(spoken("stop")[:samples], PHRASES)
    assert max(scores.values()) < -4.4


def test_nothing_at_all_is_no_phrase() -> None:
    assert max(opened().scores(np.zeros(0, np.int16), PHRASES).values()) < -4.4


def test_the_network_takes_little_memory() -> None:
    run = [sys.executable, "-c", MEASURE_MEMORY]
    grown_mb = float(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    assert grown_mb < MOST_MEMORY_MB
