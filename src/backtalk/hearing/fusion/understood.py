"""What the listener made of a detection, told to screens, timelines and `hear`."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.model.events import Command
from backtalk.hearing.detection import Source


@dataclass(frozen=True)
class Understood:
    """What came of one detection."""

    at_s: float
    """When, in seconds of sound since the listener began."""
    text: str
    command: Command | None
    """None for words that led to nothing."""
    stop: bool
    """Whether it has stopped the coach."""
    final: bool
    """Whether its utterance was over."""
    source: Source = Source.RECOGNISER
    near_miss: bool = False
    """Whether it only led to the question whether it hurt."""
