"""The plan of the coming days as a calendar, by the rules of the schedule.

It is a forecast: each coming day is planned as if the sessions before it had gone well.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from backtalk.core.model.history import DoneSet, History, PastSession
from backtalk.core.prescription.build_plan import Past
from backtalk.core.prescription.schedule import Due, Wish, due

DAYS_AHEAD = 14
_SPACE = uuid.UUID("0d9a3a2e-9f51-4f3e-8d6e-5b0e4d1d9a77")


@dataclass(frozen=True)
class Coming:
    """One day on which something is due."""

    day: int
    due: Due


def coming(wish: Wish, past: Past, days: int = DAYS_AHEAD) -> tuple[Coming, ...]:
    """Return what is due on each of the next `days` days, today first; days of rest are absent."""
    days_ahead = []
    for day in range(past.day, past.day + days):
        what = due(wish, replace(past, day=day))
        if what.routine is None or what.rule in {"rest-day", "wait-while-sore"}:
            continue
        days_ahead.append(Coming(day, what))
        done = PastSession(day, what.routine, 1, (DoneSet("", "", 1, "", 1, 1, 0.0),))
        history = History((*past.history.sessions, done), past.history.answers)
        past = replace(past, history=history)
    return tuple(days_ahead)


def as_ics(
    days: tuple[Coming, ...], name_of: Callable[[str], str], why: Callable[[Due], str], person: str
) -> bytes:
    """Return the calendar: one event of a whole day for each; the same day keeps its id."""
    calendar = Calendar()
    calendar.add("prodid", "-//Backtalk//plan//EN")
    calendar.add("version", "2.0")
    for each in days:
        routine = each.due.routine or ""
        event = Event()
        event.add("uid", f"{uuid.uuid5(_SPACE, f'{person} {each.day}')}@backtalk")
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", date.fromordinal(each.day))
        event.add("dtend", date.fromordinal(each.day) + timedelta(days=1))
        event.add("summary", name_of(routine))
        event.add("description", why(each.due))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
