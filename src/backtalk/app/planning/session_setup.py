"""What a session begins with: the plan, the questions, and whether an interrupted one is resumed.

Everything of it is built here. Where the coach has to ask who it is, it is known only after the
answer; until then it is that of a guest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from backtalk.app.context import Context
from backtalk.app.planning import due_today, household, journals
from backtalk.app.planning.requested_plan import (
    Planned,
    planned,
    profile_of,
    refuse_untrainable,
    routine_of,
)
from backtalk.app.requests import TrainingRequest
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.person import GUEST, Person
from backtalk.core.model.plan import Plan, lay_out
from backtalk.core.prescription.build_plan import Past
from backtalk.core.prescription.profile_from_answers import (
    all_items,
    answers_of,
    due_items,
    standing,
    with_answers,
)
from backtalk.core.session.setup import SessionSetup
from backtalk.errors import BacktalkError
from backtalk.journal.deferred_journal import DeferredJournal
from backtalk.journal.journal import Journal
from backtalk.journal.sqlite_journal import SqliteJournal


@dataclass(frozen=True)
class PreparedSession:
    """A session that is ready to begin: what was requested, the plan, and whom to ask for."""

    request: TrainingRequest
    """What was requested; of a guest, while it is not known who it is."""
    planned: Planned
    people: tuple[Person, ...]
    """Whom to ask for; no one where it is known who it is."""

    @property
    def plan(self) -> Plan:
        """The plan; of a guest, while it is not known who it is."""
        return self.planned.plan


def beginning(request: TrainingRequest, context: Context, *, asks: bool) -> PreparedSession:
    """Return what the requested session begins with.

    Only a session that `asks` questions asks who it is, too.

    Raises:
        BacktalkError: there is no such routine, nothing of it is for the person, or today is for
            rest.
    """
    candidates = household.to_be_asked_for(request, context) if asks else ()
    known = replace(request, person=GUEST) if candidates else request
    return PreparedSession(known, _to_train(known, context, asks=asks), candidates)


def setup_of(begun: PreparedSession, journal: Journal, context: Context) -> SessionSetup:
    """Return the setup of the session that `begun` describes, with what `journal` knows.

    Where it is to be asked who it is, it is that of a guest, and brings everyone's with it.
    """
    setup = _setup(begun.request, begun.planned, journal, context)
    if not begun.people or not isinstance(journal, DeferredJournal):
        return setup

    def identify(person: Person) -> SessionSetup:
        if person.is_guest:
            journal.discard()
            return setup
        theirs = replace(begun.request, person=person)
        try:
            mine = journal.assign(person)
            return _setup(theirs, _to_train(theirs, context, asks=True), mine, context)
        except BacktalkError as error:  # in the middle of a session it is said, not printed
            return SessionSetup(_declined(begun.plan, error))

    return replace(setup, candidates=begun.people, identify=identify, forget=journal.unassign)


def _setup(
    request: TrainingRequest, planned_one: Planned, journal: Journal, context: Context
) -> SessionSetup:
    setup = replace(
        _questions(request, planned_one, context),
        limits=context.settings.limits,
        whom_to_call=context.settings.whom_to_call,
        day=date.today().toordinal(),
    )
    if not isinstance(journal, SqliteJournal):
        return setup
    interrupted = journal.interrupted_session()
    if interrupted is None or not request.resume:
        return replace(setup, interrupted=interrupted)
    resumed_at = journals.resumed_at(journal, planned_one.plan, interrupted, setup.day)
    return replace(setup, begin_at=resumed_at)


def _to_train(request: TrainingRequest, context: Context, *, asks: bool) -> Planned:
    """Return the plan to train: what was named, or what is due today.

    Where the session `asks`, a plan with nothing to train is refused only after the answers.
    """
    past = due_today.past_of(request, context)
    to_train = planned(routine_of(request, context.settings), request, context, past)
    if asks and not to_train.plan.sets:
        return _unfitted(to_train, context)
    if request.routine is None:
        to_train = due_today.begun_today(request, context, past)
    elif to_train.plan.sets and (objection := due_today.objection(to_train, context)):
        context.report(f"{objection} You chose this one anyway.")
    refuse_untrainable(to_train.plan, context.words)
    return to_train


def _unfitted(nothing: Planned, context: Context) -> Planned:
    """Return `nothing`, of which nothing is for the person, with the routine as it is written.

    The questions come before it, and a doctor's consent may open what is closed; after them the
    plan is fitted again, and nothing of this one is trained as it stands.
    """
    library = context.library
    routine = library.routine(nothing.plan.routine.id)
    return replace(nothing, plan=lay_out(routine, library.exercises))


def _questions(request: TrainingRequest, planned_one: Planned, context: Context) -> SessionSetup:
    """Return the setup with what to ask before the session: what is missing or too old, or all."""
    exercises = tuple(context.library.exercise(name) for name in planned_one.plan.routine.exercises)
    setup = SessionSetup(planned_one.plan, replan=_replanning(request, planned_one, context))
    if request.ask_all:
        return replace(setup, questions=all_items(exercises))
    known = {**standing(planned_one.past), **answers_of(profile_of(request, context))}
    return replace(setup, questions=due_items(exercises, planned_one.past), known=known)


def _replanning(
    request: TrainingRequest, planned_one: Planned, context: Context
) -> Callable[[Mapping[str, str]], Plan]:
    def replan(given: Mapping[str, str]) -> Plan:
        now = with_answers(planned_one.past, given)
        try:
            return _planned_now(request, context, now).plan
        except BacktalkError as error:  # in the middle of a session it is said, not printed
            return _declined(planned_one.plan, error)

    return replan


def _planned_now(request: TrainingRequest, context: Context, past: Past) -> Planned:
    if request.routine is None:
        return due_today.begun_today(request, context, past)
    return planned(request.routine, request, context, past)


def _declined(plan: Plan, error: BacktalkError) -> Plan:
    """Return the plan with nothing to train, and `error` as the reason."""
    why = Adjustment(Change.DECLINED, "today", error.message, "catalogue, Rules")
    return Plan(plan.routine, (), (why,), fitted=True)
