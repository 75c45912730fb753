"""How one exercise went on one day: what `progress` looks at, gathered from the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backtalk.core.model.history import SETTLED, SORE, DoneSet, History, PainReport, PastSession
from backtalk.core.model.pain import PainLimits

SORE_WITHIN_DAYS = 3
"""'A day or two later'; sore muscles after that come from something else."""
SETTLED_WITHIN_DAYS = 2
"""An answer about 'the next morning' later than this is about something else."""


@dataclass(frozen=True)
class Day:
    """One exercise on one day."""

    day: int
    exercise: str
    sets: tuple[DoneSet, ...] = ()
    pains: tuple[PainReport, ...] = ()
    eased: bool = False
    """Whether the person asked to have it easier."""
    left_out: bool = False
    settled: bool = True
    """False: the person said that the pain was still there the next morning."""
    sore: bool = False
    """Whether the person said a day or two later that the muscles were clearly sore."""

    @property
    def score(self) -> int | None:
        """The highest score of pain; None where there was no pain, or no number was given."""
        return max((p.score for p in self.pains if p.score is not None), default=None)

    @property
    def complete(self) -> bool:
        """Whether all of it was done as planned."""
        done = all(each.done >= each.planned for each in self.sets)
        return bool(self.sets) and done and not self.left_out

    def sharp(self, limits: PainLimits) -> bool:
        """Whether something sharp happened."""
        return any(pain.sharp(limits) for pain in self.pains)


def days_of(history: History, exercise: str) -> tuple[Day, ...]:
    """Return each day on which `exercise` was done, hurt or was left out, oldest first."""
    by_day: dict[int, list[PastSession]] = {}
    for session in history.by_exercise.get(exercise, ()):
        by_day.setdefault(session.day, []).append(session)
    found = (_day(day, exercise, sessions, history) for day, sessions in by_day.items())
    return tuple(d for d in found if d.sets or d.pains or d.eased or d.left_out)


def sharp_days(history: History, limits: PainLimits) -> dict[str, int]:
    """Return the last day on which each exercise hurt sharply, by its id."""
    return {p.exercise: p.day for p in history.pains if p.kind == "pain" and p.sharp(limits)}


def days_longer(exercise: str, history: History) -> int:
    """Return how many days' worth of lengthening `exercise` has come to: the wall stand.

    One for each day on which it was done without a complaint, two fewer for each with one.
    Source: 'progress: wall stand'.
    """
    total = 0
    for day in days_of(history, exercise):
        good = day.complete and not day.pains and not day.eased
        total = total + 1 if good else max(0, total - 2)
    return total


def _day(day: int, exercise: str, sessions: Iterable[PastSession], history: History) -> Day:
    sessions = list(sessions)
    pains = tuple(
        pain
        for session in sessions
        for pain in session.pains
        if pain.exercise == exercise and pain.kind == "pain"
    )
    return Day(
        day,
        exercise,
        tuple(each for s in sessions for each in s.sets if each.exercise == exercise),
        pains,
        any(exercise in session.eased for session in sessions),
        any(exercise in session.left_out for session in sessions),
        not (pains and history.said_after(day, SETTLED_WITHIN_DAYS, SETTLED, "no")),
        history.said_after(day, SORE_WITHIN_DAYS, SORE, "yes"),
    )
