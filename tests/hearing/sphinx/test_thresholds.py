"""Every threshold by itself can make a stop less than sure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backtalk.hearing.sphinx.phrase_decoder import Guess
from backtalk.hearing.sphinx.thresholds import Trust
from backtalk.hearing.sphinx.verifier import Verdict

TRUST = Trust()
CLEAR = Verdict("stop", fit=40.0, drawl=8.0, stop="stop", stop_fit=40.0, stop_lag=0.0)


def test_a_clear_stop_is_sure() -> None:
    assert TRUST.is_sure_stop(CLEAR)


@pytest.mark.parametrize(
    "doubt",
    [
        {"stop_fit": TRUST.sure_stop_fit - 0.1},
        {"phrase": "start"},
        {"drawl": TRUST.shortest_drawl - 0.1},
        {"drawl": TRUST.longest_drawl + 0.1},
    ],
)
def test_one_doubt_is_enough_to_make_a_stop_less_than_sure(doubt: dict[str, Any]) -> None:
    assert not TRUST.is_sure_stop(replace(CLEAR, **doubt))


def test_a_stop_that_another_phrase_beats_by_little_is_still_near() -> None:
    other = replace(CLEAR, phrase="start", stop_lag=TRUST.near_stop_lag)
    assert TRUST.is_near_stop(other)
    assert not TRUST.is_sure_stop(other)


def test_a_command_that_fits_no_better_than_any_sounds_is_none() -> None:
    command = replace(CLEAR, phrase="skip")
    assert TRUST.is_command(command)
    assert not TRUST.is_command(replace(command, fit=TRUST.command_fit - 0.1))


def test_what_is_drawn_out_too_far_is_no_word() -> None:
    drawn = Guess("sick", fit=0.0, drawl=TRUST.longest_drawl + 1)
    assert not TRUST.suspects(drawn)
    assert not TRUST.is_command(replace(CLEAR, phrase="skip", drawl=drawn.drawl))
