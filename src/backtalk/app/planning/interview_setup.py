"""What a session asks of whom: the questions, what is known already, and the plan after them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace

from backtalk.app.planning import planning, today
from backtalk.app.planning.planning import Planned
from backtalk.app.settings import Paths, Settings
from backtalk.core.dialogue.interview import Asking
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.plan import Plan, lay_out
from backtalk.core.prescription.build_plan import Past
from backtalk.core.prescription.profile_from_answers import (
    all_items,
    answers_of,
    due_items,
    standing,
    with_answers,
)
from backtalk.errors import BacktalkError


def asking_of(
    found: Planned,
    asked: argparse.Namespace,
    settings: Settings,
    paths: Paths,
    past: Past,
) -> Asking:
    """Return what to ask before the session of `found`.

    Asked with `--ask`, a rehearsal asks everything; else only what is missing or too old.
    """
    library = found.library
    exercises = tuple(library.exercise(name) for name in found.plan.routine.exercises)
    replan = _replanning(found, asked, settings, paths, past)
    whom = settings.whom_to_call
    if getattr(asked, "ask", False):
        return Asking(all_items(exercises), {}, replan, whom)
    person = today.profile_person(asked, settings)
    written = planning.profile_of(library, paths, asked.profile, person)
    known = {**standing(past), **answers_of(written)}
    return Asking(due_items(exercises, past), known, replan, whom)


def to_be_asked_about(found: Planned) -> Planned:
    """Return `found` with something to begin with where nothing of it is for the person.

    The questions come before it, and a doctor's consent may open what is closed; after them the
    plan is fitted anew, and nothing of this one is trained as it stands.
    """
    if found.plan.sets:
        return found
    plan = lay_out(found.library.routine(found.plan.routine.id), found.library.exercises)
    return replace(found, plan=plan)


def _replanning(
    found: Planned,
    asked: argparse.Namespace,
    settings: Settings,
    paths: Paths,
    past: Past,
) -> Callable[[Mapping[str, str]], Plan]:
    named = asked.routine not in {None, today.TODAY}

    def replan(given: Mapping[str, str]) -> Plan:
        now = with_answers(past, given)
        try:
            if named:
                return today.planned_for(asked.routine, asked, settings, paths, now).plan
            return today.begun_today(settings.routine, asked, settings, paths, now).plan
        except BacktalkError as error:  # in the middle of a session it is said, not printed
            why = Adjustment(Change.DECLINED, "today", error.message, "catalogue, Rules")
            return Plan(found.plan.routine, (), (why,), fitted=True)

    return replan
