"""A clip: sound to play and what it is; and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.ports import Pcm


@dataclass(frozen=True)
class Clip:
    """Sound to play, and what it is."""

    pcm: Pcm
    text: str
    """What is said in it; '' for a tone."""
    utterance: int | None = None
    """Reported by `finished` when the clip is over or was dropped; None: not reported."""
    safety: bool = False
    """Whether it may sound while the player is latched."""
    not_before: int = 0
    """Frame of the player's count at which it may start."""
    not_after: int | None = None
    """Frame after which it is no longer worth starting."""


@dataclass(frozen=True)
class Played:
    """A clip that started, was finished, or was dropped."""

    kind: str
    """'started', 'finished' or 'dropped'."""
    clip: Clip
    at_frame: int
