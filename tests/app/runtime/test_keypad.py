"""What keys do: any key stops, and while the coach waits some answer; ten is typed as 1 and 0."""

from __future__ import annotations

import pytest

from backtalk.app.runtime.keypad import ZERO_WITHIN_S, Keypad
from backtalk.app.runtime.keys import ANSWERS
from backtalk.app.runtime.screen import KEYS
from backtalk.core.model.events import SCORES, Command

STOPPED = "stopped"


class Keyboard:
    """A keypad and what came of it; each key comes a fifth of a second after the one before."""

    def __init__(self, *, waits: bool = True, asks_score: bool = True) -> None:
        self.came: list[Command | str] = []
        self.now_s = 100.0
        self.waits, self.asks_score = waits, asks_score
        self._keypad = Keypad(self.came.append, lambda: self.came.append(STOPPED))

    def press(self, *keys: str) -> Keyboard:
        for key in keys:
            self.wait(0.2)
            self._keypad.pressed(key, self.now_s, waits=self.waits, asks_score=self.asks_score)
        return self

    def wait(self, seconds: float) -> Keyboard:
        self.now_s += seconds
        self._keypad.tick(self.now_s)
        return self


@pytest.mark.parametrize("key", ["a", " ", "0", "1", "y", "b", "\n"])
def test_while_nothing_waits_every_key_stops(key: str) -> None:
    assert Keyboard(waits=False).press(key).came == [STOPPED]


@pytest.mark.parametrize("key", sorted(set(ANSWERS) - {"1"}))
def test_while_it_waits_a_key_answers_at_once(key: str) -> None:
    assert Keyboard().press(key).came == [ANSWERS[key]]
    assert Keyboard().press(key.upper()).came == [ANSWERS[key]]


@pytest.mark.parametrize("key", ["x", " ", "\x1b", "\r"])
def test_while_it_waits_every_other_key_stops(key: str) -> None:
    assert Keyboard().press(key).came == [STOPPED]


def test_1_and_0_are_ten_and_nothing_else() -> None:
    assert Keyboard().press("1", "0").wait(5.0).came == [Command.TEN]


def test_1_alone_is_one_after_a_moment() -> None:
    keyboard = Keyboard().press("1")
    assert keyboard.came == []
    assert keyboard.wait(ZERO_WITHIN_S).came == [Command.ONE]


def test_0_alone_is_zero() -> None:
    assert Keyboard().press("0").came == [Command.ZERO]
    assert Keyboard().press("1").wait(2.0).press("0").came == [Command.ONE, Command.ZERO]


def test_where_no_score_is_asked_for_nothing_waits() -> None:
    assert Keyboard(asks_score=False).press("1").came == [Command.ONE]


def test_a_stop_comes_at_once_and_what_waited_is_dropped() -> None:
    assert Keyboard().press("1", "x").wait(5.0).came == [STOPPED]


def test_another_answer_comes_after_the_one_that_waited() -> None:
    assert Keyboard().press("1", "l").came == [Command.ONE, Command.LEG]
    assert Keyboard().press("1", "1").wait(1.0).came == [Command.ONE, Command.ONE]


@pytest.mark.parametrize("score", range(11))
def test_every_score_can_be_typed_and_ended_with_enter(score: int) -> None:
    assert Keyboard().press(*str(score), "\n").wait(5.0).came == [SCORES[score]]


def test_enter_ends_a_number_even_where_the_session_has_gone_on_but_only_once() -> None:
    keyboard = Keyboard().press("1", "0")
    keyboard.waits = False
    assert keyboard.press("\n").came == [Command.TEN]
    assert keyboard.press("\n").came == [Command.TEN, STOPPED]


def test_enter_long_after_a_number_stops() -> None:
    assert Keyboard().press("7").wait(2.0).press("\r").came == [Command.SEVEN, STOPPED]


def test_the_screen_names_every_key_that_answers() -> None:
    letters = [key for key in ANSWERS if not key.isdigit()]
    assert [key for key in letters if f" {key} " not in KEYS] == []
    assert "1 then 0 for ten" in KEYS
