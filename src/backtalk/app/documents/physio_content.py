"""What is on the page for the physiotherapist: how often, what hurt, how far each exercise is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from backtalk.app.documents import trend_picture
from backtalk.app.documents.drawing import Drawing
from backtalk.app.documents.trends import streak, weeks
from backtalk.core.model.history import History

NO_DIAGNOSIS = "What the person told a voice coach. It is neither a finding nor a diagnosis."
"""What stands on every report."""
SHOWN_WEEKS, SHOWN_PAINS, SHOWN_EXERCISES = 4, 8, 12


@dataclass(frozen=True)
class Table:
    """A table of the report."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PhysioContent:
    """All that is on the page."""

    title: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    picture: Drawing


def content(history: History, day: int, name: str) -> PhysioContent:
    """Return what is on the page about the person `name` on `day`."""
    lately = weeks(history)[-SHOWN_WEEKS:]
    sessions = sum(week.sessions for week in lately)
    minutes = sum(week.minutes for week in lately)
    amount = f"{sessions} sessions, {minutes:.0f} minutes; {streak(history, day)} in a row"
    lead = [NO_DIAGNOSIS, f"In the last {len(lately)} weeks of training: {amount}."]
    agreed = dict.fromkeys(answer.question for answer in history.answers if answer.consent)
    if agreed:
        rules = ", ".join(question.removeprefix("doctor-agreed:") for question in agreed)
        lead.append(f"The doctor agreed, as the person says, to: {rules}.")
    title = f"Back training of {name}, {_iso(day)}"
    return PhysioContent(
        title,
        tuple(lead),
        (_pains(history), _exercises(history)),
        trend_picture.draw(history, day, name),
    )


def _pains(history: History) -> Table:
    shown = [pain for pain in history.pains if pain.day][-SHOWN_PAINS:]
    rows = tuple(
        (
            _iso(pain.day),
            pain.exercise,
            pain.kind if pain.score is None else f"{pain.score} of 10",
            pain.place,
            pain.action,
        )
        for pain in reversed(shown)
    )
    return Table("What hurt, newest first", ("Date", "Exercise", "Pain", "Where", "Then"), rows)


def _exercises(history: History) -> Table:
    times = Counter(each.exercise for s in history.sessions for each in s.sets)
    last = {each.exercise: each for s in history.sessions for each in s.sets}
    hurt = Counter(pain.exercise for pain in history.pains)
    rows = []
    for exercise, count in times.most_common(SHOWN_EXERCISES):
        done = last[exercise]
        held = f", hold {done.hold_s:g} s" if done.hold_s else ""
        amount = f"{done.done} times{held}"
        reports = str(hurt[exercise] or "")
        rows.append((exercise, str(count), done.variation, amount, reports))
    head = ("Exercise", "Sets", "Step", "Last time", "Pain reports")
    return Table("Exercises", head, tuple(rows))


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
