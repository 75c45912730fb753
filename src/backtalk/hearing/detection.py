"""A detection: what one detector believes to have heard.

The one type that all detectors speak. What is made of it is a `Decision` of the fusion; what was
made of it, for screens and timelines, is `Understood`; what the session gets is an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backtalk.core.model.events import Command


class Source(StrEnum):
    """The detectors."""

    RECOGNISER = "recogniser"
    SPOTTER = "spotter"
    CRY = "cry"
    SECOND_PASS = "second pass"  # noqa: S105  no password


@dataclass(frozen=True)
class Detection:
    """A command that a detector believes to have heard, or words that are none."""

    source: Source
    command: Command | None
    """None for words that mean nothing now."""
    sure: bool
    """Whether to act at once; a stop that is not sure is only worth a question."""
    text: str
    """The words, or the spotter's class for them; '' for a sound without words."""
    at_s: float
    """When it was known, in seconds of the detector's own stream."""
    final: bool = False
    """Whether the utterance it was in is over."""
    barely: bool = False
    """Of a stop that is sure: whether by so little that the second pass has a word, where there is
    one."""
