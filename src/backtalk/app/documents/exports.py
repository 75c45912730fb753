"""`export`: which format is made of what, and for whom."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from backtalk.app import atomic_write
from backtalk.app.documents import physio_report
from backtalk.app.planning import today as todays
from backtalk.app.planning.journals import existing, looked_into
from backtalk.app.settings import Paths, Settings
from backtalk.journal.csv_table import as_csv
from backtalk.journal.exporting import as_lines
from backtalk.journal.fhir import bundle
from backtalk.journal.people import key_of
from backtalk.language import phrasebook


def write(asked: argparse.Namespace, settings: Settings, paths: Paths) -> None:
    """Write the export that was asked for into its file.

    Rows (csv, jsonl, fhir) are of everybody unless somebody is named; a plan and a report are of
    one person.

    Raises:
        BacktalkError: there is no journal, or the file cannot be written.
    """
    out: Path = asked.out
    if asked.format == "ics":
        atomic_write.write(out, _calendar(asked, settings, paths))
        return
    journal = asked.journal or paths.journal
    existing(journal)
    if asked.format == "report":
        past = todays.past_of(asked, settings, paths)
        person = todays.person_of(asked, settings)
        physio_report.write(past.history, date.today().toordinal(), person, out)
        return
    key = key_of(asked.person) if asked.person else None
    with looked_into(journal) as connection:
        if asked.format == "csv":
            text = as_csv(connection, key)
        elif asked.format == "jsonl":
            text = "".join(as_lines(connection, key))
        else:
            text = json.dumps(bundle(connection, key), indent=1, ensure_ascii=False) + "\n"
    atomic_write.write(out, text.encode())


def _calendar(asked: argparse.Namespace, settings: Settings, paths: Paths) -> bytes:
    # Only a calendar needs its library, and no other command should wait for it.
    from backtalk.app.documents.calendar_file import as_ics, coming  # noqa: PLC0415  see above

    past = todays.past_of(asked, settings, paths)
    wish, library = todays.wish_of(asked.routine or settings.routine, asked, settings, paths, past)
    words = phrasebook.load(settings.language)
    return as_ics(
        coming(wish, past),
        lambda routine: library.routine(routine).name,
        lambda due: " ".join(words.texts(due.says)),
        key_of(todays.person_of(asked, settings)),
    )
