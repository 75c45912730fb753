"""The segmenter on made-up sound: tones are voices, white noise is the room."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.hearing.sphinx.segmenter import Part, Piece, Segmenter
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Pcm


def tone(seconds: float, level: float) -> Pcm:
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    sound: Pcm = (np.sqrt(2) * level * np.sin(2 * np.pi * 200 * at_s)).astype(np.int16)
    return sound


def room(seconds: float, level: float = 10) -> Pcm:
    noise = np.random.default_rng(1).normal(0, level, round(seconds * RATE_HZ))
    return noise.astype(np.int16)


def cut(segmenter: Segmenter, *sounds: Pcm) -> list[tuple[float, Piece]]:
    """Push `sounds`; return what was not quiet, with the time at which it was known."""
    sound = np.concatenate(sounds)
    pieces = []
    for start in range(0, len(sound) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        piece = segmenter.process(sound[start : start + BLOCK_FRAMES])
        if piece.part is not Part.NONE:
            pieces.append(((start + BLOCK_FRAMES) / RATE_HZ, piece))
    return pieces


def times(pieces: list[tuple[float, Piece]], part: Part) -> list[float]:
    return [at_s for at_s, piece in pieces if piece.part is part]


def test_a_word_in_a_quiet_room_is_one_utterance_closed_soon_after_its_end() -> None:
    pieces = cut(Segmenter(), room(1), tone(0.4, 2_000), room(1))
    assert times(pieces, Part.BEGINNING) == pytest.approx([1.04], abs=BLOCK_S)
    assert times(pieces, Part.END) == pytest.approx([1.65], abs=BLOCK_S)


def test_an_utterance_brings_the_sound_from_before_its_onset() -> None:
    sound = np.concatenate([room(1), tone(0.4, 2_000), room(1)])
    pieces = cut(Segmenter(), sound)
    heard = np.concatenate([piece.sound for _, piece in pieces])
    start = round(0.72 * RATE_HZ)
    assert np.array_equal(heard, sound[start : start + len(heard)])


def test_a_word_needs_no_silence_before_it() -> None:
    assert times(cut(Segmenter(), tone(0.4, 2_000), room(1)), Part.BEGINNING) == [0.04]


def test_two_words_with_a_pause_are_two_utterances_that_share_no_voice() -> None:
    pieces = cut(Segmenter(), tone(0.4, 2_000), room(0.3), tone(0.4, 2_000), room(1))
    second = [piece for _, piece in pieces if piece.part is Part.BEGINNING][1]
    voiced_s = np.count_nonzero(np.abs(second.sound.astype(int)) > 100) / RATE_HZ
    assert voiced_s <= 2 * BLOCK_S


def test_the_short_gap_inside_a_word_does_not_end_it() -> None:
    pieces = cut(Segmenter(), tone(0.2, 2_000), room(0.15), tone(0.2, 2_000), room(1))
    assert len(times(pieces, Part.BEGINNING)) == 1


def test_a_click_is_no_utterance() -> None:
    assert cut(Segmenter(), room(1), tone(0.02, 8_000), room(1)) == []


@pytest.mark.parametrize("level", [0, 10, 300, 3_000])
def test_steady_noise_is_at_most_one_utterance_however_long_it_lasts(level: float) -> None:
    assert len(times(cut(Segmenter(), room(60, level)), Part.BEGINNING)) <= 1


def test_a_word_is_found_in_steady_noise_once_the_floor_has_adapted() -> None:
    pieces = cut(Segmenter(), room(10, 300), tone(0.4, 2_000), room(1, 300))
    assert times(pieces, Part.BEGINNING)[-1] == pytest.approx(10.04, abs=BLOCK_S)


def test_the_floor_comes_down_again_when_the_noise_stops() -> None:
    pieces = cut(Segmenter(), room(10, 1_000), room(4, 10), tone(0.4, 200), room(1, 10))
    assert times(pieces, Part.BEGINNING)[-1] == pytest.approx(14.04, abs=BLOCK_S)


def test_sound_that_goes_on_is_cut_and_goes_on_as_another_utterance() -> None:
    syllables = [part for _ in range(40) for part in (tone(0.15, 2_000), tone(0.1, 60))]
    pieces = cut(Segmenter(), *syllables)
    lengths_s = np.diff(times(pieces, Part.BEGINNING))
    assert len(lengths_s) >= 1
    assert max(lengths_s) <= 4.5


def test_a_louder_voice_over_a_steady_one_begins_an_utterance_of_its_own() -> None:
    coach = tone(2.0, 400)
    pieces = cut(Segmenter(), room(1), coach, tone(0.4, 3_000), tone(0.5, 400), room(1))
    assert times(pieces, Part.BEGINNING)[1] == pytest.approx(3.04, abs=BLOCK_S)
    assert times(pieces, Part.END)[0] == pytest.approx(3.65, abs=BLOCK_S)


def test_an_utterance_that_was_cut_off_gives_way_to_the_next() -> None:
    segmenter = Segmenter()
    cut(segmenter, room(1), tone(0.4, 2_000))
    segmenter.cut()
    assert times(cut(segmenter, tone(0.4, 2_000)), Part.BEGINNING) == [0.04]


@pytest.mark.parametrize("frames", [0, 1, BLOCK_FRAMES - 1, BLOCK_FRAMES + 1])
def test_a_block_of_another_length_is_refused(frames: int) -> None:
    with pytest.raises(ValueError, match="block"):
        Segmenter().process(np.zeros(frames, np.int16))
