"""People by name: several in one home share a journal, and each has a part of it."""

from __future__ import annotations

import sqlite3
import unicodedata

from backtalk.errors import BacktalkError

MAX_NAME_CHARACTERS = 40
NAMELESS = "me"
"""Who trains where nobody gave a name."""


def key_of(name: str) -> str:
    """Return `name` without regard to capitals and spaces: what tells people apart.

    Raises:
        BacktalkError: it is no name: empty, too long, or with signs that names do not have.
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    named = plain and len(plain) <= MAX_NAME_CHARACTERS and plain[0].isalnum()
    if not named or not all(sign.isalnum() or sign in " -'" for sign in plain):
        raise BacktalkError(
            f"'{name[:MAX_NAME_CHARACTERS]}' cannot be a person's name.",
            f"Use letters, digits and spaces, at most {MAX_NAME_CHARACTERS}.",
        )
    return plain


def enter(connection: sqlite3.Connection, name: str) -> str:
    """Make `name` known to the journal, if it is not, and return its key."""
    key = key_of(name)
    connection.execute(
        "INSERT OR IGNORE INTO people (person, name) VALUES (?, ?)", (key, " ".join(name.split()))
    )
    return key


def names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of all whom the journal knows, in the order in which they came."""
    rows = connection.execute("SELECT name FROM people ORDER BY rowid")
    return tuple(row[0] for row in rows)
