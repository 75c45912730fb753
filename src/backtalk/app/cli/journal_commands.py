"""What the commands about the journal do: today, history, export, import, forget."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from backtalk.app.documents import exports, history_report, trend_picture
from backtalk.app.planning import today as todays
from backtalk.app.planning.journals import LINES_SUFFIX, existing
from backtalk.errors import BacktalkError
from backtalk.journal.database import translate_errors
from backtalk.journal.forgetting import Period, forget
from backtalk.journal.importing import read_lines_of
from backtalk.journal.people import key_of
from backtalk.journal.sqlite_journal import hold
from backtalk.language import phrasebook

if TYPE_CHECKING:
    from backtalk.app.context import Context

_DONE, _NOT_DONE = 0, 2


def today(asked: argparse.Namespace, context: Context) -> int:
    """Say what is due today, and why."""
    settings, paths = context.settings, context.paths
    past = todays.past_of(asked, settings, paths)
    found = todays.today(asked.routine or settings.routine, asked, settings, paths, past)
    words = phrasebook.load(settings.language)
    if asked.json:
        context.tell(json.dumps(todays.report(found, words, past.day), indent=2))
    else:
        context.tell(todays.text(found, words))
    return _DONE


def history(asked: argparse.Namespace, context: Context) -> int:
    """Show what was done and what hurt, as tables or as a picture."""
    existing(asked.journal or context.paths.journal)
    past = todays.past_of(asked, context.settings, context.paths)
    name = todays.person_of(asked, context.settings)
    if asked.picture is not None:
        trend_picture.write(trend_picture.draw(past.history, past.day, name), asked.picture)
        context.tell(f"Written: {asked.picture}")
    if asked.json:
        context.tell(json.dumps(history_report.report(past.history, past.day, name), indent=2))
    elif asked.picture is None:
        history_report.show(past.history, past.day, name, Console(highlight=False))
    return _DONE


def export(asked: argparse.Namespace, context: Context) -> int:
    """Write the journal for others."""
    exports.write(asked, context.settings, context.paths)
    context.tell(f"Written: {asked.out}")
    return _DONE


def read_in(asked: argparse.Namespace, context: Context) -> int:
    """Read an export into the journal."""
    journal = _database(asked, context)
    held = hold(journal)
    try:
        with translate_errors(journal):
            name = todays.person_of(asked, context.settings)
            count = read_lines_of(asked.file, held.connection, name)
    finally:
        held.release()
    context.tell(f"Read: {count} lines of {asked.file}")
    return _DONE


def forget_for_good(asked: argparse.Namespace, context: Context) -> int:
    """Forget everything, a person or a period, after asking."""
    period = Period(*(day.isoformat() if day else "" for day in (asked.from_date, asked.to_date)))
    whole = period == Period()
    if whole and not asked.all and not asked.person:
        raise BacktalkError(
            "What to forget was not said.", "Add --all, --person NAME, or --from and --to."
        )
    everybody = asked.all and asked.person is None
    name = None if everybody else todays.person_of(asked, context.settings)
    if not asked.yes and not _agreed(name, period):
        context.tell("Nothing was forgotten.")
        return _NOT_DONE
    journal = _database(asked, context)
    count = 0
    if journal.exists():
        held = hold(journal)
        try:
            with translate_errors(journal):
                count = forget(held.connection, None if name is None else key_of(name), period)
        finally:
            held.release()
    if whole and asked.journal is None:
        _forget_files(name, context)
    context.tell(f"Forgotten: {count} {'session' if count == 1 else 'sessions'}.")
    return _DONE


JOBS: Mapping[str, Callable[[argparse.Namespace, Context], int]] = {
    "today": today,
    "history": history,
    "export": export,
    "import": read_in,
    "forget": forget_for_good,
}
"""Command to job; a job returns the exit code."""


def _database(asked: argparse.Namespace, context: Context) -> Path:
    """Return the journal to write into, which is no file of lines."""
    journal: Path = asked.journal or context.paths.journal
    if journal.suffix == LINES_SUFFIX:
        raise BacktalkError(
            f"The journal {journal} is a file of lines.", "Import it into a journal first."
        )
    return journal


def _agreed(name: str | None, period: Period) -> bool:
    whose = "of everybody" if name is None else f"of {name}"
    when = "Everything" if period == Period() else "What lies in that time"
    sys.stderr.write(f"{when} {whose} is forgotten for good. Type yes to go on: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _forget_files(name: str | None, context: Context) -> None:
    """Forget the recordings of the voice and the hearing check of `name`; None: of everybody.

    With the one whose home it is goes the journal of former days, which knew nobody else.
    """
    paths = context.paths
    at_home = name is None or key_of(name) == key_of(context.settings.person)
    folders = [paths.voice_clips("" if at_home else str(name))]
    if name is None:
        folders.append(paths.voices)
    try:
        for folder in folders:
            if folder.exists():
                shutil.rmtree(folder)
        if at_home:
            paths.hearing_check().unlink(missing_ok=True)
            paths.old_journal.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "it is in use"
        raise BacktalkError(
            f"What is in {paths.data} cannot be deleted: {reason}.", "Delete it yourself."
        ) from error
