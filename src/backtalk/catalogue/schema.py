"""The JSON Schema of catalogue files, for editors, made from the reader's own tables of keys.

A key that the reader knows and this does not (or the reverse) is a `KeyError` here, so that the
two cannot part. The schema allows a little more than the reader: what depends on two keys at once
is left to `backtalk check`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from backtalk.catalogue.ids import MAX_ID_CHARACTERS
from backtalk.catalogue.nodes import MAX_ENTRIES
from backtalk.catalogue.read import ORDERS, PROGRAMME_KEYS, ROUTINE_KEYS
from backtalk.catalogue.read_exercise import (
    DOSE_KEYS,
    EXERCISE_KEYS,
    OLD_EXERCISE_KEYS,
    PURPOSES,
    SAY_KEYS,
    SIDE_KEYS,
    TRAITS,
    VARIATION_KEYS,
    VARIATIONS_KEYS,
)
from backtalk.catalogue.scalars import STOP_WORDS
from backtalk.core.model.dose import (
    MAX_HOLD_S,
    MAX_REPEAT_AFTER_S,
    MAX_REPETITIONS,
    MAX_REST_S,
    MAX_SETS,
    MAX_TEMPO_S,
    MAX_TIMES_A_DAY,
    MIN_REPEAT_AFTER_S,
)
from backtalk.core.model.exercise import POSITIONS
from backtalk.core.model.routine import LEVELS
from backtalk.core.model.sides import Sides

SCHEMA_FILE = Path(__file__).with_name("schema.json")
"""Where the schema lies in the package; `backtalk schema` prints the same."""

Schema = dict[str, Any]


def schema() -> Schema:
    """Return the schema of a file that is an exercise, a routine or a list of programmes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Backtalk: an exercise, a routine or programmes",
        "anyOf": [_exercise(), _routine(), _programmes()],
    }


def as_text() -> str:
    """Return the schema as it stands in `SCHEMA_FILE`."""
    return json.dumps(schema(), indent=2) + "\n"


def _exercise() -> Schema:
    return _object(
        (*EXERCISE_KEYS, *OLD_EXERCISE_KEYS),
        {
            "id": _id(),
            "name": _spoken(),
            "position": _choice(POSITIONS),
            "equipment": _list(_text()),
            "traits": _list(_choice(TRAITS)),
            "trains": _list(_choice(PURPOSES)),
            "dose": _dose(),
            "variations": _variations(),
            "ladder": _variations() | {"deprecated": True},
            "say": _say(),
        },
        required=("id", "name", "position", "dose", "say"),
    )


def _dose() -> Schema:
    count = _number(1, MAX_REPETITIONS, whole=True)
    times = _number(1, MAX_TIMES_A_DAY, whole=True)
    hold = _number(0, MAX_HOLD_S)
    return _object(
        DOSE_KEYS,
        {
            "repetitions": count,
            "repetitions_max": count,
            "hold_s": hold,
            "hold_max_s": hold,
            "hold_step_s": hold,
            "breath": {"type": "boolean"},
            "tempo_s": _number(1, MAX_TEMPO_S),
            "sets": _number(1, MAX_SETS, whole=True),
            "series": _list(count, most=MAX_SETS),
            "rest_s": _number(0, MAX_REST_S),
            "rest_first": {"type": "boolean"},
            "sides": _choice(tuple(sides.value for sides in Sides)),
            "repeat_after_s": _number(MIN_REPEAT_AFTER_S, MAX_REPEAT_AFTER_S),
            "times_a_day": times,
            "times_a_day_max": times,
        },
    )


def _variations() -> Schema:
    variation = _object(
        VARIATION_KEYS,
        {
            "name": _spoken(),
            "say": _spoken(),
            "traits": _list(_choice(TRAITS)),
            "equipment": _list(_text()),
        },
        required=("name", "say"),
    )
    return _object(VARIATIONS_KEYS, {"easier": _list(variation), "harder": _list(variation)})


def _say() -> Schema:
    return _object(
        SAY_KEYS,
        {
            "setup": _list(_spoken(), least=2, most=3),
            "do": _list(_spoken(), least=1),
            "mind": _spoken(),
            "short": _spoken(),
            "effort": _spoken(),
            "release": _spoken(),
            "sides": _object(SIDE_KEYS, {side: _spoken() for side in SIDE_KEYS}),
        },
        required=("setup", "do", "mind", "short"),
    )


def _routine() -> Schema:
    return _object(
        ROUTINE_KEYS,
        {
            "id": _id(),
            "name": _spoken(),
            "level": _choice(LEVELS),
            "about": _spoken(),
            "exercises": _list(_id(), least=1),
            "order": _choice(ORDERS),
            "advice": _list(_spoken()),
        },
        required=("id", "name", "level", "about", "exercises"),
    )


def _programmes() -> Schema:
    programme = _object(
        PROGRAMME_KEYS,
        {"id": _id(), "routines": _list(_id(), least=1)},
        required=PROGRAMME_KEYS,
    )
    programmes = ("programmes",)
    return _object(programmes, {"programmes": _list(programme, least=1)}, required=programmes)


def _object(
    keys: tuple[str, ...], values: dict[str, Schema], required: tuple[str, ...] = ()
) -> Schema:
    unknown = set(values) ^ set(keys)
    if unknown:
        raise KeyError(f"the reader and the schema differ in {sorted(unknown)}")
    made: Schema = {
        "type": "object",
        "properties": {key: values[key] for key in keys},
        "additionalProperties": False,
    }
    return made | ({"required": list(required)} if required else {})


def _list(items: Schema, least: int = 0, most: int = MAX_ENTRIES) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _text() -> Schema:
    return {"type": "string", "pattern": r"\S"}


def _spoken() -> Schema:
    """Text without any word that ends an exercise at once, nor a word made from one."""
    letters = ("".join(f"[{c}{c.upper()}]" for c in word) for word in STOP_WORDS)
    return _text() | {"not": {"pattern": rf"\b({'|'.join(letters)})"}}


def _id() -> Schema:
    return {
        "type": "string",
        "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
        "maxLength": MAX_ID_CHARACTERS,
    }


def _choice(options: tuple[str, ...]) -> Schema:
    return {"enum": list(options)}


def _number(least: float, most: float, *, whole: bool = False) -> Schema:
    return {"type": "integer" if whole else "number", "minimum": least, "maximum": most}
