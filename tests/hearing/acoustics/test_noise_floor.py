"""The level between the words: a low percentile of the last levels."""

from __future__ import annotations

from backtalk.hearing.acoustics.noise_floor import NoiseFloor


def after(floor: NoiseFloor, *levels: float) -> float:
    for level in levels:
        floor.process(level)
    return floor.level


def test_words_with_gaps_between_them_do_not_raise_the_floor() -> None:
    assert after(NoiseFloor(10, 20, least=0), *[50, 900, 800] * 4) == 50


def test_what_has_left_the_window_counts_no_more() -> None:
    assert after(NoiseFloor(5, 0, least=0), 1, *[7] * 5) == 7


def test_before_anything_was_heard_and_in_digital_silence_the_floor_is_the_least() -> None:
    assert NoiseFloor(10, 20, least=3).level == 3
    assert after(NoiseFloor(10, 20, least=3), 0, 0, 0) == 3


def test_a_floor_that_begins_quiet_waits_for_most_of_its_window() -> None:
    assert after(NoiseFloor(10, 20, least=1, begins_quiet=True), *[9] * 7) == 1
    assert after(NoiseFloor(10, 20, least=1, begins_quiet=True), *[9] * 9) == 9


def test_a_floor_with_a_renewal_changes_only_then() -> None:
    floor = NoiseFloor(10, 0, least=0, renewal=3)
    assert after(floor, 5, 5) == 0
    assert after(floor, 5) == 5
    assert after(floor, 1, 1) == 5
    assert after(floor, 1) == 1


def test_what_was_heard_can_be_forgotten() -> None:
    floor = NoiseFloor(10, 20, least=2)
    after(floor, 8, 8)
    floor.clear()
    assert (floor.level, floor.count, floor.levels) == (2, 0, ())
