"""Left and right: the side of a set, and how an exercise divides between its sides."""

from __future__ import annotations

from enum import Enum


class Side(Enum):
    """One side or direction of a set."""

    RIGHT = "right"
    LEFT = "left"
    CLOCKWISE = "clockwise"
    COUNTERCLOCKWISE = "counterclockwise"


class Sides(Enum):
    """How an exercise divides between left and right."""

    NONE = "none"
    """Both sides at once; nothing to switch."""
    EACH = "each"
    """A full count on one side, then a full count on the other."""
    ALTERNATING = "alternating"
    """Right and left in turn within one count; `repetitions` counts every movement."""
    DIRECTIONS = "directions"
    """A full count clockwise, then a full count the other way round."""

    @property
    def named(self) -> tuple[Side, ...]:
        """The sides that have a sentence of their own, in the order in which they are done."""
        match self:
            case Sides.EACH | Sides.ALTERNATING:
                return (Side.RIGHT, Side.LEFT)
            case Sides.DIRECTIONS:
                return (Side.CLOCKWISE, Side.COUNTERCLOCKWISE)
            case Sides.NONE:
                return ()

    @property
    def of_sets(self) -> tuple[Side | None, ...]:
        """The side of one set after another; None where a single set is for both."""
        return self.named if self in {Sides.EACH, Sides.DIRECTIONS} else (None,)
