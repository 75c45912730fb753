"""People by name: several in one home share a journal, and each has a part of it."""

from __future__ import annotations

import sqlite3
import unicodedata

from backtalk.core.model.person import Person
from backtalk.errors import BacktalkError

MAX_NAME_CHARACTERS = 40


def called(name: str) -> Person:
    """Return the person called `name`; capitals and spaces make no difference.

    Raises:
        BacktalkError: it is not a name: empty, too long, or with characters names do not have.
    """
    written = " ".join(name.split())
    key = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    named = key and len(key) <= MAX_NAME_CHARACTERS and key[0].isalnum()
    if not named or not all(sign.isalnum() or sign in " -'" for sign in key):
        raise BacktalkError(
            f"'{name[:MAX_NAME_CHARACTERS]}' cannot be a person's name.",
            f"Use letters, digits and spaces, at most {MAX_NAME_CHARACTERS}.",
        )
    return Person(key, written)


def enter(connection: sqlite3.Connection, person: Person) -> str:
    """Make `person` known to the journal, if they are not, and return their key."""
    connection.execute(
        "INSERT OR IGNORE INTO people (person, name) VALUES (?, ?)", (person.key, person.name)
    )
    return person.key


def known(connection: sqlite3.Connection) -> tuple[Person, ...]:
    """Return all people the journal knows, in the order in which they came."""
    rows = connection.execute("SELECT person, name FROM people ORDER BY rowid")
    return tuple(Person(key, name) for key, name in rows)
