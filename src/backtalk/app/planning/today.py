"""What is due today for one person: the journal, the rules of the schedule, and the plan."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from backtalk.app.documents import plan_report
from backtalk.app.planning import planning
from backtalk.app.planning.journals import history_of
from backtalk.app.planning.planning import Planned
from backtalk.app.settings import Paths, Settings
from backtalk.catalogue.library import Library
from backtalk.core.model.history import History
from backtalk.core.prescription.build_plan import Past, build_plan
from backtalk.core.prescription.schedule import GENTLE, Due, Wish, due
from backtalk.errors import BacktalkError
from backtalk.journal.people import key_of
from backtalk.language import phrasebook
from backtalk.language.phrasebook import Phrasebook

TODAY = "today"
"""What to ask for in place of a routine: the one that is due."""


@dataclass(frozen=True)
class Today:
    """What is due, and the plan of it."""

    wish: Wish
    due: Due
    found: Planned | None
    """None where nothing is due."""


def past_of(asked: argparse.Namespace, settings: Settings, paths: Paths) -> Past:
    """Return what the journal knows of the person today.

    A journal that was named shows its rehearsals, too; the person's own never does. Nobody has
    no past.

    Raises:
        BacktalkError: the journal cannot be read.
    """
    if is_nobody(asked):
        return Past(History(), date.today().toordinal(), settings.limits)
    file = asked.journal or paths.journal
    rehearsals = asked.journal is not None and asked.journal != paths.journal
    history = history_of(file, person_of(asked, settings), rehearsals=rehearsals)
    return Past(history, date.today().toordinal(), settings.limits)


def person_of(asked: argparse.Namespace, settings: Settings) -> str:
    """Return the name of who trains."""
    return str(asked.person or settings.person)


def is_nobody(asked: argparse.Namespace) -> bool:
    """Whether it was asked who it is, and it is nobody whom the home knows."""
    return bool(getattr(asked, "nobody", False))


def profile_person(asked: argparse.Namespace, settings: Settings) -> str | None:
    """Return whose profile it is: '' for the one whose home it is, None for nobody."""
    return None if is_nobody(asked) else folder_person(person_of(asked, settings), settings)


def folder_person(name: str, settings: Settings) -> str:
    """Return `name` as folders have it: '' for the one whose home it is."""
    return "" if key_of(name) == key_of(settings.person) else name


def planned_for(
    routine: str, asked: argparse.Namespace, settings: Settings, paths: Paths, past: Past
) -> Planned:
    """Return the plan of `routine` (or of a programme) for the person who asked."""
    person = profile_person(asked, settings)
    words = phrasebook.load(settings.language)
    return planning.planned(routine, words, paths, asked.profile, past, person)


def today(
    wished: str, asked: argparse.Namespace, settings: Settings, paths: Paths, past: Past
) -> Today:
    """Return what is due today where `wished` (a routine or a programme) is what one trains.

    Raises:
        BacktalkError: there is no such routine, or nothing of it is for the person.
    """
    found = planned_for(wished, asked, settings, paths, past)
    planning.refuse_untrainable(found.plan, phrasebook.load(settings.language))
    wish = Wish(_offered_of(found, past), _gentle(found, past))
    what = due(wish, past)
    if what.routine is None:
        return Today(wish, what, None)
    if what.routine != found.plan.routine.id:
        programme = found.programme
        found = planned_for(what.routine, asked, settings, paths, past)
        inside = programme is not None and what.routine in programme.routines
        found = replace(found, programme=programme if inside else None)
        planning.refuse_untrainable(found.plan, phrasebook.load(settings.language))
    return Today(wish, what, replace(found, plan=replace(found.plan, today=what.says)))


def wish_of(
    wished: str, asked: argparse.Namespace, settings: Settings, paths: Paths, past: Past
) -> tuple[Wish, Library]:
    """Return what may be trained where `wished` is what one trains, and the catalogue."""
    found = planned_for(wished, asked, settings, paths, past)
    planning.refuse_untrainable(found.plan, phrasebook.load(settings.language))
    return Wish(_offered_of(found, past), _gentle(found, past)), found.library


def begun_today(
    wished: str, asked: argparse.Namespace, settings: Settings, paths: Paths, past: Past
) -> Planned:
    """Return what is to be trained now where nobody named a routine.

    Raises:
        BacktalkError: today is for rest; the message says why.
    """
    if not past.history.sessions and not past.history.answers:
        return planned_for(wished, asked, settings, paths, past)
    found = today(wished, asked, settings, paths, past)
    if found.found is None:
        words = phrasebook.load(settings.language).texts(found.due.says)
        raise BacktalkError(" ".join(words), "Name a routine to train nevertheless.")
    return found.found


def objection(found: Planned, settings: Settings, past: Past) -> str:
    """Return why another routine, or none, is due today where this one was named; '' where not."""
    if not past.history.sessions and not past.history.answers:
        return ""
    what = due(Wish(_offered_of(found, past), _gentle(found, past)), past)
    if what.routine == found.plan.routine.id:
        return ""
    return " ".join(phrasebook.load(settings.language).texts(what.says))


def report(found: Today, words: Phrasebook, day: int) -> dict[str, Any]:
    """Return what is due, ready for `json.dumps`."""
    return {
        "date": date.fromordinal(day).isoformat(),
        "due": found.due.routine,
        "as_wished": found.due.as_wished,
        "wished": list(found.wish.routines),
        "rule": found.due.rule,
        "source": found.due.source,
        "says": list(words.texts(found.due.says)),
        "plan": plan_report.report(found.found, words) if found.found else None,
    }


def text(found: Today, words: Phrasebook) -> str:
    """Return what is due as a page for people."""
    says = " ".join(words.texts(found.due.says))
    if found.found is None:
        return f"Today: nothing.\n{says}"
    return f"Today: {found.due.routine}.\n{says}\n\n{plan_report.text(found.found, words)}"


def _offered_of(found: Planned, past: Past) -> tuple[str, ...]:
    """Return the routines that were asked for and are offered to the person."""
    asked = found.programme.routines if found.programme else (found.plan.routine.id,)
    return tuple(name for name in asked if _is_offered(name, found, past))


def _gentle(found: Planned, past: Past) -> tuple[str, ...]:
    """Return the gentle routines that are offered to the person, the asked one first."""
    own = found.plan.routine
    first = (own.id,) if own.level == "gentle" else ()
    names = dict.fromkeys((*first, *GENTLE))
    return tuple(n for n in names if n in found.library.routines and _is_offered(n, found, past))


def _is_offered(routine: str, found: Planned, past: Past) -> bool:
    library: Library = found.library
    plan = build_plan(
        library.routine(routine), library.exercises, library.routines, found.profile, past
    )
    return bool(plan.sets)
