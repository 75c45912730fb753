"""Every threshold by itself can make a stop less than sure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backtalk.hearing.sphinx.phrase_decoder import Guess
from backtalk.hearing.sphinx.thresholds import Thresholds
from backtalk.hearing.sphinx.verifier import PhraseScore

THRESHOLDS = Thresholds()
CLEAR = PhraseScore(
    "stop", fit=40.0, frames_per_phone=8.0, stop="stop", stop_fit=40.0, stop_lag=0.0
)


def test_a_clear_stop_is_sure() -> None:
    assert THRESHOLDS.is_sure_stop(CLEAR)


@pytest.mark.parametrize(
    "doubt",
    [
        {"stop_fit": THRESHOLDS.sure_stop_fit - 0.1},
        {"phrase": "start"},
        {"frames_per_phone": THRESHOLDS.fewest_frames_per_phone - 0.1},
        {"frames_per_phone": THRESHOLDS.most_frames_per_phone + 0.1},
    ],
)
def test_one_doubt_is_enough_to_make_a_stop_less_than_sure(doubt: dict[str, Any]) -> None:
    assert not THRESHOLDS.is_sure_stop(replace(CLEAR, **doubt))


def test_a_stop_that_another_phrase_beats_by_little_is_still_near() -> None:
    other = replace(CLEAR, phrase="start", stop_lag=THRESHOLDS.near_stop_lag)
    assert THRESHOLDS.is_near_stop(other)
    assert not THRESHOLDS.is_sure_stop(other)


def test_a_command_that_fits_no_better_than_any_sounds_is_none() -> None:
    command = replace(CLEAR, phrase="skip")
    assert THRESHOLDS.is_command(command)
    assert not THRESHOLDS.is_command(replace(command, fit=THRESHOLDS.command_fit - 0.1))


def test_what_is_drawn_out_too_far_is_no_word() -> None:
    drawn = Guess("sick", fit=0.0, frames_per_phone=THRESHOLDS.most_frames_per_phone + 1)
    assert not THRESHOLDS.suspects(drawn)
    assert not THRESHOLDS.is_command(
        replace(CLEAR, phrase="skip", frames_per_phone=drawn.frames_per_phone)
    )
