from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from backtalk.ports import RATE_HZ, Pcm
from backtalk.speaking.tones import NOTES, Earcon, Note, sound, tone

every_earcon = pytest.mark.parametrize("earcon", Earcon, ids=lambda earcon: earcon.value)


def peak(pcm: Pcm) -> int:
    return int(np.abs(pcm.astype(int)).max())


@every_earcon
def test_an_earcon_is_short_and_neither_faint_nor_clipped(earcon: Earcon) -> None:
    pcm = sound(earcon)
    assert pcm.dtype == np.int16
    assert 0.1 <= len(pcm) / RATE_HZ <= 0.4
    assert 32767 * 10 ** (-18 / 20) < peak(pcm) < 32767 * 10 ** (-3 / 20)


@every_earcon
def test_an_earcon_starts_and_ends_softly(earcon: Earcon) -> None:
    pcm = sound(earcon)
    for edge in (pcm[:32], pcm[-32:]):  # 2 ms
        assert peak(edge) < 0.15 * peak(pcm)


@every_earcon
def test_an_earcon_lies_where_older_ears_are_good(earcon: Earcon) -> None:
    power = np.abs(np.fft.rfft(sound(earcon), n=RATE_HZ)) ** 2  # one bin for each hertz
    assert power[500:1500].sum() > 0.8 * power.sum()


@pytest.mark.parametrize("pitch_hz", sorted({n.pitch_hz for s in NOTES.values() for n in s}))
def test_a_note_has_its_pitch(pitch_hz: float) -> None:
    power = np.abs(np.fft.rfft(tone(Note(pitch_hz, 0.0, 1.0))))
    assert np.argmax(power) == pytest.approx(pitch_hz, abs=1)


def test_no_two_earcons_sound_alike() -> None:
    for one, other in combinations(Earcon, 2):
        a, b = sound(one).astype(float), sound(other).astype(float)
        frames = max(len(a), len(b))
        a, b = np.pad(a, (0, frames - len(a))), np.pad(b, (0, frames - len(b)))
        assert np.dot(a, b) < 0.8 * np.linalg.norm(a) * np.linalg.norm(b)


def test_the_alarm_is_the_loudest() -> None:
    assert max(Earcon, key=lambda earcon: peak(sound(earcon))) is Earcon.ALARM
