"""The features, against what is known of them."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.hearing.second_pass.features import BANDS, Floats, log_mel
from backtalk.ports import RATE_HZ


def tone(hz: float, seconds: float = 0.5) -> Floats:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.sin(2 * np.pi * hz * times).astype(np.float32)


def test_there_is_a_row_every_ten_milliseconds() -> None:
    assert log_mel(tone(440)).shape == (50, BANDS)


@pytest.mark.parametrize(("hz", "band"), [(500, 12), (1000, 26), (4000, 62)])
def test_a_tone_is_loudest_in_its_band(hz: float, band: int) -> None:
    assert log_mel(tone(hz))[25].argmax() == pytest.approx(band, abs=1)


def test_a_tone_half_as_loud_has_the_same_shape_a_bit_lower() -> None:
    loud = tone(700)
    difference = log_mel(loud) - log_mel(loud * np.float32(0.5))
    assert difference == pytest.approx(np.full_like(difference, np.log10(4) / 4), abs=1e-3)


def test_silence_is_the_same_everywhere() -> None:
    assert np.ptp(log_mel(np.zeros(8000, np.float32))) == 0
