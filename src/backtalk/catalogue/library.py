"""All exercises, routines and programmes at hand: those of the package and those of the user.

The package's files and the user's come through the same door and are held to the same rules.
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
from backtalk.catalogue.problem import did_you_mean
from backtalk.catalogue.read import Reading, examine, wrong_files
from backtalk.core.exercise import Exercise, Programme, Routine
from backtalk.errors import BacktalkError

T = TypeVar("T")


@dataclass(frozen=True)
class Library:
    """What can be trained, by id."""

    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    programmes: Mapping[str, Programme]

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

    def exercises_of(self, routine: Routine) -> tuple[Exercise, ...]:
        """Return the exercises of `routine` in order.

        Raises:
            BacktalkError: the routine names an exercise that is not here.
        """
        return tuple(self.exercise(exercise_id) for exercise_id in routine.exercises)


def load_library(user_dir: Path | None = None) -> Library:
    """Return the package's catalogue together with the files in `user_dir`, if there are any.

    Files are looked for in `user_dir` itself and in the folders right in it.

    Raises:
        BacktalkError: some file is wrong; the message names every problem of every file.
    """
    files = catalogue_files(PACKAGE_DIR)
    if user_dir is not None and user_dir.is_dir():
        files += catalogue_files(user_dir)
    readings = [examine(file) for file in files]
    _refuse_problems(readings)
    items = [reading.item for reading in readings]
    programmes = [item for group in items if isinstance(group, tuple) for item in group]
    return Library(
        MappingProxyType({item.id: item for item in items if isinstance(item, Exercise)}),
        MappingProxyType({item.id: item for item in items if isinstance(item, Routine)}),
        MappingProxyType({programme.id: programme for programme in programmes}),
    )


def _refuse_problems(readings: list[Reading]) -> None:
    exercise_ids, routine_ids = ids_of(Exercise, readings), ids_of(Routine, readings)
    problems = [problem for reading in readings for problem in reading.problems]
    if not problems:
        # Only now: a file that cannot be read would make everything that names it look wrong.
        for reading in readings:
            problems += unknown_mentions(reading, exercise_ids, routine_ids)
        problems += taken_ids(readings)
    if problems:
        raise wrong_files(problems)


def _find(items: Mapping[str, T], item_id: str, kind: str) -> T:
    try:
        return items[item_id]
    except KeyError:
        raise BacktalkError(
            f"There is no {kind} '{item_id}'.", did_you_mean(item_id, items)
        ) from None
