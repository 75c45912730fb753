"""The two ends of a session: what is written down of it, and the closing words."""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.model.effects import Effect
from backtalk.core.model.events import Line, phrase
from backtalk.core.model.records import (
    HearingChecked,
    SessionBegun,
    SessionClosed,
    SessionResumed,
)
from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.pacing import framing

Recorded = tuple[Memory, tuple[Effect, ...]]


def records_of_beginning(memory: Memory) -> Recorded:
    """Write down what is gone on with, what is trained and how the hearing check ended.

    Where questions come first, all of it waits for the answers: these may change what is trained.
    """
    offer = memory.offer
    if offer is None or not offer.accepted:
        return _begun(memory)
    memory = replace(memory, position=memory.position.begun_at(offer.place))
    memory, records = _begun(memory)
    return memory, (SessionResumed(offer.session), *records)


def records_of_end(memory: Memory) -> Recorded:
    """Write down that it is over. A session with nothing in it is none."""
    if not memory.records:
        return memory, ()
    memory, records = _begun(memory)
    return memory, (*records, SessionClosed(len(memory.position.finished)))


def closing_words(memory: Memory, *, latched: bool) -> tuple[Line, ...]:
    """Return the goodbye: why it ends, what was done, and how to get up."""
    closing: tuple[Line, ...] = (phrase("that_is_all"),)
    if memory.position.at_end and not latched:
        closing = (phrase("well_done"), *framing.closing(memory.position.plan))
    up = () if memory.questions_open else (phrase("get_up"),)
    return (*(memory.ending or ()), *closing, *up)


def _begun(memory: Memory) -> Recorded:
    """Write down, once, what is trained."""
    if memory.begun:
        return memory, ()
    plan = memory.position.plan
    records: list[Effect] = [SessionBegun(plan.routine.id, len(plan.sets))]
    if memory.checked is not None:
        records.append(HearingChecked(memory.checked))
    return replace(memory, begun=True), (*records, *framing.consents(plan))
