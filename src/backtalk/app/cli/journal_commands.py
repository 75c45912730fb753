"""The commands about the journal: today, history, export, import, forget."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from backtalk.app.context import Context
from backtalk.app.documents import exports, history_report, today_report, trend_picture
from backtalk.app.planning.due_today import due_today, past_of
from backtalk.app.planning.journals import LINES_SUFFIX, existing
from backtalk.app.planning.requested_plan import person_of
from backtalk.app.requests import (
    ExportRequest,
    ForgetRequest,
    HistoryRequest,
    ImportRequest,
    TodayRequest,
)
from backtalk.app.settings import Paths
from backtalk.core.model.person import Person
from backtalk.errors import BacktalkError
from backtalk.journal.database import translate_errors
from backtalk.journal.forgetting import Period, forget
from backtalk.journal.importing import read_lines_of
from backtalk.journal.sqlite_journal import hold
from backtalk.language import phrasebook

_DONE, _NOT_DONE = 0, 2


def today(request: TodayRequest, context: Context) -> int:
    """Say what is due today, and why."""
    past = past_of(request.training, context)
    due = due_today(request.training, context, past)
    words = phrasebook.load(context.settings.language)
    if request.as_json:
        context.print(json.dumps(today_report.report(due, words, past.day), indent=2))
    else:
        context.print(today_report.text(due, words))
    return _DONE


def history(request: HistoryRequest, context: Context) -> int:
    """Show what was done and what hurt, as tables or as a picture."""
    training = request.training
    existing(training.journal or context.paths.journal)
    past = past_of(training, context)
    name = person_of(training, context.settings).name
    if request.picture is not None:
        trend_picture.write(trend_picture.draw(past.history, past.day, name), request.picture)
        context.print(f"Written: {request.picture}")
    if request.as_json:
        context.print(json.dumps(history_report.report(past.history, past.day, name), indent=2))
    elif request.picture is None:
        history_report.show(past.history, past.day, name, Console(highlight=False))
    return _DONE


def export(request: ExportRequest, context: Context) -> int:
    """Write the journal for others."""
    exports.write(request, context)
    context.print(f"Written: {request.out}")
    return _DONE


def import_file(request: ImportRequest, context: Context) -> int:
    """Read an export into the journal."""
    person = request.person or context.settings.owner
    with _held(request.journal) as connection:
        count = read_lines_of(request.file, connection, person)
    context.print(f"Imported {count} lines from {request.file}")
    return _DONE


def forget_for_good(request: ForgetRequest, context: Context) -> int:
    """Delete everything, a person or a period, after asking."""
    period = request.period
    whole = period == Period()
    if whole and not request.everything and request.person is None:
        raise BacktalkError(
            "Nothing selected to delete.", "Add --all, --person NAME, or --from and --to."
        )
    of_everyone = request.everything and request.person is None
    person = None if of_everyone else request.person or context.settings.owner
    if not request.confirmed and not _confirmed(person, period):
        context.print("Nothing was deleted.")
        return _NOT_DONE
    count = _forget_sessions(request.journal or context.paths.journal, person, period)
    if whole and request.journal is None:
        _forget_files(person, context.paths)
    context.print(f"Deleted {count} {'session' if count == 1 else 'sessions'}.")
    return _DONE


def _forget_sessions(journal: Path, person: Person | None, period: Period) -> int:
    _refuse_lines(journal)
    if not journal.exists():
        return 0
    with _held(journal) as connection:
        return forget(connection, None if person is None else person.key, period)


@contextmanager
def _held(journal: Path) -> Iterator[sqlite3.Connection]:
    """Give `journal` to write in, for this process alone."""
    _refuse_lines(journal)
    held = hold(journal)
    try:
        with translate_errors(journal):
            yield held.connection
    finally:
        held.release()


def _refuse_lines(journal: Path) -> None:
    if journal.suffix == LINES_SUFFIX:
        raise BacktalkError(
            f"The journal {journal} is a file of lines.", "Import it into a journal first."
        )


def _confirmed(person: Person | None, period: Period) -> bool:
    whose = "of everyone" if person is None else f"of {person.name}"
    what = "everything" if period == Period() else "everything in that period"
    sys.stderr.write(f"This deletes {what} {whose} for good. Type yes to continue: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _forget_files(person: Person | None, paths: Paths) -> None:
    """Delete the recordings of the voice and the hearing check of `person`; None: of everyone.

    With the owner of the home goes the journal of earlier versions, which knew no one else.
    """
    at_home = person is None or paths.is_at_home(person)
    folders = [paths.voice_clips(person or paths.owner)]
    if person is None:
        folders.append(paths.voices)
    try:
        for folder in folders:
            if folder.exists():
                shutil.rmtree(folder)
        if at_home:
            paths.hearing_check(paths.owner).unlink(missing_ok=True)
            paths.old_journal.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "it is in use"
        raise BacktalkError(
            f"The files in {paths.data} cannot be deleted: {reason}.",
            "Close what is using them, or delete them yourself.",
        ) from error
