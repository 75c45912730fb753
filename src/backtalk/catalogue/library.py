"""All exercises, routines and programmes at hand: those of the package and those of the user.

The package's files and the user's are read by the same code and held to the same rules. An invalid
file of the user is skipped and reported; the others are still loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from backtalk.catalogue.check import (
    PACKAGE_DIR,
    catalogue_files,
    ids_of,
    taken_ids,
    unknown_mentions,
)
from backtalk.catalogue.problem import Problem, did_you_mean
from backtalk.catalogue.read import Reading, examine, wrong_files
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.routine import Programme, Routine
from backtalk.errors import BacktalkError

T = TypeVar("T")


@dataclass(frozen=True)
class Library:
    """What can be trained, by id."""

    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    programmes: Mapping[str, Programme]
    problems: tuple[Problem, ...] = ()
    """What is wrong with files of the user, which were skipped."""

    @property
    def equipment(self) -> frozenset[str]:
        """Return everything that an exercise or one of its variations asks for."""
        return frozenset(
            thing
            for exercise in self.exercises.values()
            for things in (
                exercise.equipment,
                *(variation.equipment for variation in exercise.variations),
            )
            for thing in things
        )

    def exercise(self, exercise_id: str) -> Exercise:
        """Return an exercise.

        Raises:
            BacktalkError: there is none of that id; the remedy names the nearest.
        """
        return _find(self.exercises, exercise_id, "exercise")

    def routine(self, routine_id: str) -> Routine:
        """Return a routine.

        Raises:
            BacktalkError: there is none of that id; the remedy names the nearest.
        """
        return _find(self.routines, routine_id, "routine")

    def programme(self, programme_id: str) -> Programme:
        """Return a programme.

        Raises:
            BacktalkError: there is none of that id; the remedy names the nearest.
        """
        return _find(self.programmes, programme_id, "programme")


def load_library(user_dir: Path | None = None) -> Library:
    """Return the package's catalogue together with the files in `user_dir`, if there are any.

    Files are looked for in `user_dir` and in the folders right in it. Those that are invalid, or
    name what does not exist, are skipped; `Library.problems` says what is wrong with them.

    Raises:
        BacktalkError: a file of the package is wrong; the message names every problem.
    """
    package = [examine(file) for file in catalogue_files(PACKAGE_DIR)]
    problems = _problems(package)
    if problems:
        raise wrong_files(problems)
    found = catalogue_files(user_dir) if user_dir is not None and user_dir.is_dir() else []
    own, problems_of_skipped = _usable([examine(file) for file in found], package)
    items = [reading.item for reading in (*package, *own)]
    programmes = [item for group in items if isinstance(group, tuple) for item in group]
    return Library(
        MappingProxyType({item.id: item for item in items if isinstance(item, Exercise)}),
        MappingProxyType({item.id: item for item in items if isinstance(item, Routine)}),
        MappingProxyType({programme.id: programme for programme in programmes}),
        problems_of_skipped,
    )


def _usable(
    own: list[Reading], package: list[Reading]
) -> tuple[list[Reading], tuple[Problem, ...]]:
    """Return the readings of `own` that can be used, and what is wrong with the others.

    A skipped file may be named by others, which are then invalid as well; so this is repeated until
    nothing more is wrong.
    """
    problems_of_skipped: list[Problem] = []
    while problems := _problems([*package, *own]):
        wrong = {problem.file for problem in problems}
        problems_of_skipped += problems
        own = [reading for reading in own if reading.file not in wrong]
    return own, tuple(problems_of_skipped)


def _problems(readings: list[Reading]) -> list[Problem]:
    problems = [problem for reading in readings for problem in reading.problems]
    if problems:
        # A file that cannot be read would make everything that names it look wrong, too.
        return problems
    exercise_ids, routine_ids = ids_of(Exercise, readings), ids_of(Routine, readings)
    for reading in readings:
        problems += unknown_mentions(reading, exercise_ids, routine_ids)
    return [*problems, *taken_ids(readings)]


def _find(items: Mapping[str, T], item_id: str, kind: str) -> T:
    try:
        return items[item_id]
    except KeyError:
        raise BacktalkError(
            f"There is no {kind} '{item_id}'.", did_you_mean(item_id, items)
        ) from None
