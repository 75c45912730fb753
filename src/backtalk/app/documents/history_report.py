"""`history`: tables for people, and the same as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from backtalk.app.documents.trends import streak, weeks, worst_pain
from backtalk.core.model.history import History, PainReport, PastSession

SHOWN_SESSIONS = 20
_ENDINGS = {
    "complete": "complete",
    "partial": "ended early",
    "pain": "stopped for pain",
    "unwell": "stopped, unwell",
    "": "interrupted",
}


def report(history: History, day: int, name: str) -> dict[str, Any]:
    """Return the history ready for `json.dumps`."""
    return {
        "person": name,
        "streak": streak(history, day),
        "sessions": [_session(session) for session in history.sessions],
        "weeks": [
            {
                "from": date.fromordinal(week.first_day).isoformat(),
                "sessions": week.sessions,
                "sets": week.sets,
                "minutes": round(week.minutes, 1),
                "worst_pain": week.worst_pain,
            }
            for week in weeks(history)
        ],
        "answers": [
            {
                "date": date.fromordinal(answer.day).isoformat(),
                "question": answer.question,
                "answer": answer.answer,
                "doctor_agreed": answer.consent,
            }
            for answer in history.answers
        ],
    }


def show(history: History, day: int, name: str, console: Console) -> None:
    """Print the last sessions, what hurt, and the streak."""
    if not history.sessions:
        console.print(f"{name} has not trained yet.", markup=False)
        return
    console.print(_sessions(history.sessions[-SHOWN_SESSIONS:], name))
    if history.pains:
        console.print(_pains(history.pains[-SHOWN_SESSIONS:]))
    kept = streak(history, day)
    console.print(f"{kept} {'session' if kept == 1 else 'sessions'} in a row.")


def _sessions(sessions: tuple[PastSession, ...], name: str) -> Table:
    table = Table("Date", "Routine", "Sets", "Minutes", "Worst pain", "How it ended")
    table.title = name
    for session in sessions:
        worst = worst_pain(session)
        ending = _ENDINGS.get(session.ending, session.ending)
        table.add_row(
            date.fromordinal(session.day).isoformat(),
            session.routine,
            f"{len(session.sets)} of {session.planned}",
            f"{session.minutes:.0f}",
            "" if worst is None else str(worst),
            f"{ending} (rehearsal)" if session.rehearsal else ending,
        )
    return table


def _pains(pains: tuple[PainReport, ...]) -> Table:
    table = Table("Date", "Exercise", "Pain", "Where", "What was done", title="What hurt")
    for pain in pains:
        score = pain.kind if pain.score is None else str(pain.score)
        day = date.fromordinal(pain.day).isoformat() if pain.day else ""
        table.add_row(day, pain.exercise, score, pain.place, pain.action)
    return table


def _session(session: PastSession) -> dict[str, Any]:
    return {
        "date": date.fromordinal(session.day).isoformat(),
        "routine": session.routine,
        "planned": session.planned,
        "done": len(session.sets),
        "minutes": round(session.minutes, 1),
        "ending": session.ending or "broke off",
        "kept": session.kept,
        "rehearsal": session.rehearsal,
        "sets": [
            {
                "exercise": each.exercise,
                "rung": each.variation,
                "set": each.number,
                "side": each.side,
                "planned": each.planned,
                "done": each.done,
                "hold_s": each.hold_s,
            }
            for each in session.sets
        ],
        "pain": [
            {
                "exercise": pain.exercise,
                "kind": pain.kind,
                "score": pain.score,
                "place": pain.place,
                "action": pain.action,
            }
            for pain in session.pains
        ],
    }
