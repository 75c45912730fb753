"""A person's profile read from YAML, with every mistake at once, by line.

As strict as the catalogue: what is not understood is reported, never guessed, because a misread
answer could let an exercise through that is not for this back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backtalk.catalogue.fields import Fields, as_fields
from backtalk.catalogue.nodes import MAX_FILE_BYTES, Node, Scalar, parse
from backtalk.catalogue.problem import Findings, Problem, shown
from backtalk.catalogue.scalars import as_choice, as_flag, as_text
from backtalk.core.model.profile import (
    CONSENTS,
    HOUSEHOLD,
    MAX_AGE,
    MAX_DAYS,
    MAX_MONTHS,
    Condition,
    Profile,
    StartingPoint,
)
from backtalk.errors import BacktalkError

PROFILE_KEYS = (
    "starting_point",
    "conditions",
    "osteoporosis",
    "age",
    "can_hang",
    "equipment",
    "days_since_last",
    "main_is_easy",
    "hyperextension_months",
    "sharp_days_ago",
    "days_trained",
    "other_routines_this_week",
    "doctor_agreed_to",
)
STARTING_POINTS = tuple(point.value for point in StartingPoint)
CONDITIONS = tuple(condition.value for condition in Condition)
EXTRA_EQUIPMENT = ("belt",)
"""What a rule asks for and no exercise lists."""


def read_profile(
    file: Path,
    equipment: Collection[str],
    exercise_ids: Collection[str],
    routine_ids: Collection[str],
) -> Profile:
    """Return the profile in `file`.

    Args:
        file: YAML.
        equipment: what exercises ask for; anything else is reported as a slip of the pen.
        exercise_ids: ids that may be named.
        routine_ids: ids that may be named.

    Raises:
        BacktalkError: the file is missing or wrong; the message names every problem.
    """
    findings = Findings(file)
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise BacktalkError(
            f"The profile {file} cannot be read: {reason}.", "Check the path and its permissions."
        ) from error
    profile = examine_profile(data, findings, equipment, exercise_ids, routine_ids)
    if profile is None:
        raise _wrong(findings.problems)
    return profile


def examine_profile(
    data: bytes,
    findings: Findings,
    equipment: Collection[str],
    exercise_ids: Collection[str],
    routine_ids: Collection[str],
) -> Profile | None:
    """Return the profile in `data`, or None when `findings` say what is wrong."""
    root = parse(data, findings)
    fields = as_fields(root, "", PROFILE_KEYS, findings) if root is not None else None
    if fields is None:
        return None
    fields.require("starting_point")
    point = fields.read("starting_point", _as_starting_point)
    things = known_equipment(equipment)
    found: dict[str, Any] = {
        "conditions": frozenset(
            Condition(word) for word in _words(fields, "conditions", CONDITIONS)
        ),
        "osteoporosis": fields.read("osteoporosis", as_flag),
        "age": _whole(fields, "age", 1, MAX_AGE, findings),
        "can_hang": fields.read("can_hang", as_flag),
        "equipment": frozenset(_words(fields, "equipment", things))
        if "equipment" in fields
        else None,
        "days_since_last": _whole(fields, "days_since_last", 0, MAX_DAYS, findings),
        "main_is_easy": fields.read("main_is_easy", as_flag),
        "hyperextension_months": _whole(fields, "hyperextension_months", 0, MAX_MONTHS, findings),
        "sharp_days_ago": _days(fields, "sharp_days_ago", exercise_ids, findings),
        "days_trained": _days(fields, "days_trained", exercise_ids, findings),
        "week": _words(fields, "other_routines_this_week", tuple(sorted(routine_ids))),
        "agreed": frozenset(_words(fields, "doctor_agreed_to", CONSENTS)),
    }
    if point is None or len(findings):
        return None
    given = {key: value for key, value in found.items() if value is not None}
    return Profile(StartingPoint(point), **given)


def known_equipment(equipment: Collection[str]) -> tuple[str, ...]:
    """Return all single things of `equipment` (either of 'a or b'), and what rules ask for."""
    single = {one.strip() for thing in equipment for one in thing.split(" or ")}
    return tuple(sorted({*single, *HOUSEHOLD, *EXTRA_EQUIPMENT}))


def _as_starting_point(node: Node, label: str, findings: Findings) -> str | None:
    if isinstance(node, Scalar) and node.text in STARTING_POINTS:
        return node.text
    text = shown(node.text) if isinstance(node, Scalar) else "not one word"
    findings.add(node.line, f"{label} is {text}.", f"Write one of: {', '.join(STARTING_POINTS)}.")
    return None


def _words(fields: Fields, key: str, options: tuple[str, ...]) -> tuple[str, ...]:
    if not options:
        return fields.list_of(key, as_text)
    return fields.list_of(key, lambda node, label, found: as_choice(node, label, options, found))


def _whole(fields: Fields, key: str, least: int, most: int, findings: Findings) -> int | None:
    number = fields.whole(key)
    if number is not None and not least <= number <= most:
        findings.add(
            fields.line_of(key), f"{key} is {number}.", f"Write a number from {least} to {most}."
        )
        return None
    return number


def _days(
    fields: Fields, key: str, exercise_ids: Collection[str], findings: Findings
) -> Mapping[str, int] | None:
    """Return exercise id to days, or None when the key is absent."""
    if key not in fields:
        return None
    section = fields.section(key, tuple(sorted(exercise_ids)))
    if section is None:
        return None
    days = {
        exercise_id: _whole(section, exercise_id, 0, MAX_DAYS, findings)
        for exercise_id in exercise_ids
        if exercise_id in section
    }
    return MappingProxyType({name: count for name, count in days.items() if count is not None})


def _wrong(problems: tuple[Problem, ...]) -> BacktalkError:
    lines = [str(problem) for problem in problems]
    count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
    message = "\n".join([f"The profile has {count}.", *lines])
    return BacktalkError(message, "\nFix these lines and try again.")
