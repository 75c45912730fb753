"""`export`: which format is made of what, and for whom."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from backtalk.app import atomic_write
from backtalk.app.context import Context
from backtalk.app.documents import physio_report
from backtalk.app.planning.due_today import past_of, wish_of
from backtalk.app.planning.journals import existing, looked_into
from backtalk.app.planning.requested_plan import person_of
from backtalk.app.requests import ExportFormat, ExportRequest, TrainingRequest
from backtalk.core.model.person import Person
from backtalk.journal.csv_table import as_csv
from backtalk.journal.exporting import as_lines
from backtalk.journal.fhir import bundle
from backtalk.language import phrasebook


def write(request: ExportRequest, context: Context) -> None:
    """Write the requested export into its file.

    Rows (csv, jsonl, fhir) are of everyone unless a person is named; a plan and a report are of
    one person.

    Raises:
        BacktalkError: there is no journal, or the file cannot be written.
    """
    training = request.training
    journal = training.journal or context.paths.journal
    if request.format is ExportFormat.ICS:
        atomic_write.write(request.out, _calendar(training, context))
        return
    existing(journal)
    if request.format is ExportFormat.REPORT:
        history = past_of(training, context).history
        name = person_of(training, context.settings).name
        physio_report.write(history, date.today().toordinal(), name, request.out)
        return
    atomic_write.write(request.out, _rows(request.format, journal, training.person).encode())


def _rows(written: ExportFormat, journal: Path, person: Person | None) -> str:
    key = None if person is None else person.key
    with looked_into(journal) as connection:
        if written is ExportFormat.CSV:
            return as_csv(connection, key)
        if written is ExportFormat.JSONL:
            return "".join(as_lines(connection, key))
        return json.dumps(bundle(connection, key), indent=1, ensure_ascii=False) + "\n"


def _calendar(training: TrainingRequest, context: Context) -> bytes:
    # Only a calendar needs its library, and no other command should wait for it.
    from backtalk.app.documents.calendar_file import as_ics, coming  # noqa: PLC0415  see above

    past = past_of(training, context)
    wish, library = wish_of(training, context, past), context.library
    words = phrasebook.load(context.settings.language)
    return as_ics(
        coming(wish, past),
        lambda routine: library.routine(routine).name,
        lambda due: " ".join(words.texts(due.says)),
        person_of(training, context.settings).key,
    )
