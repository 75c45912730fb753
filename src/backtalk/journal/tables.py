"""The tables of the journal as data: what an export holds and an import accepts."""

from __future__ import annotations

TABLES = {
    "people": ("person", "name"),
    "sessions": (
        "id",
        "person",
        "routine",
        "planned",
        "started",
        "ended",
        "ending",
        "rehearsal",
    ),
    "sets": (
        "id",
        "session",
        "at",
        "exercise",
        "variation",
        "number",
        "side",
        "planned",
        "done",
        "hold_s",
    ),
    "pain_reports": (
        "id",
        "session",
        "at",
        "exercise",
        "kind",
        "score",
        "place",
        "action",
    ),
    "notes": ("id", "session", "at", "kind", "exercise", "facts"),
    "faults": ("id", "session", "at", "kind", "reason"),
    "answers": ("id", "person", "at", "question", "answer", "consent"),
}
"""Table to its columns; the first column tells rows apart. A table comes after those it names."""

OF_SESSIONS = ("sets", "pain_reports", "notes", "faults")
"""Tables whose rows belong to a session."""


def rows_of(table: str, *, one_person: bool) -> str:
    """Return the SQL that reads `table` in order; with one gap where it is of one person."""
    columns = ", ".join(TABLES[table])
    mine = "session IN (SELECT id FROM sessions WHERE person = ?)"
    chosen = mine if table in OF_SESSIONS else "person = ?"
    where = f" WHERE {chosen}" if one_person else ""
    return f"SELECT {columns} FROM {table}{where} ORDER BY rowid"  # noqa: S608  our own words
