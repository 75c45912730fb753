"""What the commands about plans and own files do: plan, why, sheet, schema, new-routine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from backtalk.app.documents import plan_report, sheet
from backtalk.app.planning import today
from backtalk.app.planning.planning import (
    NOT_FITTED,
    Planned,
    left_aside,
    profile_of,
    refuse_untrainable,
)
from backtalk.catalogue import schema
from backtalk.catalogue.example import write_example
from backtalk.catalogue.library import Library, load_library
from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import Exercise
from backtalk.core.prescription import contraindications
from backtalk.core.prescription.build_plan import assess_exercise
from backtalk.core.session import framing
from backtalk.errors import BacktalkError
from backtalk.language import phrasebook
from backtalk.language.phrasebook import Phrasebook

if TYPE_CHECKING:
    from backtalk.app.context import Context

_DONE = 0
ALL_OF_IT = "never"
"""What to ask `why` for the whole list of what is never done."""


def plan(asked: argparse.Namespace, context: Context) -> int:
    """Show the plan of a routine as it would be trained."""
    found = _planned(asked, context)
    words = phrasebook.load(context.settings.language)
    if asked.json:
        context.tell(json.dumps(plan_report.report(found, words), indent=2))
        return _DONE
    for note in left_aside(found.library):
        context.console.print(note, markup=False)
    context.tell(plan_report.text(found, words))
    return _DONE


def why(asked: argparse.Namespace, context: Context) -> int:
    """Say what an exercise is for, and why it is offered, changed or left out."""
    library = load_library(context.paths.own_catalogue)
    book = phrasebook.load(context.settings.language)
    found = contraindications.requested(asked.exercise)
    if asked.exercise == ALL_OF_IT or (asked.exercise not in library.exercises and found):
        listed = (found,) if found else contraindications.CONTRAINDICATIONS
        _answer(
            asked,
            {"exercise": asked.exercise, "verdict": "never"},
            [book.text(each.says) for each in listed],
            context,
        )
        return _DONE
    exercise = library.exercise(asked.exercise)
    fitted, about = _adjustments_about(exercise, library, asked, context)
    lines = framing.reasons(exercise, about, fitted=fitted)
    words = list(book.texts(lines))
    verdict = _verdict(exercise, about, book)
    facts = {
        "exercise": exercise.id,
        "fitted": fitted,
        "verdict": verdict,
        "rules": [
            {
                "change": r.change.value,
                "rule": r.rule,
                "reason": book.text(r.says),
                "source": r.source,
            }
            for r in adjustments.about(about, exercise.id)
        ],
    }
    if not fitted:
        words.append(NOT_FITTED)
    _answer(asked, facts, [f"{exercise.name}: {verdict}.", *words], context)
    return _DONE


def make_sheet(asked: argparse.Namespace, context: Context) -> int:
    """Write the plan in large print."""
    found = _planned(asked, context)
    words = phrasebook.load(context.settings.language)
    refuse_untrainable(found.plan, words)
    sheet.write(found, words, asked.out)
    context.tell(f"Written: {asked.out}")
    return _DONE


def print_schema(_: argparse.Namespace, __: Context) -> int:
    """Print the JSON Schema of exercises, routines and programmes."""
    sys.stdout.write(schema.as_text())
    return _DONE


def new_routine(asked: argparse.Namespace, context: Context) -> int:
    """Leave a commented routine to start from."""
    library = load_library(context.paths.own_catalogue)
    taken = (*library.routines, *library.programmes)
    file = write_example(asked.name, context.paths.own_catalogue, taken)
    context.tell(f"Written: {file}")
    context.tell(f"Change it as you like, then run: backtalk check {file}")
    return _DONE


JOBS: Mapping[str, Callable[[argparse.Namespace, Context], int]] = {
    "plan": plan,
    "why": why,
    "sheet": make_sheet,
    "schema": print_schema,
    "new-routine": new_routine,
}
"""Command to job; a job returns the exit code."""


def _adjustments_about(
    exercise: Exercise, library: Library, asked: argparse.Namespace, context: Context
) -> tuple[bool, tuple[Adjustment, ...]]:
    """Return whether there is a profile, and what it makes of `exercise`."""
    if asked.routine is not None:
        found = _planned(asked, context)
        plan_adjustments = found.plan.adjustments
        there = {*library.routine(found.plan.routine.id).exercises}
        there |= {adjustment.instead for adjustment in plan_adjustments}
        if exercise.id not in there:
            raise BacktalkError(
                f"'{exercise.id}' is not in '{found.plan.routine.id}'.",
                "Leave --routine out, or name a routine that has it.",
            )
        return found.plan.fitted, plan_adjustments
    person = today.profile_person(asked, context.settings)
    profile = profile_of(library, context.paths, asked.profile, person)
    past = today.past_of(asked, context.settings, context.paths)
    assessed = assess_exercise(exercise, library.exercises, profile, past)
    return profile is not None, assessed.adjustments


def _planned(asked: argparse.Namespace, context: Context) -> Planned:
    """Return the plan of the routine asked for, as the journal and the profile have it."""
    past = today.past_of(asked, context.settings, context.paths)
    return today.planned_for(asked.routine, asked, context.settings, context.paths, past)


def _verdict(exercise: Exercise, about: tuple[Adjustment, ...], book: Phrasebook) -> str:
    declined = adjustments.of(about, Change.DECLINED)
    if declined:
        return f"not offered: {book.text(declined[0].says).removesuffix('.')}"
    own = [adjustment for adjustment in about if adjustment.exercise == exercise.id]
    for change in (Change.LEFT_OUT, Change.REPLACED):
        of_it = adjustments.of(own, change)
        if of_it:
            return f"{change.value} by {of_it[0].instead}" if of_it[0].instead else change.value
    return "offered"


def _answer(
    asked: argparse.Namespace, facts: dict[str, Any], words: list[str], context: Context
) -> None:
    if asked.json:
        context.tell(json.dumps({**facts, "says": words}, indent=2))
    else:
        context.tell("\n".join(words))
