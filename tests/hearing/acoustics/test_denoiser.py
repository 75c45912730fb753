"""The denoiser on made-up sound: tones are voices, white noise is the room."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.hearing.acoustics.denoiser import Denoiser
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm


def tone(seconds: float, level: float) -> Pcm:
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    sound: Pcm = (np.sqrt(2) * level * np.sin(2 * np.pi * 200 * at_s)).astype(np.int16)
    return sound


def room(seconds: float, level: float) -> Pcm:
    noise = np.random.default_rng(1).normal(0, level, round(seconds * RATE_HZ))
    return noise.astype(np.int16)


def denoised(sound: Pcm) -> Pcm:
    denoiser = Denoiser()
    blocks = sound[: len(sound) // BLOCK_FRAMES * BLOCK_FRAMES].reshape(-1, BLOCK_FRAMES)
    return np.concatenate([denoiser.process(block) for block in blocks])


def level(sound: Pcm) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def test_sound_before_any_noise_is_known_comes_out_as_it_went_in_one_block_later() -> None:
    speech = tone(0.3, 3_000)
    out = denoised(speech)
    assert np.allclose(out[2 * BLOCK_FRAMES :], speech[BLOCK_FRAMES:-BLOCK_FRAMES], atol=2)


@pytest.mark.parametrize("loudness", [100, 1_000])
def test_steady_noise_is_mostly_gone_once_it_has_proved_steady(loudness: float) -> None:
    out = denoised(room(8, loudness))
    assert level(out[-3 * RATE_HZ :]) < 0.4 * loudness


def test_a_voice_in_steady_noise_keeps_its_level() -> None:
    noise = room(8, 300)
    voice = np.concatenate([np.zeros(6 * RATE_HZ, np.int16), tone(0.5, 3_000)])
    sound = noise.copy()
    sound[: len(voice)] += voice
    spoken = denoised(sound)[round(6.1 * RATE_HZ) : round(6.4 * RATE_HZ)]
    assert level(spoken) == pytest.approx(3_000, rel=0.05)


def test_a_voice_that_goes_on_and_on_is_not_taken_for_noise() -> None:
    syllables = [part for _ in range(30) for part in (tone(0.25, 2_000), room(0.1, 10))]
    sound = np.concatenate(syllables)
    assert level(denoised(sound)[RATE_HZ:]) > 0.8 * level(sound[RATE_HZ:])


def test_silence_stays_silence() -> None:
    assert not denoised(np.zeros(RATE_HZ, np.int16)).any()
