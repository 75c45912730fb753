"""The commands that look at the catalogue: list, show, and check for one's own files."""

from __future__ import annotations

import json

from backtalk.app.context import Context
from backtalk.app.documents import catalogue_report
from backtalk.app.planning.requested_plan import skipped_files
from backtalk.app.requests import CheckRequest, ListRequest, ShowRequest
from backtalk.catalogue.check import check_file
from backtalk.catalogue.library import Library

_DONE, _FAULTY = 0, 2


def list_all(request: ListRequest, context: Context) -> int:
    """List routines, programmes and exercises."""
    library = _library(context)
    if request.as_json:
        context.print(json.dumps(catalogue_report.listing(library), indent=2))
    else:
        context.print(catalogue_report.listing_text(library))
    return _DONE


def show(request: ShowRequest, context: Context) -> int:
    """Show all that has the id: an exercise, a routine, a programme, or several of them."""
    report, text = catalogue_report.about(request.id, _library(context), context.words)
    context.print(json.dumps(report, indent=2) if request.as_json else text)
    return _DONE


def check(request: CheckRequest, context: Context) -> int:
    """Report every problem of the user's files."""
    problems = [problem for file in request.files for problem in check_file(file)]
    for problem in problems:
        context.print(str(problem))
    if not problems:
        context.print("No problems.")
    return _FAULTY if problems else _DONE


def _library(context: Context) -> Library:
    for note in skipped_files(context.library):
        context.report(note)
    return context.library
