"""What is due today, as JSON and as a page of text."""

from __future__ import annotations

from datetime import date
from typing import Any

from backtalk.app.documents import plan_report
from backtalk.app.planning.due_today import Today
from backtalk.language.phrasebook import Phrasebook


def report(today: Today, words: Phrasebook, day: int) -> dict[str, Any]:
    """Return what is due, ready for `json.dumps`."""
    return {
        "date": date.fromordinal(day).isoformat(),
        "due": today.due.routine,
        "as_wished": today.due.as_wished,
        "wished": list(today.wish.routines),
        "rule": today.due.rule,
        "source": today.due.source,
        "says": list(words.texts(today.due.says)),
        "plan": plan_report.report(today.planned, words) if today.planned else None,
    }


def text(today: Today, words: Phrasebook) -> str:
    """Return what is due as a page for people."""
    says = " ".join(words.texts(today.due.says))
    if today.planned is None:
        return f"Today: nothing.\n{says}"
    return f"Today: {today.due.routine}.\n{says}\n\n{plan_report.text(today.planned, words)}"
