"""Opening the journal: to write in, to read from; as a database, or as lines where so named."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console

from backtalk.core.history import History
from backtalk.core.plan import Plan
from backtalk.core.resuming import may_go_on, place_in
from backtalk.errors import BacktalkError
from backtalk.journal import people, reading
from backtalk.journal.database import complaining, open_database, open_in_memory
from backtalk.journal.importing import read_lines_of
from backtalk.journal.lines import Journal, LinesJournal, NoJournal
from backtalk.journal.sqlite_journal import SqliteJournal

LINES_SUFFIX = ".jsonl"
"""A journal with this ending is a plain file of lines: to look at, or to import."""


@contextmanager
def opened(file: Path | None, person: str, *, rehearsal: bool = False) -> Iterator[Journal]:
    """Give the journal `file` to write in, for `person`; None: one that keeps nothing.

    Raises:
        BacktalkError: it cannot be used, or another coach holds it.
    """
    if file is None:
        yield NoJournal()
        return
    journal: LinesJournal | SqliteJournal
    if file.suffix == LINES_SUFFIX:
        journal = LinesJournal(file)
    else:
        journal = SqliteJournal(file, person, rehearsal=rehearsal)
    with closing(journal):
        yield journal


def taken_up(journal: Journal, plan: Plan, asked: argparse.Namespace, console: Console) -> int:
    """Return the bout to begin with: where the last session broke off, if that was asked for.

    Where it was not, say that it could be.
    """
    if not isinstance(journal, SqliteJournal):
        return 0
    unfinished = journal.unfinished()
    if unfinished is None or not may_go_on(unfinished, plan, date.today().toordinal()):
        return 0
    place = place_in(plan, unfinished)
    if asked.go_on:
        journal.go_on(unfinished)
        return place
    console.print(
        f"Your last session broke off after {place} of {len(plan.bouts)} sets;"
        f" 'backtalk start {plan.routine.id} --go-on' takes it up there."
    )
    return 0


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
        read_lines_of(file, connection, people.NAMELESS)
    else:
        connection = open_database(file)
    with closing(connection), complaining(file):
        yield connection


def history_of(file: Path, person: str, *, rehearsals: bool = False) -> History:
    """Return the history of `person` in the journal `file`; an empty one where there is none.

    Raises:
        BacktalkError: the journal cannot be read.
    """
    key = people.key_of(person)
    if not file.exists():
        return History()
    with looked_into(file) as connection:
        return reading.history(connection, key, rehearsals=rehearsals)
