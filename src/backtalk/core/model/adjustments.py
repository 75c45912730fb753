"""What fitting changed and why: one remark for each reason, carried by the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Change(Enum):
    """What became of an exercise or of a whole routine."""

    DECLINED = "declined"
    """The whole routine is not offered."""
    LEFT_OUT = "left out"
    REPLACED = "replaced"
    EASED = "eased"
    """The exercise begins on an easier rung."""
    CLOSED = "closed"
    """A harder rung of the exercise is not open, and none after it."""
    LIGHTER = "lighter"
    LONGER = "longer"
    PROGRESS = "progress"
    """The amount and the rung follow from what came of it last time."""
    CAUTION = "caution"
    """A reminder that changes nothing by itself."""
    AGREED = "agreed"
    """A rule that the doctor's consent has lifted."""
    PROGRAMME = "programme"
    """The routine belongs to a programme with others."""
    MOVED = "moved"
    """The order was changed."""


@dataclass(frozen=True)
class Remark:
    """One reason."""

    change: Change
    rule: str
    """The id of the rule."""
    says: str
    """The reason in words for the ear."""
    source: str
    """Where it comes from."""
    exercise: str = ""
    """The id of the exercise it is about; '' for the whole routine."""
    name: str = ""
    """The name of that exercise."""
    instead: str = ""
    """The id of the exercise that takes its place."""


def of(remarks: Iterable[Remark], *changes: Change) -> tuple[Remark, ...]:
    """Return those of `remarks` that are one of `changes`."""
    return tuple(remark for remark in remarks if remark.change in changes)


def about(remarks: Iterable[Remark], exercise_id: str) -> tuple[Remark, ...]:
    """Return those of `remarks` that are about the exercise, or that put it in another's place."""
    return tuple(r for r in remarks if exercise_id in {r.exercise, r.instead})
