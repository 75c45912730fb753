"""Where utterances begin and end."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.hearing.acoustics.endpointer import BEFORE_S, LONGEST_S, QUIET_S, Endpointer
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Pcm

VOICE = 1500.0
ROOM = 8.0


def noise(seconds: float, level: float) -> Pcm:
    samples = np.random.default_rng(2).standard_normal(round(seconds * RATE_HZ)) * level
    return samples.astype(np.int16)


def utterances(*sound: Pcm) -> list[Pcm]:
    endpointer = Endpointer()
    whole = np.concatenate(sound)
    blocks = [whole[at : at + BLOCK_FRAMES] for at in range(0, len(whole), BLOCK_FRAMES)]
    return [cut for block in blocks if (cut := endpointer.process(block)) is not None]


def test_an_utterance_is_handed_out_once_it_is_over() -> None:
    (word,) = utterances(noise(1, ROOM), noise(0.5, VOICE), noise(1, ROOM))
    assert len(word) / RATE_HZ == pytest.approx(BEFORE_S + 0.5 + QUIET_S, abs=0.1)


def test_the_quiet_before_its_first_word_belongs_to_it() -> None:
    (word,) = utterances(noise(1, ROOM), noise(0.5, VOICE), noise(1, ROOM))
    first_loud_s = float(np.argmax(np.abs(word) > 100 * ROOM)) / RATE_HZ
    assert first_loud_s == pytest.approx(BEFORE_S, abs=0.05)


def test_a_gap_within_a_phrase_ends_nothing() -> None:
    word = noise(0.3, VOICE)
    assert len(utterances(noise(1, ROOM), word, noise(0.2, ROOM), word, noise(1, ROOM))) == 1


def test_two_words_apart_are_two_utterances() -> None:
    word = noise(0.3, VOICE)
    assert len(utterances(noise(1, ROOM), word, noise(0.8, ROOM), word, noise(1, ROOM))) == 2


def test_a_room_without_a_voice_has_no_utterances_from_its_first_block_on() -> None:
    assert utterances(noise(5, ROOM)) == []


def test_a_click_is_none() -> None:
    assert utterances(noise(1, ROOM), noise(0.04, VOICE), noise(1, ROOM)) == []


def test_what_goes_on_is_handed_out_in_pieces() -> None:
    talk = [noise(0.3, VOICE), noise(0.2, ROOM)] * round((2 * LONGEST_S - 1) / 0.5)
    pieces = utterances(noise(1, ROOM), *talk)
    assert [len(piece) / RATE_HZ for piece in pieces] == [pytest.approx(LONGEST_S, abs=BLOCK_S)]


def test_a_recording_that_ends_in_a_word_still_has_it() -> None:
    endpointer = Endpointer()
    sound = np.concatenate([noise(1, ROOM), noise(0.5, VOICE)])
    for at in range(0, len(sound), BLOCK_FRAMES):
        assert endpointer.process(sound[at : at + BLOCK_FRAMES]) is None
    assert endpointer.is_open
    assert endpointer.cut() is not None
    assert endpointer.cut() is None
