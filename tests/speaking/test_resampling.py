from __future__ import annotations

import numpy as np

from backtalk.ports import RATE_HZ
from backtalk.speaking.resampling import to_pcm, trim


def sine(pitch_hz: float, rate_hz: int, length_s: float = 1.0) -> np.ndarray:
    time_s = np.arange(round(length_s * rate_hz)) / rate_hz
    return (0.5 * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)


def test_a_tone_keeps_its_pitch_length_and_level_at_any_rate() -> None:
    for rate_hz in (8_000, 22_050, 44_100, 48_000):
        pcm = to_pcm(sine(440, rate_hz), rate_hz)
        assert abs(len(pcm) - RATE_HZ) <= 1
        assert np.argmax(np.abs(np.fft.rfft(pcm, n=RATE_HZ))) == 440
        assert abs(int(np.abs(pcm[1000:-1000]).max()) - 16384) < 200


def test_sound_beyond_full_scale_is_clipped_and_does_not_wrap_around() -> None:
    pcm = to_pcm(np.array([2.0, -2.0], dtype=np.float32), RATE_HZ)
    assert pcm.tolist() == [32767, -32767]


def test_silence_around_a_sound_goes_and_ten_milliseconds_stay() -> None:
    quiet = np.zeros(RATE_HZ, dtype=np.float32)
    tone = np.full(800, 0.1, dtype=np.float32)
    trimmed = trim(np.concatenate([quiet, tone, quiet]), RATE_HZ)
    assert np.flatnonzero(trimmed)[0] == 160
    assert len(trimmed) == 160 + 800 + 160


def test_the_breath_of_a_first_consonant_stays() -> None:
    quiet = np.zeros(1600, dtype=np.float32)
    breath = np.full(800, 0.001, dtype=np.float32)
    tone = np.full(800, 0.3, dtype=np.float32)
    assert len(trim(np.concatenate([quiet, breath, tone]), RATE_HZ)) == 160 + 800 + 800


def test_silence_alone_leaves_nothing() -> None:
    assert trim(np.zeros(1000, dtype=np.float32), RATE_HZ).size == 0
