"""The people of a home: who may come, where nobody said who it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from backtalk.app.planning.journals import LINES_SUFFIX, looked_into
from backtalk.app.planning.planning import PROFILE_NAME, PROFILES
from backtalk.app.sayable import unsayable_in
from backtalk.app.settings import Paths, Settings
from backtalk.core.dialogue.who_is_it import WITHOUT_NAME
from backtalk.errors import BacktalkError
from backtalk.journal import people
from backtalk.language import vocabulary

ENOUGH_TO_ASK = 2
"""Where the home knows fewer people, nobody is asked who it is."""


def to_be_asked_for(
    asked: argparse.Namespace, settings: Settings, paths: Paths, journal: Path | None
) -> tuple[str, ...]:
    """Return the names to ask for, as `core.arrival` takes them; none where it is known who it is.

    It is known with `--person`, with `--profile`, with a `person` in the settings, and where the
    home knows fewer than two people.

    Raises:
        BacktalkError: the journal cannot be read.
    """
    named = asked.person or asked.profile or people.key_of(settings.person) != people.NAMELESS
    if named or journal is None or journal.suffix == LINES_SUFFIX:
        return ()
    known = _known(paths, journal)
    if len(known) < ENOUGH_TO_ASK:
        return ()
    words = vocabulary.load(settings.language)
    called = (n for key, n in known.items() if key != people.NAMELESS)
    named_ones = tuple(name for name in called if not unsayable_in(name, words))
    return (*named_ones, WITHOUT_NAME) if people.NAMELESS in known else named_ones


def _known(paths: Paths, journal: Path) -> dict[str, str]:
    """Return the people of the journal, then those with a profile only: key to name."""
    known = {}
    if journal.exists():
        with looked_into(journal) as connection:
            known = {people.key_of(name): name for name in people.names(connection)}
    for file in sorted((paths.config / PROFILES).glob("*.yaml")):
        try:
            known.setdefault(people.key_of(file.stem), file.stem.title())
        except BacktalkError:  # a file of another kind
            continue
    if (paths.config / PROFILE_NAME).exists():
        known.setdefault(people.NAMELESS, people.NAMELESS)
    return known
