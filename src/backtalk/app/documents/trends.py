"""How it goes, week by week: pain, sets, minutes, and the streak. Figures only."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.model.history import History, PastSession

WEEK_DAYS = 7
STREAK_GAP_DAYS = 4
"""A streak goes on while no more than this lies between two sessions: days of rest are part of
it."""


@dataclass(frozen=True)
class Week:
    """Seven days."""

    first_day: int
    """Its Monday, as `date.toordinal` counts."""
    sessions: int
    sets: int
    minutes: float
    worst_pain: int | None
    """The highest score; None where nothing was reported."""


def weeks(history: History) -> tuple[Week, ...]:
    """Return all weeks from the first session to the last, those without a session, too."""
    if not history.sessions:
        return ()
    first, last = (_monday(history.sessions[n].day) for n in (0, -1))
    return tuple(_week(day, history) for day in range(first, last + 1, WEEK_DAYS))


def streak(history: History, day: int) -> int:
    """Return how many sessions in a row were kept up to `day`; a stop for pain is kept, too."""
    count, after = 0, day
    for session in reversed(history.trained):
        if after - session.day > STREAK_GAP_DAYS:
            break
        count, after = count + 1, session.day
    return count


def worst_pain(session: PastSession) -> int | None:
    """Return the highest score of `session`."""
    return max((p.score for p in session.pains if p.score is not None), default=None)


def _monday(day: int) -> int:
    return day - (day - 1) % WEEK_DAYS  # day 1 of the count was a Monday


def _week(first_day: int, history: History) -> Week:
    those = [s for s in history.sessions if first_day <= s.day < first_day + WEEK_DAYS]
    scores = [score for s in those if (score := worst_pain(s)) is not None]
    return Week(
        first_day,
        len([session for session in those if session.kept]),
        sum(len(session.sets) for session in those),
        sum(session.minutes for session in those),
        max(scores, default=None),
    )
