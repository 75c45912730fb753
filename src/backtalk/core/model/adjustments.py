"""What fitting changed and why: one adjustment for each reason, carried by the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from backtalk.core.model.events import Line


class Change(Enum):
    """What became of an exercise or of a whole routine."""

    DECLINED = "declined"
    """The whole routine is not offered."""
    LEFT_OUT = "left out"
    REPLACED = "replaced"
    EASED = "eased"
    """The exercise begins on an easier variation."""
    CLOSED = "closed"
    """A harder variation of the exercise is not open, and none after it."""
    LIGHTER = "lighter"
    LONGER = "longer"
    PROGRESS = "progress"
    """The amount and the variation follow from what came of it last time."""
    CAUTION = "caution"
    """A reminder that changes nothing by itself."""
    AGREED = "agreed"
    """A rule that the doctor's consent has lifted."""
    PROGRAMME = "programme"
    """The routine belongs to a programme with others."""
    MOVED = "moved"
    """The order was changed."""


@dataclass(frozen=True)
class Adjustment:
    """One reason."""

    change: Change
    rule: str
    """The id of the rule."""
    says: Line
    """The reason in words for the ear."""
    source: str
    """Where it comes from."""
    exercise: str = ""
    """The id of the exercise it is about; '' for the whole routine."""
    name: str = ""
    """The name of that exercise."""
    instead: str = ""
    """The id of the exercise that takes its place."""


def of(adjustments: Iterable[Adjustment], *changes: Change) -> tuple[Adjustment, ...]:
    """Return those of `adjustments` that are one of `changes`."""
    return tuple(adjustment for adjustment in adjustments if adjustment.change in changes)


def about(adjustments: Iterable[Adjustment], exercise_id: str) -> tuple[Adjustment, ...]:
    """Return those that are about the exercise, or that put it in another's place."""
    return tuple(each for each in adjustments if exercise_id in {each.exercise, each.instead})
