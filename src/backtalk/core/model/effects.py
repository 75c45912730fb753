"""What a session wants done, in the order in which it is to be carried out: frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.model.events import Command, Line, Signal
from backtalk.core.model.records import CheckResult, Record


@dataclass(frozen=True)
class Speak:
    """Say `lines` one after another; answer with `SpeechFinished(utterance)`."""

    utterance: int
    lines: tuple[Line, ...]
    safety: bool = False
    """Allowed to sound while the loudspeaker is latched."""
    within_s: float | None = None
    """Not worth saying when it cannot start within this time; None: always worth it."""


@dataclass(frozen=True)
class Chime:
    """Play a short tone."""

    signal: Signal
    safety: bool = False


@dataclass(frozen=True)
class Hush:
    """Drop what is being said and what waits to be said; does not latch."""


@dataclass(frozen=True)
class Latch:
    """Silence and latch the loudspeaker, where no reflex has done it."""


@dataclass(frozen=True)
class Release:
    """Let exercise cues sound again; only ever the answer to the person's own word."""


@dataclass(frozen=True)
class Listen:
    """Listen for the words of `commands`, besides the stop class, which is always listened for."""

    commands: frozenset[Command]


@dataclass(frozen=True)
class MeasureRoom:
    """Answer at once with `RoomMeasured`; keep what was just said as an example of `keep`."""

    keep: str = ""
    """The phrase of the stop class that the person was asked to say; '' keeps nothing."""


@dataclass(frozen=True)
class CheckEnded:
    """The hearing check is over; remember how, and learn from the examples that were kept."""

    result: CheckResult


@dataclass(frozen=True)
class AdjustVolume:
    """Turn the coach's voice up (+1) or down (-1) by one step."""

    step: int


@dataclass(frozen=True)
class AdjustRate:
    """Speak faster (+1) or slower (-1) by one step."""

    step: int


@dataclass(frozen=True)
class Entered:
    """The session is now in this state; for screens and timelines."""

    state: str
    detail: str = ""


Effect = (
    Speak
    | Chime
    | Hush
    | Latch
    | Release
    | Listen
    | MeasureRoom
    | CheckEnded
    | Record
    | AdjustVolume
    | AdjustRate
    | Entered
)
