"""Making a bout easier or harder, one step at a time.

First the exercise's own ladder; where it has no rung left, shorter or longer holds; where nothing
is held, fewer or more repetitions. Each step says what changed. Going up stays within what the
source names: its rungs, and its dose plus one third at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backtalk.core.model.events import Line, phrase
from backtalk.core.model.exercise import MAX_HOLD_S, MAX_REPETITIONS
from backtalk.core.model.plan import Bout
from backtalk.core.session.pacing import whole_minutes

_MIN_HOLD_S = 3.0
_LESS = 2 / 3
_MORE = 4 / 3
_CEILING = 4 / 3


@dataclass(frozen=True)
class Step:
    """A change for the bouts still to come of an exercise, and the words for it."""

    change: Callable[[Bout], Bout]
    says: tuple[Line, ...]


def easier(bout: Bout) -> Step | None:
    """Return the next easier step for `bout`, or None where there is none left."""
    if bout.rung > 0:
        return _to_rung(bout, bout.rung - 1)
    if bout.hold_s > _MIN_HOLD_S:
        return _to_hold(bout, max(_MIN_HOLD_S, float(round(bout.hold_s * _LESS))))
    fewer = max(1, round(bout.repetitions * _LESS))
    if fewer < bout.repetitions:
        return _to_repetitions(bout, fewer)
    return None


def harder(bout: Bout) -> Step | None:
    """Return the next harder step for `bout`, or None where there is none left."""
    if bout.rung + 1 < len(bout.exercise.rungs):
        return _to_rung(bout, bout.rung + 1)
    dose = bout.exercise.dose
    if bout.hold_s >= _MIN_HOLD_S:
        top_s = max(dose.hold_max_s or 0.0, dose.hold_s * _CEILING)
        hold_s = min(top_s, MAX_HOLD_S, float(round(bout.hold_s * _MORE)))
        return _to_hold(bout, hold_s) if hold_s > bout.hold_s else None
    top = max(dose.repetitions_max or 0, round(max(dose.set_counts) * _CEILING))
    more = min(top, MAX_REPETITIONS, max(bout.repetitions + 1, round(bout.repetitions * _MORE)))
    return _to_repetitions(bout, more) if more > bout.repetitions else None


def _to_rung(bout: Bout, rung: int) -> Step:
    words = bout.exercise.rungs[rung].say
    says: Line = words or phrase("rung_standard")
    return Step(lambda b: replace(b, rung=rung), (says,))


def _to_hold(bout: Bout, hold_s: float) -> Step:
    once, seconds, minutes = bout.repetitions == 1, round(hold_s), whole_minutes(hold_s)
    if minutes is not None:
        says = phrase("length_now_minutes" if once else "hold_now_minutes", minutes=minutes)
    else:
        says = phrase("length_now" if once else "hold_now", seconds=seconds)
    return Step(lambda b: replace(b, hold_s=hold_s), (says,))


def _to_repetitions(bout: Bout, repetitions: int) -> Step:
    """Change `bout` to `repetitions`, and the other sets of a series in proportion."""
    scale = repetitions / bout.repetitions

    def change(other: Bout) -> Bout:
        scaled = max(1, min(MAX_REPETITIONS, round(other.repetitions * scale)))
        return replace(other, repetitions=scaled)

    return Step(change, (phrase("repetitions_now", count=repetitions),))
