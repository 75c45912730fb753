"""What is due today for one person: the journal, the rules of the schedule, and the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from backtalk.app.context import Context
from backtalk.app.planning.journals import history_of
from backtalk.app.planning.requested_plan import (
    NO_PAST,
    Planned,
    person_of,
    planned,
    refuse_untrainable,
    routine_of,
)
from backtalk.app.requests import TrainingRequest
from backtalk.core.model.history import History
from backtalk.core.prescription.build_plan import Past, build_plan
from backtalk.core.prescription.schedule import GENTLE, Due, Wish, due
from backtalk.errors import BacktalkError


@dataclass(frozen=True)
class Today:
    """What is due, and the plan of it."""

    wish: Wish
    due: Due
    planned: Planned | None
    """None where nothing is due."""


def past_of(request: TrainingRequest, context: Context) -> Past:
    """Return what the journal knows of the person today.

    A journal that was named shows its rehearsals, too; the home's own never does. A guest has no
    past.

    Raises:
        BacktalkError: the journal cannot be read.
    """
    settings = context.settings
    if request.journal is None:
        return NO_PAST
    person, history = person_of(request, settings), History()
    if not person.is_guest:
        rehearsals = request.journal != context.paths.journal
        history = history_of(request.journal, person, rehearsals=rehearsals)
    return Past(history, date.today().toordinal(), settings.limits)


def due_today(request: TrainingRequest, context: Context, past: Past) -> Today:
    """Return what is due today of what the person trains.

    Raises:
        BacktalkError: there is no such routine, or nothing of it is for the person.
    """
    wished = _trainable(request, context, past)
    wish = _wish(wished, context)
    what = due(wish, past)
    if what.routine is None:
        return Today(wish, what, None)
    if what.routine != wished.plan.routine.id:
        wished = _instead(what.routine, wished, request, context)
    return Today(wish, what, replace(wished, plan=replace(wished.plan, today=what.says)))


def wish_of(request: TrainingRequest, context: Context, past: Past) -> Wish:
    """Return what may be trained of what the person trains.

    Raises:
        BacktalkError: as `due_today`.
    """
    return _wish(_trainable(request, context, past), context)


def begun_today(request: TrainingRequest, context: Context, past: Past) -> Planned:
    """Return what is to be trained now where no routine was named.

    Raises:
        BacktalkError: today is for rest; the message says why.
    """
    if _is_new(past):
        return planned(routine_of(request, context.settings), request, context, past)
    today = due_today(request, context, past)
    if today.planned is None:
        words = context.words.texts(today.due.says)
        raise BacktalkError(" ".join(words), "Name a routine to train anyway.")
    return today.planned


def objection(named: Planned, context: Context) -> str:
    """Return why another routine, or none, is due today where `named` was named; '' where not."""
    if _is_new(named.past):
        return ""
    what = due(_wish(named, context), named.past)
    if what.routine == named.plan.routine.id:
        return ""
    return " ".join(context.words.texts(what.says))


def _is_new(past: Past) -> bool:
    return not past.history.sessions and not past.history.answers


def _trainable(request: TrainingRequest, context: Context, past: Past) -> Planned:
    wished = planned(routine_of(request, context.settings), request, context, past)
    refuse_untrainable(wished.plan, context.words)
    return wished


def _instead(routine: str, wished: Planned, request: TrainingRequest, context: Context) -> Planned:
    """Return the plan of `routine`, which is due in place of `wished`."""
    programme = wished.programme
    inside = programme is not None and routine in programme.routines
    other = planned(routine, request, context, wished.past)
    refuse_untrainable(other.plan, context.words)
    return replace(other, programme=programme if inside else None)


def _wish(wished: Planned, context: Context) -> Wish:
    return Wish(_offered(wished, context), _gentle(wished, context))


def _offered(wished: Planned, context: Context) -> tuple[str, ...]:
    """Return the routines that were wished for and are offered to the person."""
    names = wished.programme.routines if wished.programme else (wished.plan.routine.id,)
    return tuple(name for name in names if _is_offered(name, wished, context))


def _gentle(wished: Planned, context: Context) -> tuple[str, ...]:
    """Return the gentle routines that are offered to the person, the wished one first."""
    own = wished.plan.routine
    first = (own.id,) if own.level == "gentle" else ()
    names = (n for n in dict.fromkeys((*first, *GENTLE)) if n in context.library.routines)
    return tuple(name for name in names if _is_offered(name, wished, context))


def _is_offered(routine: str, wished: Planned, context: Context) -> bool:
    library = context.library
    plan = build_plan(
        library.routine(routine),
        library.exercises,
        library.routines,
        wished.profile,
        wished.past,
    )
    return bool(plan.sets)
