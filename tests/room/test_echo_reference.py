from __future__ import annotations

import numpy as np
import pytest

from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Pcm
from backtalk.room.echo_reference import FEWEST_MEASUREMENTS, LEAD_FRAMES, EchoReference

PLAYED_AHEAD = 3
"""Blocks that a sound card asks for before the first one sounds."""


def counted(block: int) -> Pcm:
    """A block whose samples say where they stand: 0, 1, 2 ..."""
    return np.arange(block * BLOCK_FRAMES, (block + 1) * BLOCK_FRAMES).astype(np.int16)


class Card:
    """Plays counted blocks ahead of time and captures in step."""

    def __init__(self) -> None:
        self.reference = EchoReference()
        self.block = 0
        self.delay_s = 0.0
        """How late the samples captured from now on are."""
        for ahead in range(PLAYED_AHEAD):
            self.reference.add_played(counted(ahead), ahead * BLOCK_S)

    def capture(self, jitter_s: float = 0.0) -> Pcm:
        ahead = self.block + PLAYED_AHEAD
        self.reference.add_played(counted(ahead), ahead * BLOCK_S)
        start_s = self.block * BLOCK_S + self.delay_s + jitter_s
        self.block += 1
        return self.reference.reference_for(BLOCK_FRAMES, start_s)


def test_a_captured_block_gets_what_sounded_then_twenty_milliseconds_early() -> None:
    card = Card()
    for block in range(20):
        start = block * BLOCK_FRAMES + LEAD_FRAMES
        assert list(card.capture()) == list(range(start, start + BLOCK_FRAMES))


def test_one_captured_frame_gets_one_played_frame_whatever_the_times_jitter() -> None:
    card = Card()
    jitters_s = np.random.default_rng(3).normal(0, 0.0005, 80)
    played_then = np.concatenate([card.capture(jitter_s) for jitter_s in jitters_s])
    assert set(np.diff(played_then)) == {1}
    assert card.reference.locks == 1


def test_a_jump_of_the_delay_is_locked_again_within_a_tenth_of_a_second() -> None:
    card = Card()
    for _ in range(60):
        card.capture()
    card.delay_s = 0.030
    card.reference.unlock()
    played_then = [card.capture() for _ in range(FEWEST_MEASUREMENTS)]
    expected = round((64 * BLOCK_S + 0.030) * RATE_HZ) + LEAD_FRAMES
    assert played_then[-1][0] == expected
    assert card.reference.locks == 2


def test_two_clocks_that_drift_apart_are_followed_in_few_steps() -> None:
    card = Card()
    errors = []
    for block in range(100):
        card.delay_s += 0.0005
        played_then = card.capture()
        errors.append(
            int(played_then[0]) - round((block * BLOCK_S + card.delay_s) * RATE_HZ) - LEAD_FRAMES
        )
    # 10 ms of tolerance, and what drifts in the half second by which a median lags.
    assert max(abs(error) for error in errors) <= RATE_HZ * 0.024
    assert 2 <= card.reference.locks <= 10


@pytest.mark.parametrize("played", [0, 1])
def test_what_was_never_played_is_silence(played: int) -> None:
    reference = EchoReference()
    for _ in range(played):
        reference.add_played(np.full(BLOCK_FRAMES, 7, np.int16), 0.0)
    played_then = reference.reference_for(BLOCK_FRAMES, 5.0)
    assert played_then.dtype == np.int16
    assert list(played_then) == [0] * BLOCK_FRAMES
