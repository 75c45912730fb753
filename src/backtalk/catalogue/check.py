"""Every problem of a catalogue file at once: where, what is wrong, what was probably meant.

It looks at the file itself and at what it names: exercises of the package and of files beside it.
Whatever the bytes are, the answer is a list of problems, never an exception.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from backtalk.catalogue.problem import Problem, did_you_mean
from backtalk.catalogue.read import Reading, examine
from backtalk.core.model.exercise import Exercise, Programme, Routine

PACKAGE_DIR = Path(__file__).parent
"""Where the catalogue that comes with Backtalk lies."""


def check_file(file: Path) -> tuple[Problem, ...]:
    """Return all that is wrong with `file`, by line; nothing when it can be used."""
    reading = examine(file)
    if file.resolve().is_relative_to(PACKAGE_DIR):
        neighbours = catalogue_files(PACKAGE_DIR)
    else:
        neighbours = [*catalogue_files(PACKAGE_DIR), *_beside(file)]
    others = [examine(other) for other in neighbours if other.resolve() != file.resolve()]
    exercise_ids = ids_of(Exercise, [reading, *others])
    routine_ids = ids_of(Routine, [reading, *others])
    problems = [
        *reading.problems,
        *unknown_mentions(reading, exercise_ids, routine_ids),
        *taken_ids([*others, reading], of=reading),
    ]
    return tuple(sorted(problems, key=lambda problem: problem.line))


def catalogue_files(folder: Path) -> list[Path]:
    """Return the YAML files in `folder` and in the folders right in it, by name."""
    found = [path for pattern in ("*.yaml", "*.yml") for path in folder.glob(pattern)]
    found += [path for pattern in ("*/*.yaml", "*/*.yml") for path in folder.glob(pattern)]
    return sorted(path for path in found if path.is_file())


def ids_of(kind: type[Exercise | Routine], readings: Iterable[Reading]) -> list[str]:
    """Return the ids of all exercises or routines among `readings`."""
    return [reading.item.id for reading in readings if isinstance(reading.item, kind)]


def unknown_mentions(
    reading: Reading, exercise_ids: Collection[str], routine_ids: Collection[str]
) -> tuple[Problem, ...]:
    """Return a problem for every exercise or routine that `reading` names and nobody has."""
    known = {"exercise": exercise_ids, "routine": routine_ids}
    return tuple(
        Problem(
            reading.file,
            mention.line,
            f"There is no {mention.kind} '{mention.id}'.",
            did_you_mean(mention.id, known[mention.kind]),
        )
        for mention in reading.mentions
        if mention.id not in known[mention.kind]
    )


def taken_ids(readings: Iterable[Reading], of: Reading | None = None) -> tuple[Problem, ...]:
    """Return a problem for every id that an earlier reading has, or only for those of `of`.

    An exercise and a routine may share an id; two exercises may not.
    """
    owners: dict[tuple[type, str], Reading] = {}
    problems = []
    for reading in readings:
        for item in _items(reading):
            owner = owners.setdefault((type(item), item.id), reading)
            if owner is not reading and of in (None, reading):
                problems.append(
                    Problem(
                        reading.file,
                        reading.id_line,
                        f"The id '{item.id}' is taken by {owner.file.name}.",
                        f"Choose another, such as 'my-{item.id}'.",
                    )
                )
    return tuple(problems)


def _items(reading: Reading) -> tuple[Exercise | Routine | Programme, ...]:
    if reading.item is None:
        return ()
    return reading.item if isinstance(reading.item, tuple) else (reading.item,)


def _beside(file: Path) -> list[Path]:
    """Return the files a user's file may refer to: in its folder and in sister folders."""
    folder = file.parent
    root = folder.parent if folder.name in {"exercises", "routines"} else folder
    return catalogue_files(root)
