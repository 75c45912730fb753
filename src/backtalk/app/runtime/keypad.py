"""What a key does: it stops, or it answers what the coach waits for.

A keyboard has no key for ten, so the worst pain is typed as 1 and 0; taken one by one they
would be a one. So a '1' waits a moment for a '0', and only while a score is asked for. A stop
never waits, and comes before anything that does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from backtalk.app.runtime.keys import ANSWERS
from backtalk.core.model.events import Command

ZERO_WITHIN_S = 1.0
"""A '0' this soon after a '1' makes ten: time enough for one finger that looks for its key."""
_ENTER = frozenset("\r\n")


class Keypad:
    """Turns keys into answers and stops. Keys and time may come from different threads."""

    def __init__(self, answer: Callable[[Command], None], stop: Callable[[], None]) -> None:
        """`answer` takes each answer as soon as it is known; `stop` stops."""
        self._answer = answer
        self._stop = stop
        self._lock = threading.Lock()
        self._one_s: float | None = None
        """When a '1' was pressed that still waits."""
        self._digit_s: float | None = None
        """When the last digit was pressed as an answer."""

    def pressed(self, key: str, now_s: float, *, waits: bool, asks_score: bool) -> None:
        """Do what `key` means.

        Enter right after a digit ends the number, as people are used to; it is no stop then.

        Args:
            key: what was pressed.
            now_s: the present time.
            waits: whether the session waits for an answer; else every key stops.
            asks_score: whether the answer is a number from zero to ten.
        """
        answer = ANSWERS.get(key.lower())
        with self._lock:
            if key in _ENTER and self._ends_number(now_s):
                self._take_one()
            elif not waits or answer is None:
                self._stop()
                self._one_s = self._digit_s = None
            elif key == "0" and self._one_s is not None:
                self._one_s, self._digit_s = None, now_s
                self._answer(Command.TEN)
            else:
                self._take_one()
                self._take(key, answer, now_s, asks_score=asks_score)

    def tick(self, now_s: float) -> None:
        """Take a '1' for a one that no '0' followed in time."""
        with self._lock:
            if self._one_s is not None and now_s - self._one_s >= ZERO_WITHIN_S:
                self._take_one()

    def _take(self, key: str, answer: Command, now_s: float, *, asks_score: bool) -> None:
        self._digit_s = now_s if key.isdigit() else None
        if key == "1" and asks_score:
            self._one_s = now_s
        else:
            self._answer(answer)

    def _take_one(self) -> None:
        if self._one_s is not None:
            self._one_s = None
            self._answer(Command.ONE)

    def _ends_number(self, now_s: float) -> bool:
        typed_s, self._digit_s = self._digit_s, None
        return typed_s is not None and now_s - typed_s < ZERO_WITHIN_S
