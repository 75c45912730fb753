"""A cry is noticed by how loud a voice is against the voices before it."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.hearing.acoustics.cry import CryDetector
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from tests.hearing.buzz import voice

RNG = np.random.default_rng(3)


def noticed(watch: CryDetector, sound: Pcm) -> int:
    blocks = sound[: len(sound) // BLOCK_FRAMES * BLOCK_FRAMES].reshape(-1, BLOCK_FRAMES)
    return sum(len(watch.process(block)) for block in blocks)


@pytest.fixture
def watch() -> CryDetector:
    """A watch that has heard a usual voice for five seconds."""
    heard = CryDetector()
    assert noticed(heard, voice(5, 600)) == 0
    return heard


def test_a_cry_after_usual_talk_is_noticed_once(watch: CryDetector) -> None:
    assert noticed(watch, voice(1.0, 6000, pitch_hz=400)) == 1


def test_a_raised_voice_is_no_cry(watch: CryDetector) -> None:
    assert noticed(watch, voice(2.0, 1200)) == 0


def test_a_short_loud_sound_is_no_cry(watch: CryDetector) -> None:
    assert noticed(watch, voice(0.1, 6000)) == 0


def test_a_bang_has_no_pitch_and_is_no_cry(watch: CryDetector) -> None:
    assert noticed(watch, RNG.normal(0, 6000, RATE_HZ).astype(np.int16)) == 0


def test_the_first_voice_of_all_is_no_cry_however_loud() -> None:
    assert noticed(CryDetector(), voice(2.0, 8000)) == 0
