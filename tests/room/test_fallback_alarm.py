"""Being heard when the coach's own loudspeaker has died: through another one."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.ports import RATE_HZ
from backtalk.room.devices import find_device
from backtalk.room.fallback_alarm import fallback_alarm, others

LIMIT_S = 20.0


@pytest.mark.usefixtures("pulse_audio")
class TestOnAMachineWithSound:
    def test_the_dead_loudspeaker_is_not_among_the_others(self) -> None:
        names = [device.name for device in others("va_speaker")]
        assert "va_speaker" not in names
        assert "va_feed" in names

    def test_without_a_name_the_default_is_the_dead_one(self) -> None:
        default = find_device(None, "output").name
        assert default not in [device.name for device in others(None)]

    def test_the_alarm_comes_back(self) -> None:
        alarm = np.full(RATE_HZ // 4, 1000, np.int16)
        assert fallback_alarm(alarm, "va_speaker").ended(LIMIT_S)
