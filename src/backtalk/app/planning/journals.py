"""Opening the journal: to write in, to read from; as a database, or as lines where so named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from backtalk.core.dialogue.resume_offer import may_go_on, place_in
from backtalk.core.model.history import History, InterruptedSession
from backtalk.core.model.person import UNNAMED, Person
from backtalk.core.model.plan import Plan
from backtalk.errors import BacktalkError
from backtalk.journal import reading
from backtalk.journal.database import open_database, open_in_memory, translate_errors
from backtalk.journal.deferred_journal import DeferredJournal
from backtalk.journal.importing import read_lines_of
from backtalk.journal.journal import Journal, NoJournal
from backtalk.journal.json_lines import JsonLinesJournal
from backtalk.journal.sqlite_journal import SqliteJournal

LINES_SUFFIX = ".jsonl"
"""A journal with this ending is a plain file of lines: to look at, or to import."""


@contextmanager
def opened(
    file: Path | None, person: Person, *, rehearsal: bool = False, deferred: bool = False
) -> Iterator[Journal]:
    """Give the journal `file` to write in, for `person`; None: one that keeps nothing.

    `deferred` gives a database that waits until it is known who it is.

    Raises:
        BacktalkError: it cannot be used, or another coach holds it.
    """
    if file is None:
        yield NoJournal()
        return
    journal: JsonLinesJournal | SqliteJournal | DeferredJournal
    if file.suffix == LINES_SUFFIX:
        journal = JsonLinesJournal(file)
    elif deferred:
        journal = DeferredJournal(file, rehearsal=rehearsal)
    else:
        journal = SqliteJournal(file, person, rehearsal=rehearsal)
    with closing(journal):
        yield journal


def resumed_at(
    journal: SqliteJournal, plan: Plan, interrupted: InterruptedSession, day: int
) -> int:
    """Resume `interrupted`, where it may be on `day`; return the set to begin with."""
    if not may_go_on(interrupted, plan, day):
        return 0
    journal.resume(interrupted)
    return place_in(plan, interrupted)


def existing(file: Path) -> None:
    """Refuse a journal that is not there.

    Raises:
        BacktalkError: there is none.
    """
    if not file.exists():
        raise BacktalkError(
            f"There is no journal {file} yet.",
            "Train once with 'backtalk start', or name a file with --journal.",
        )


@contextmanager
def looked_into(file: Path) -> Iterator[sqlite3.Connection]:
    """Give the journal `file` to read from; a session may go on writing it meanwhile.

    Raises:
        BacktalkError: there is none, or it cannot be read.
    """
    existing(file)
    if file.suffix == LINES_SUFFIX:
        connection = open_in_memory()
        read_lines_of(file, connection, UNNAMED)
    else:
        connection = open_database(file)
    with closing(connection), translate_errors(file):
        yield connection


def history_of(file: Path, person: Person, *, rehearsals: bool = False) -> History:
    """Return the history of `person` in the journal `file`; an empty one where there is none.

    Raises:
        BacktalkError: the journal cannot be read.
    """
    if not file.exists():
        return History()
    with looked_into(file) as connection:
        return reading.history(connection, person.key, rehearsals=rehearsals)
