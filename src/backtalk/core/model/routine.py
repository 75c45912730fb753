"""Routines and programmes as data: which exercises in which order, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("gentle", "basic", "hard")
"""How demanding a routine is."""


@dataclass(frozen=True)
class Routine:
    """A named order of exercises."""

    id: str
    name: str
    level: str
    """One of `LEVELS`."""
    about: str
    """One spoken sentence: for whom and when."""
    exercises: tuple[str, ...]
    """Exercise ids in order."""
    advice: tuple[str, ...] = ()
    """Spoken advice that is no exercise, said at the end."""
    free_order: bool = False
    """Whether the exercises may be put in another order, so that one seldom gets up and down."""


@dataclass(frozen=True)
class Programme:
    """A graded programme: routines to take in turn."""

    id: str
    routines: tuple[str, ...]
