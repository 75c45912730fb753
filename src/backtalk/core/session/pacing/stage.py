"""A stretch of a session in time: opening speech, then cues on a clock, then over."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.model.events import Line, Signal
from backtalk.core.session.machine.states import State


@dataclass(frozen=True)
class Cue:
    """One thing that happens at a fixed time within a stage."""

    at_s: float
    """Seconds from the start of the stage's clock."""
    lines: tuple[Line, ...] = ()
    signal: Signal | None = None
    state: State | None = None
    """The state that is come to at this cue, if it changes."""
    repetitions_done: int | None = None
    """How many repetitions are complete from here on, if that changes."""
    within_s: float | None = None
    """Passed on to `Speak`: how late the lines may start."""


@dataclass(frozen=True)
class Stage:
    """A stretch of the session: opening speech, then cues on a clock, then over."""

    opening: tuple[Line, ...]
    cues: tuple[Cue, ...]
    length_s: float
    """On the clock that starts when the opening has been said."""
