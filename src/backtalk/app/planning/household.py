"""The people of a home: who may come, where it was not said who it is."""

from __future__ import annotations

from pathlib import Path

from backtalk.app.context import Context
from backtalk.app.planning.journals import LINES_SUFFIX, looked_into
from backtalk.app.requests import TrainingRequest
from backtalk.app.sayable import unsayable_in
from backtalk.app.settings import Paths
from backtalk.core.model.person import UNNAMED, Person
from backtalk.errors import BacktalkError
from backtalk.journal import people
from backtalk.language import vocabulary

ENOUGH_TO_ASK = 2
"""Where the home knows fewer people, the coach does not ask who it is."""


def to_be_asked_for(request: TrainingRequest, context: Context) -> tuple[Person, ...]:
    """Return whom to ask for, in this order; no one where it is known who it is.

    It is known with `--person`, with `--profile`, with a `person` in the settings, and where the
    home knows fewer than two people.

    Raises:
        BacktalkError: the journal cannot be read.
    """
    journal = request.journal
    is_known = request.person or request.profile or context.settings.owner.is_named
    if is_known or journal is None or journal.suffix == LINES_SUFFIX:
        return ()
    home = _known(context.paths, journal)
    if len(home) < ENOUGH_TO_ASK:
        return ()
    words = vocabulary.load(context.settings.language)
    named = [each for each in home if each.is_named and not unsayable_in(each.name, words)]
    return (*named, UNNAMED) if UNNAMED in home else tuple(named)


def _known(paths: Paths, journal: Path) -> tuple[Person, ...]:
    """Return the people of the journal, then those with only a profile."""
    known: dict[Person, None] = {}
    if journal.exists():
        with looked_into(journal) as connection:
            known = dict.fromkeys(people.known(connection))
    for file in sorted(paths.profiles.glob("*.yaml")):
        try:
            known.setdefault(people.called(file.stem.title()))
        except BacktalkError:  # a file of another kind
            continue
    if paths.profile(paths.owner).exists():
        known.setdefault(paths.owner)
    return tuple(known)
