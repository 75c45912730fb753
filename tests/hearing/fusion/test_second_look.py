"""Asking the second pass: at once or beside the listener, and what happens when it cannot work."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from backtalk.errors import BacktalkError
from backtalk.hearing.fusion.second_look import InlineLooker, Look, NoLooker, Query, ThreadedLooker
from backtalk.hearing.second_pass.second_pass import SecondPass
from tests.tiny_vosk.espeak import Espeak

LONGEST_S = 60.0


@pytest.fixture(scope="module")
def second_pass() -> SecondPass:
    return SecondPass.open()


@pytest.fixture(scope="module")
def stop() -> Query:
    return Query(1, Espeak().say_pcm("stop"), ("stop", "skip", "why"))


def until(found: Callable[[], list[Look]]) -> list[Look]:
    """Wait for the thread: `found` is asked again and again."""
    patience = threading.Event()
    for _ in range(round(LONGEST_S / 0.05)):
        looks = found()
        if looks:
            return looks
        patience.wait(0.05)
    return []


def test_a_look_at_phrases_tells_how_likely_each_is(second_pass: SecondPass, stop: Query) -> None:
    looker = InlineLooker(second_pass, 0.0)
    looker.ask(stop, 1.0)
    (look,) = looker.looks(1.0)
    assert max(look.scores, key=lambda phrase: look.scores[phrase]) == "stop"
    assert look.number == 1
    assert look.text == ""


def test_a_look_without_phrases_gives_the_words(second_pass: SecondPass) -> None:
    looker = InlineLooker(second_pass, 0.0)
    looker.ask(Query(2, Espeak().say_pcm("can we skip this one please")), 1.0)
    (look,) = looker.looks(1.0)
    assert "skip this one" in look.text


def test_an_answer_comes_after_its_while(second_pass: SecondPass, stop: Query) -> None:
    looker = InlineLooker(second_pass, 0.15)
    looker.ask(stop, 1.0)
    assert looker.looks(1.1) == []
    assert [look.number for look in looker.looks(1.15)] == [1]
    assert looker.looks(1.2) == []


def test_beside_the_listener_the_network_is_loaded_first(
    second_pass: SecondPass, stop: Query
) -> None:
    may_load = threading.Event()

    def load() -> SecondPass:
        may_load.wait(LONGEST_S)
        return second_pass

    looker = ThreadedLooker(load)
    assert not looker.is_ready
    may_load.set()
    assert looker.wait_until_ready(LONGEST_S)
    looker.ask(stop, 0.0)
    (look,) = until(lambda: looker.looks(0.0))
    assert look.scores["stop"] > look.scores["skip"]


def test_a_network_that_does_not_load_is_reported_once_and_never_asked() -> None:
    reported: list[str] = []
    told = threading.Event()

    def load() -> SecondPass:
        raise BacktalkError("The network is damaged.", "Install Backtalk again.")

    def report(text: str) -> None:
        reported.append(text)
        told.set()

    looker = ThreadedLooker(load, report)
    assert told.wait(LONGEST_S)
    assert not looker.is_ready
    assert reported == [
        "The network is damaged. Install Backtalk again. The coach listens without its second pass."
    ]


def test_a_look_that_fails_ends_the_looking(second_pass: SecondPass) -> None:
    looker = ThreadedLooker(lambda: second_pass)
    assert looker.wait_until_ready(LONGEST_S)
    looker.ask(Query(1, np.zeros((2, 2), np.int16), ("stop",)), 0.0)
    patience = threading.Event()
    for _ in range(round(LONGEST_S / 0.05)):
        if not looker.is_ready:
            break
        patience.wait(0.05)
    assert not looker.is_ready
    assert looker.looks(0.0) == []


def test_nobody_to_ask_says_so() -> None:
    looker = NoLooker()
    looker.ask(Query(1, np.zeros(0, np.int16)), 0.0)
    assert not looker.is_ready
    assert looker.looks(0.0) == []
