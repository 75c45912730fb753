"""How far a dose goes down and up: figures that 'easier', 'harder', care and progress share.

Each is written once, so that what a person asks for in a session and what the rules give them the
next time never drift apart.
"""

from __future__ import annotations

FIRST_REPETITIONS = 10
"""'Start with 10 repetitions.'"""
MORE_REPETITIONS = 2
"""How many repetitions are added at a time; ours."""
REDUCED_SHARE = 2 / 3
"""What is left of a dose that is reduced; ours, the source says only 'lighter'."""
CEILING_SHARE = 4 / 3
"""Where the source gives no upper end, a dose grows by a third at most; ours."""
SHORTEST_HOLD_S = 3.0
"""A hold is not made shorter than this; shorter ones are part of the tempo and stay."""


def fewer(repetitions: int) -> int:
    """Return the repetitions of a reduced set: two thirds, and at least one."""
    return max(1, round(repetitions * REDUCED_SHARE))


def shorter(hold_s: float) -> float:
    """Return the length of a reduced hold: two thirds, and never below `SHORTEST_HOLD_S`."""
    if hold_s <= SHORTEST_HOLD_S:
        return hold_s
    return max(SHORTEST_HOLD_S, float(round(hold_s * REDUCED_SHARE)))
