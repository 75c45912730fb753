"""Catalogue files read into `Exercise`, `Routine` and `Programme`.

A file is a routine when it has `exercises:`, a list of programmes when it has `programmes:`, else
an exercise. Every mistake in it is found in one reading. Whether the exercises that a routine
names exist is not known here; `check` and `library` look at `Reading.mentions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from backtalk.catalogue.fields import Fields, as_fields
from backtalk.catalogue.ids import as_id
from backtalk.catalogue.nodes import MAX_FILE_BYTES, Entries, parse
from backtalk.catalogue.problem import Findings, Problem
from backtalk.catalogue.read_exercise import EXERCISE_KEYS, OLD_EXERCISE_KEYS, read_exercise
from backtalk.catalogue.scalars import as_spoken
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.routine import LEVELS, Programme, Routine
from backtalk.errors import BacktalkError

ROUTINE_KEYS = ("id", "name", "level", "about", "exercises", "order", "advice")
ORDERS = ("fixed", "free")
"""Whether a routine keeps the order of its exercises."""
PROGRAMME_KEYS = ("id", "routines")

Item = Exercise | Routine | tuple[Programme, ...]


@dataclass(frozen=True)
class Mention:
    """An id that a file names and that must exist elsewhere."""

    kind: str
    """exercise or routine."""
    id: str
    line: int


@dataclass(frozen=True)
class Reading:
    """What one file holds and everything that is wrong with it."""

    file: Path
    item: Item | None
    """None when there are problems."""
    problems: tuple[Problem, ...] = ()
    mentions: tuple[Mention, ...] = ()
    id_line: int = 1


def wrong_files(problems: Iterable[Problem]) -> BacktalkError:
    """Return the error that names all of `problems`."""
    lines = [str(problem) for problem in problems]
    count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
    message = "\n".join([f"The exercise files have {count}.", *lines])
    return BacktalkError(message, "\nFix these lines and try again.")


def examine(file: Path) -> Reading:
    """Return everything there is to know about `file`; never raises for what it holds."""
    findings = Findings(file)
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        findings.add(
            1, f"The file cannot be read: {reason}.", "Check the path and its permissions."
        )
        return Reading(file, None, findings.problems)
    return examine_bytes(data, findings)


def examine_bytes(data: bytes, findings: Findings) -> Reading:
    """Return everything there is to know about a file of `data`; problems go to `findings`."""
    root = parse(data, findings)
    if root is None:
        return Reading(findings.file, None, findings.problems)
    if not isinstance(root, Entries):
        as_fields(root, "", EXERCISE_KEYS, findings)
        return Reading(findings.file, None, findings.problems)
    keys = {key.text for key, _ in root.pairs}
    item: Item | None
    mentions: tuple[Mention, ...] = ()
    fields = Fields(root, "", _known_keys(keys), findings, OLD_EXERCISE_KEYS)
    if "programmes" in keys:
        item, mentions = _read_programmes(fields)
    elif _is_routine(keys):
        item, mentions = _read_routine(fields)
    else:
        item = read_exercise(fields, findings)
    return Reading(
        findings.file,
        None if len(findings) else item,
        findings.problems,
        mentions,
        fields.line_of("id"),
    )


def _known_keys(keys: set[str]) -> tuple[str, ...]:
    if "programmes" in keys:
        return ("programmes",)
    return ROUTINE_KEYS if _is_routine(keys) else EXERCISE_KEYS


def _is_routine(keys: set[str]) -> bool:
    """Whether these are the keys of a routine, also where `exercises` is misspelt."""
    if "exercises" in keys:
        return True
    if keys & {"dose", "say", "position"}:
        return False
    return bool(keys & {"level", "about"} or get_close_matches("exercises", keys, n=1))


def _read_routine(fields: Fields) -> tuple[Routine | None, tuple[Mention, ...]]:
    fields.require("id", "name", "level", "about", "exercises")
    routine_id = fields.read("id", as_id)
    name = fields.spoken("name")
    level = fields.choice("level", LEVELS)
    about = fields.spoken("about")
    named = fields.each("exercises", as_id)
    fields.require_items("exercises", at_least=1)
    order = fields.choice("order", ORDERS)
    advice = fields.list_of("advice", as_spoken)
    mentions = tuple(Mention("exercise", mention, line) for line, mention in named)
    if routine_id is None or name is None or level is None or about is None:
        return None, mentions
    exercises = tuple(mention for _, mention in named)
    free = order == "free"
    return Routine(routine_id, name, level, about, exercises, advice, free), mentions


def _read_programmes(fields: Fields) -> tuple[tuple[Programme, ...], tuple[Mention, ...]]:
    fields.require_items("programmes", at_least=1)
    programmes: list[Programme] = []
    mentions: list[Mention] = []
    for entry in fields.sections("programmes", PROGRAMME_KEYS):
        entry.require("id", "routines")
        programme_id = entry.read("id", as_id)
        named = entry.each("routines", as_id)
        entry.require_items("routines", at_least=1)
        mentions += [Mention("routine", mention, line) for line, mention in named]
        if programme_id is not None:
            programmes.append(Programme(programme_id, tuple(mention for _, mention in named)))
    return tuple(programmes), tuple(mentions)
