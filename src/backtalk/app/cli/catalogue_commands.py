"""The jobs that look at the catalogue: list, show, and check for one's own files."""

from __future__ import annotations

import argparse
import json

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.documents import catalogue_report
from backtalk.app.planning import planning
from backtalk.catalogue.check import check_file
from backtalk.catalogue.library import Library
from backtalk.language import phrasebook

_DONE, _FAULTY = 0, 2


def list_all(asked: argparse.Namespace, context: Context) -> int:
    """List routines, programmes and exercises."""
    library = _library(context)
    if asked.json:
        context.tell(json.dumps(catalogue_report.listing(library), indent=2))
    else:
        context.tell(catalogue_report.listing_text(library))
    return _DONE


def show(asked: argparse.Namespace, context: Context) -> int:
    """Show all that has the id: an exercise, a routine, a programme, or several of them."""
    library = _library(context)
    report, text = catalogue_report.about(
        asked.id, library, phrasebook.load(context.settings.language)
    )
    context.tell(json.dumps(report, indent=2) if asked.json else text)
    return _DONE


def check(asked: argparse.Namespace, context: Context) -> int:
    """Report every problem of the user's files."""
    problems = [problem for file in asked.files for problem in check_file(file)]
    for problem in problems:
        context.tell(str(problem))
    if not problems:
        context.tell("No problems.")
    return _FAULTY if problems else _DONE


def _library(context: Context) -> Library:
    library = wiring.library(context.paths)
    for note in planning.left_aside(library):
        context.console.print(note, markup=False)
    return library
