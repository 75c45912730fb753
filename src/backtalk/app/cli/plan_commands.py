"""The commands about plans and own files: plan, why, sheet, schema, new-routine."""

from __future__ import annotations

import json
import sys
from typing import Any

from backtalk.app.context import Context
from backtalk.app.documents import plan_report, sheet
from backtalk.app.planning.due_today import past_of
from backtalk.app.planning.requested_plan import (
    NOT_FITTED,
    Planned,
    planned,
    profile_of,
    refuse_untrainable,
    routine_of,
    skipped_files,
)
from backtalk.app.requests import (
    NewRoutineRequest,
    PlanRequest,
    SchemaRequest,
    SheetRequest,
    TrainingRequest,
    WhyRequest,
)
from backtalk.catalogue import schema
from backtalk.catalogue.example import write_example
from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import Exercise
from backtalk.core.prescription import contraindications
from backtalk.core.prescription.build_plan import assess_exercise
from backtalk.core.session.pacing import framing
from backtalk.errors import BacktalkError
from backtalk.language.phrasebook import Phrasebook

_DONE = 0
ALL_OF_IT = "never"
"""What `why` is given for the whole list of what is never done."""


def show_plan(request: PlanRequest, context: Context) -> int:
    """Show the plan of a routine as it would be trained."""
    plan = _planned(request.training, context)
    if request.as_json:
        context.print(json.dumps(plan_report.report(plan, context.words), indent=2))
        return _DONE
    for note in skipped_files(context.library):
        context.report(note)
    context.print(plan_report.text(plan, context.words))
    return _DONE


def why(request: WhyRequest, context: Context) -> int:
    """Say what an exercise is for, and why it is offered, changed or left out."""
    name = request.exercise
    never = contraindications.requested(name)
    if name == ALL_OF_IT or (name not in context.library.exercises and never):
        listed = (never,) if never else contraindications.CONTRAINDICATIONS
        facts_of_never = {"exercise": name, "verdict": "never"}
        return _print_answer(
            request, facts_of_never, [context.words.text(each.says) for each in listed], context
        )
    exercise = context.library.exercise(name)
    fitted, about = _adjustments_about(exercise, request.training, context)
    verdict = _verdict(exercise, about, context.words)
    says = context.words.texts(framing.reasons(exercise, about, fitted=fitted))
    words = [f"{exercise.name}: {verdict}.", *says, *(() if fitted else (NOT_FITTED,))]
    facts: dict[str, Any] = {
        "exercise": exercise.id,
        "fitted": fitted,
        "verdict": verdict,
        "rules": [_rule(each, context.words) for each in adjustments.about(about, exercise.id)],
    }
    return _print_answer(request, facts, words, context)


def make_sheet(request: SheetRequest, context: Context) -> int:
    """Write the plan in large print."""
    plan = _planned(request.training, context)
    refuse_untrainable(plan.plan, context.words)
    sheet.write(plan, context.words, request.out)
    context.print(f"Written: {request.out}")
    return _DONE


def print_schema(_: SchemaRequest, __: Context) -> int:
    """Print the JSON Schema of exercises, routines and programmes."""
    sys.stdout.write(schema.as_text())
    return _DONE


def new_routine(request: NewRoutineRequest, context: Context) -> int:
    """Leave a commented routine to start from."""
    taken = (*context.library.routines, *context.library.programmes)
    file = write_example(request.name, context.paths.own_catalogue, taken)
    context.print(f"Written: {file}")
    context.print(f"Edit it as you like, then run: backtalk check {file}")
    return _DONE


def _adjustments_about(
    exercise: Exercise, training: TrainingRequest, context: Context
) -> tuple[bool, tuple[Adjustment, ...]]:
    """Return whether there is a profile, and what it makes of `exercise`."""
    if training.routine is not None:
        return _within_the_routine(exercise, training, context)
    profile = profile_of(training, context)
    past = past_of(training, context)
    assessed = assess_exercise(exercise, context.library.exercises, profile, past)
    return profile is not None, assessed.adjustments


def _within_the_routine(
    exercise: Exercise, training: TrainingRequest, context: Context
) -> tuple[bool, tuple[Adjustment, ...]]:
    plan = _planned(training, context).plan
    there = {*context.library.routine(plan.routine.id).exercises}
    there |= {adjustment.instead for adjustment in plan.adjustments}
    if exercise.id not in there:
        raise BacktalkError(
            f"'{exercise.id}' is not in '{plan.routine.id}'.",
            "Leave --routine out, or name a routine that has it.",
        )
    return plan.fitted, plan.adjustments


def _planned(training: TrainingRequest, context: Context) -> Planned:
    """Return the plan that was requested, as the journal and the profile have it."""
    past = past_of(training, context)
    return planned(routine_of(training, context.settings), training, context, past)


def _rule(adjustment: Adjustment, words: Phrasebook) -> dict[str, str]:
    return {
        "change": adjustment.change.value,
        "rule": adjustment.rule,
        "reason": words.text(adjustment.says),
        "source": adjustment.source,
    }


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


def _print_answer(
    request: WhyRequest, facts: dict[str, Any], words: list[str], context: Context
) -> int:
    if request.as_json:
        context.print(json.dumps({**facts, "says": words}, indent=2))
    else:
        context.print("\n".join(words))
    return _DONE
