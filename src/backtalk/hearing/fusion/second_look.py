"""Asking the second pass: what is asked, what it answers, and in which thread it works.

A look takes a tenth of a second and more. A listener must not wait for it, or it would be deaf
meanwhile: it asks, goes on hearing, and takes the answer with a later block.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from backtalk.errors import BacktalkError
from backtalk.hearing.second_pass.second_pass import (
    PHRASE_CONTEXT_S,
    SENTENCE_CONTEXT_S,
    SecondPass,
)
from backtalk.ports import Pcm

LOOK_S = 0.15
"""How long a look takes in simulated time: more than both of its parts cost one core."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Query:
    """One piece of sound to be looked at."""

    number: int
    sound: Pcm
    phrases: tuple[str, ...] = ()
    """What may have been said; none: the words are wanted instead."""


@dataclass(frozen=True)
class Look:
    """What the second pass makes of the sound of a query."""

    number: int
    """That of the query."""
    scores: Mapping[str, float]
    """Phrase to log P; empty where the words were wanted."""
    text: str = ""
    """The words, where these were wanted."""


class Looker(Protocol):
    """Somebody to ask. One thread asks and takes."""

    @property
    def is_ready(self) -> bool:
        """Whether there is any use in asking."""

    def ask(self, query: Query, now_s: float) -> None:
        """Have `query` looked at; returns at once."""

    def looks(self, now_s: float) -> list[Look]:
        """Return what has been found since the last time."""


class NoLooker:
    """Nobody to ask: the second pass is not there, or not yet."""

    is_ready = False

    def ask(self, query: Query, now_s: float) -> None:
        """Do nothing: nobody should ask."""

    def looks(self, now_s: float) -> list[Look]:  # noqa: ARG002  as the protocol has it
        """Return nothing."""
        return []


class InlineLooker:
    """Looks at once and answers after a fixed while: for rehearsals, which repeat themselves."""

    is_ready = True

    def __init__(self, second_pass: SecondPass, delay_s: float) -> None:
        """`delay_s` is how long a look takes, in the time of the listener."""
        self._second_pass = second_pass
        self._delay_s = delay_s
        self._waiting: deque[tuple[float, Look]] = deque()

    def ask(self, query: Query, now_s: float) -> None:
        """Look at it; the answer is there when the time has passed."""
        self._waiting.append((now_s + self._delay_s, look_at(query, self._second_pass)))

    def looks(self, now_s: float) -> list[Look]:
        """Return the answers whose time has come."""
        found: list[Look] = []
        while self._waiting and self._waiting[0][0] <= now_s:
            found.append(self._waiting.popleft()[1])
        return found


class ThreadedLooker:
    """Looks in a thread of its own: for live sessions. The thread loads the network first.

    Where it cannot be loaded, or a look fails, that is the end of the looking: without it the
    detectors hear as they do without a second pass.
    """

    def __init__(
        self, load: Callable[[], SecondPass], report: Callable[[str], None] = lambda _: None
    ) -> None:
        """Begin to load.

        Args:
            load: opens the second pass; called in the thread, may raise BacktalkError.
            report: told once, in the thread, if that cannot be done.
        """
        self._load = load
        self._report = report
        self._queries: queue.SimpleQueue[Query] = queue.SimpleQueue()
        self._looks: queue.SimpleQueue[Look] = queue.SimpleQueue()
        self._is_ready = threading.Event()
        threading.Thread(target=self._work, name="second pass", daemon=True).start()

    @property
    def is_ready(self) -> bool:
        """Whether the network is loaded and works."""
        return self._is_ready.is_set()

    def ask(self, query: Query, now_s: float) -> None:  # noqa: ARG002  as the protocol has it
        """Leave `query` for the thread."""
        self._queries.put(query)

    def looks(self, now_s: float) -> list[Look]:  # noqa: ARG002  as the protocol has it
        """Return what the thread has found since the last time."""
        found: list[Look] = []
        while not self._looks.empty():
            found.append(self._looks.get())
        return found

    def wait_until_ready(self, longest_s: float) -> bool:
        """Wait until the network is loaded; return whether it is."""
        return self._is_ready.wait(longest_s)

    def _work(self) -> None:
        try:
            second_pass = self._load()
        except BacktalkError as error:
            self._report(f"{error} The coach listens without its second pass.")
            return
        self._is_ready.set()
        try:
            while True:
                self._looks.put(look_at(self._queries.get(), second_pass))
        except Exception as error:  # noqa: BLE001  an edge: without it all works as before
            _LOG.error("The second pass failed (%s).", type(error).__name__)
            self._is_ready.clear()


def look_at(query: Query, second_pass: SecondPass) -> Look:
    """Return what `second_pass` makes of the sound of `query`."""
    if not query.phrases:
        heard = second_pass.listen(query.sound, SENTENCE_CONTEXT_S)
        return Look(query.number, {}, second_pass.text(heard))
    heard = second_pass.listen(query.sound, PHRASE_CONTEXT_S)
    return Look(query.number, second_pass.scores(heard, query.phrases))
