from __future__ import annotations

import numpy as np
import pytest

from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Pcm
from backtalk.room.virtual_room import (
    ECHO_DELAY_S,
    MICROPHONE_HISS,
    SpokenWords,
    VirtualRoom,
    echo_path,
)

SILENCE = np.zeros(BLOCK_FRAMES, np.int16)


def tone(seconds: float, level: float = 3000.0) -> Pcm:
    """A tone of the root mean square `level`."""
    wave = np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    pcm: Pcm = np.rint(wave * level * np.sqrt(2)).astype(np.int16)
    return pcm


def noise(seconds: float, level: float = 3000.0) -> Pcm:
    samples = np.random.default_rng(7).standard_normal(round(seconds * RATE_HZ)) * level
    return np.clip(samples, -32768, 32767).astype(np.int16)


def heard_in(room: VirtualRoom, seconds: float, played: Pcm | None = None) -> Pcm:
    """What the microphone hears in `seconds` while the loudspeaker plays `played`, then nothing."""
    blocks = round(seconds / BLOCK_S)
    sound = np.zeros(blocks * BLOCK_FRAMES, np.int16)
    if played is not None:
        sound[: len(played)] = played
    return np.concatenate([room.exchange(block) for block in sound.reshape(blocks, BLOCK_FRAMES)])


def level(sound: Pcm) -> float:
    return float(np.sqrt(np.mean(sound.astype(np.float64) ** 2)))


def without_hiss(heard: Pcm) -> Pcm:
    """What is left of `heard` when the same room, empty, is taken off."""
    hiss = heard_in(VirtualRoom(), len(heard) / RATE_HZ)
    left: Pcm = (heard.astype(np.int32) - hiss).astype(np.int16)
    return left


def test_an_empty_room_hisses_and_is_never_a_flat_line() -> None:
    heard = heard_in(VirtualRoom(), 2.0)
    assert level(heard) == pytest.approx(MICROPHONE_HISS, rel=0.05)
    assert all(np.ptp(block) > 0 for block in heard.reshape(-1, BLOCK_FRAMES))


@pytest.mark.parametrize("at_s", [0.0, 0.02, 0.1234375, 0.5000625])
def test_a_person_is_heard_at_the_very_sample(at_s: float) -> None:
    said = tone(0.3)
    heard = without_hiss(heard_in(VirtualRoom((SpokenWords(at_s, "pain", said),)), 1.0))
    expected = np.zeros(RATE_HZ, np.int16)
    start = round(at_s * RATE_HZ)
    expected[start : start + len(said)] = said
    np.testing.assert_array_equal(heard, expected)


def test_two_people_who_speak_at_once_are_both_heard() -> None:
    one, other = SpokenWords(0.1, "pain", tone(0.5)), SpokenWords(0.2, "stop", noise(0.2))
    both = without_hiss(heard_in(VirtualRoom((other, one)), 1.0)).astype(np.int32)
    alone = [without_hiss(heard_in(VirtualRoom((said,)), 1.0)) for said in (one, other)]
    np.testing.assert_array_equal(both, alone[0].astype(np.int32) + alone[1])


def test_the_end_of_a_word_is_its_last_audible_sample() -> None:
    said = np.concatenate([tone(0.25), np.zeros(800, np.int16), np.full(800, 3, np.int16)])
    assert SpokenWords(2.0, "pain", said).end_s == pytest.approx(2.25, abs=0.001)


def test_a_mute_word_ends_when_it_begins() -> None:
    assert SpokenWords(2.0, "pain", np.zeros(800, np.int16)).end_s == 2.0


def test_without_echo_the_loudspeaker_is_not_heard() -> None:
    loud = heard_in(VirtualRoom(), 1.0, played=tone(1.0, level=8000))
    np.testing.assert_array_equal(loud, heard_in(VirtualRoom(), 1.0))


@pytest.mark.parametrize("echo_db", [0.0, -6.0, -20.0])
def test_the_echo_has_the_level_that_was_asked_for(echo_db: float) -> None:
    played = noise(4.0)
    heard = heard_in(VirtualRoom(echo_db=echo_db), 5.0, played)
    echo = without_hiss(heard)[RATE_HZ : 4 * RATE_HZ]
    assert 20 * np.log10(level(echo) / level(played)) == pytest.approx(echo_db, abs=1.0)


def test_the_echo_comes_after_its_way_through_the_room_and_then_dies_away() -> None:
    click = np.array([20_000], np.int16)
    echo = without_hiss(heard_in(VirtualRoom(echo_db=0.0), 1.0, click))
    arrival = round(ECHO_DELAY_S * RATE_HZ)
    assert np.abs(echo[:arrival]).max() == 0
    assert np.argmax(np.abs(echo)) == arrival
    assert level(echo[arrival : arrival + 800]) > 4 * level(echo[arrival + 2400 : arrival + 3200])


def test_the_echo_is_the_convolution_with_the_path_across_all_blocks() -> None:
    played = noise(0.5, level=2000)
    echo = without_hiss(heard_in(VirtualRoom(echo_db=-6.0), 1.0, played))
    expected = np.convolve(played, echo_path(-6.0))[: len(echo)]
    assert np.abs(echo[: len(expected)] - expected).max() <= 1.5


@pytest.mark.parametrize("recorded", [None, noise(0.33, level=500)])
def test_noise_has_the_level_that_was_asked_for(recorded: Pcm | None) -> None:
    room = VirtualRoom(noise=recorded, noise_level=300.0)
    assert level(heard_in(room, 3.0)) == pytest.approx(300.0, rel=0.05)


def test_recorded_noise_goes_on_for_ever_without_a_gap() -> None:
    recorded = noise(0.33, level=500)
    room = VirtualRoom(noise=recorded, noise_level=level(recorded))
    heard = without_hiss(heard_in(room, 1.0))
    expected = np.resize(recorded, RATE_HZ)
    assert np.abs(heard.astype(np.int32) - expected).max() <= 1


def test_too_much_sound_is_clipped_and_does_not_wrap_round() -> None:
    loud = SpokenWords(0.0, "stop", np.full(BLOCK_FRAMES, 30_000, np.int16))
    heard = VirtualRoom((loud, loud)).exchange(SILENCE)
    assert (heard == 32767).all()


def test_a_room_repeats_itself_to_the_sample() -> None:
    said = (SpokenWords(0.2, "pain", tone(0.3)),)
    one, other = (
        heard_in(VirtualRoom(said, echo_db=-10.0, noise_level=50.0), 1.0, noise(0.8))
        for _ in range(2)
    )
    np.testing.assert_array_equal(one, other)


def test_another_seed_is_another_room() -> None:
    one, other = (heard_in(VirtualRoom(noise_level=50.0, seed=seed), 0.1) for seed in (1, 2))
    assert (one != other).any()
