"""What a session begins with: the plan, the questions, and whether another is taken up.

Where it has to be asked who it is, all of this is known only once that was answered; until then
the session is nobody's.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date

from backtalk.app.context import Context
from backtalk.app.planning import household, interview_setup, journals, planning, today
from backtalk.app.planning.planning import Planned
from backtalk.core.dialogue.resume_offer import BrokenOff
from backtalk.core.dialogue.who_is_it import WITHOUT_NAME, Arrival, Start
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.plan import Plan
from backtalk.core.prescription.build_plan import Past
from backtalk.errors import BacktalkError
from backtalk.journal import people
from backtalk.journal.deferred_journal import DeferredJournal
from backtalk.journal.journal import Journal
from backtalk.journal.sqlite_journal import SqliteJournal
from backtalk.language import phrasebook


@dataclass(frozen=True)
class Beginning:
    """What is known before a session."""

    asked: argparse.Namespace
    """What was asked for on the command line, for the person or for nobody."""
    found: Planned
    past: Past
    people: tuple[str, ...]
    """The names to ask for; none where it is known who it is."""

    @property
    def plan(self) -> Plan:
        """The plan; of nobody, while it is not known who it is."""
        return self.found.plan


def beginning(asked: argparse.Namespace, context: Context, *, asks: bool) -> Beginning:
    """Return what the session that was asked for begins with.

    Only a session that `asks` questions asks who it is, too.

    Raises:
        BacktalkError: there is no such routine, nothing of it is for the person, or today is for
            rest.
    """
    settings, paths = context.settings, context.paths
    rehearsed = asked.command == "rehearse"
    journal = asked.journal or (None if rehearsed else paths.journal)
    names = household.to_be_asked_for(asked, settings, paths, journal) if asks else ()
    who = _as(asked, None) if names else asked
    found, past = _planned(who, context, asks=asks)
    return Beginning(who, found, past, names)


def start_of(begun: Beginning, journal: Journal, context: Context) -> Start:
    """Return the start of the session as it is known now; of nobody, without a past."""
    return _start(begun.asked, begun.found, begun.past, journal, context)


def arrival_of(
    begun: Beginning, asked: argparse.Namespace, journal: Journal, context: Context
) -> Arrival | None:
    """Return who may come and what each brings; None where it is known who it is.

    `asked` is what was asked for on the command line.
    """
    if not begun.people or not isinstance(journal, DeferredJournal):
        return None

    def start(name: str | None) -> Start:
        if name is None:
            journal.discard()
            return start_of(begun, journal, context)
        person = people.NAMELESS if name == WITHOUT_NAME else name
        who = _as(asked, person)
        try:
            mine = journal.assign(person)
            found, past = _planned(who, context, asks=True)
            return _start(who, found, past, mine, context)
        except BacktalkError as error:  # in the middle of a session it is said, not printed
            why = Adjustment(Change.DECLINED, "today", error.message, "catalogue, Rules")
            return Start(Plan(begun.plan.routine, (), (why,), fitted=True))

    return Arrival(begun.people, start, journal.unassign)


def _as(asked: argparse.Namespace, person: str | None) -> argparse.Namespace:
    """Return what was asked for, as if by `person`; None: by nobody who is known."""
    return argparse.Namespace(**{**vars(asked), "person": person, "nobody": person is None})


def _start(
    asked: argparse.Namespace, found: Planned, past: Past, journal: Journal, context: Context
) -> Start:
    questions = interview_setup.asking_of(found, asked, context.settings, context.paths, past)
    if (
        not isinstance(journal, SqliteJournal)
        or (interrupted := journal.interrupted_session()) is None
    ):
        return Start(found.plan, questions)
    day = date.today().toordinal()
    if getattr(asked, "go_on", False):
        return Start(found.plan, questions, journals.resumed(journal, found.plan, interrupted, day))
    return Start(found.plan, questions, broken_off=BrokenOff(interrupted, day))


def _planned(asked: argparse.Namespace, context: Context, *, asks: bool) -> tuple[Planned, Past]:
    """Return the plan to train (what was named, or what is due today) and what is known.

    Where the session `asks`, a plan with nothing to train is refused only after the answers.
    A rehearsal knows of no journal but the one that is named for it.
    """
    settings, paths = context.settings, context.paths
    rehearsed = asked.command == "rehearse" and asked.journal is None
    past = planning.NO_PAST if rehearsed else today.past_of(asked, settings, paths)
    named = asked.routine not in {None, today.TODAY}
    wished = asked.routine if named else settings.routine
    found = today.planned_for(wished, asked, settings, paths, past)
    if asks and not found.plan.sets:
        return interview_setup.to_be_asked_about(found), past
    if not named:
        found = today.begun_today(settings.routine, asked, settings, paths, past)
    elif found.plan.sets and (objection := today.objection(found, settings, past)):
        context.console.print(f"{objection} You named this one.", markup=False)
    planning.refuse_untrainable(found.plan, phrasebook.load(settings.language))
    return found, past
