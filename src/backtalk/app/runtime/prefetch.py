"""The sentences of a plan to come, rendered while the person still thinks about an answer.

What is answered before a session may change its plan, and the new plan is welcomed at once. So,
while the last question is being asked, the plan of each possible answer is worked out and its
sentences are rendered, on a thread of its own and one at a time: the voice's other worker stays
free for what is said now. The same is done when the plan or the rate of speech changes later.

It holds nothing up: what is not rendered yet is rendered when it is said, and what cannot be
rendered is reported then.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from backtalk.app import log
from backtalk.core.dialogue.interview import Interview
from backtalk.core.dialogue.questions import NO, YES, Form, Item
from backtalk.core.model.events import SCORES, Line
from backtalk.core.model.plan import Plan
from backtalk.core.session.pacing.framing import refusal
from backtalk.core.session.pacing.plan_position import place_after
from backtalk.core.session.script import lines_of
from backtalk.core.session.setup import SessionSetup
from backtalk.core.session.view import SessionView
from backtalk.errors import BacktalkError
from backtalk.speaking.speech import Speech

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Seen:
    """What a session may say next depends on this."""

    question: str
    """The id of the question being asked; '' where none is."""
    given: Mapping[str, str]
    plan: Plan
    words_per_minute: int


def last_answers(setup: SessionSetup, given: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Give every way in which one more answer leaves nothing to ask: all answers, by question.

    None where more than one is missing, or nothing is.
    """
    item = _asked(setup, given)
    if item is None:
        return
    scores = tuple(str(score) for score in range(len(SCORES)))
    for answer in scores if item.form is Form.SCORE else (NO, YES):
        after = {**given, item.id: answer}
        if _asked(setup, after) is None:
            yield after


class Ahead:
    """Keeps the speech ahead of one session."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._seen: _Seen | None = None
        self._wanted: queue.SimpleQueue[Iterator[Line] | None] = queue.SimpleQueue()
        """What is wanted later puts an end to what was wanted before; None ends it all."""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Render within the `with` block; at its end the sentence under way is finished."""
        thread = threading.Thread(target=self._work, name="rendering ahead", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._wanted.put(None)
            thread.join()

    def follow(self, view: SessionView) -> None:
        """Look where the session is and have rendered what it may say next. Returns at once."""
        before, now = self._seen, self._look(view)
        if now == before:
            return
        self._seen = now
        if now.question:
            self._wanted.put(_after_answers(view.setup, now, view.position.index))
        elif before is not None and _speaks_otherwise(now, before):
            self._wanted.put(iter(_lines_of(now.plan, view.position.index)))

    def _look(self, view: SessionView) -> _Seen:
        return _Seen(view.asking, view.given, view.plan, self._speech.words_per_minute)

    def _work(self) -> None:
        while (lines := self._wanted.get()) is not None:
            for line in lines:
                try:
                    self._speech.pcm(self._speech.text(line))
                except BacktalkError as error:  # it is rendered again when it is to be said
                    log.fault(_LOG, "rendering ahead", error)
                if not self._wanted.empty():
                    break


def _after_answers(setup: SessionSetup, seen: _Seen, index: int) -> Iterator[Line]:
    """Give what is said after each answer that may be the last one."""
    if setup.replan is None:
        return
    for given in last_answers(setup, seen.given):
        plan = setup.replan(given)
        yield from _lines_of(plan, place_after(plan, seen.plan, index))


def _lines_of(plan: Plan, index: int) -> tuple[Line, ...]:
    return lines_of(plan, index) if plan.sets else refusal(plan)


def _speaks_otherwise(now: _Seen, before: _Seen) -> bool:
    return (now.plan, now.words_per_minute) != (before.plan, before.words_per_minute)


def _asked(setup: SessionSetup, given: Mapping[str, str]) -> Item | None:
    known = {**setup.known, **given}
    return Interview(setup.questions or (), known, setup.whom_to_call, setup.limits).asked
