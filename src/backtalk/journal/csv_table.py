"""The journal as one table for a spreadsheet: one line for each thing that happened."""

from __future__ import annotations

import csv
import io
import sqlite3

from backtalk.journal.exporting import rows

COLUMNS = (
    "person",
    "session",
    "routine",
    "at",
    "what",
    "exercise",
    "variation",
    "number",
    "side",
    "planned",
    "done",
    "hold_s",
    "kind",
    "score",
    "place",
    "action",
    "reason",
    "question",
    "answer",
    "consent",
    "ended",
    "ending",
    "rehearsal",
    "facts",
)
_WHAT = {
    "sessions": "session",
    "sets": "set",
    "pain_reports": "pain",
    "notes": "note",
    "faults": "fault",
    "answers": "answer",
}


def as_csv(connection: sqlite3.Connection, person: str | None) -> str:
    """Return all of `person` (a key; None: all people), in the order of the tables."""
    everything = list(rows(connection, person))
    sessions = {row["id"]: row for table, row in everything if table == "sessions"}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for table, row in everything:
        if table == "people":
            continue
        session = sessions.get(row.get("session", row["id"]), {})
        about = {"person": session.get("person"), "routine": session.get("routine")}
        at = row.get("at", row.get("started"))
        known = {"session": session.get("id"), "what": _WHAT[table], "at": at}
        line = about | {name: value for name, value in row.items() if value is not None} | known
        writer.writerow({name: _harmless(value) for name, value in line.items()})
    return text.getvalue()


def _harmless(value: object) -> object:
    """Return `value` so that a spreadsheet does not take words for a formula."""
    return (
        f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
    )
