"""A record from its kind and its facts, as a journal kept them: the way back from `Record.facts`.

Journals of earlier versions hold fewer facts; what those stood for is filled in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Any

from backtalk.core.model.events import Command
from backtalk.core.model.records import (
    JOURNAL_NAMES,
    CheckResult,
    Fact,
    PainAction,
    QuestionAnswered,
    Record,
    SetDone,
)

_WHERE_MISSING: dict[str, dict[str, Fact]] = {
    "session": {"routine": "", "sets": 0},
    "set": {"set": 1, "side": "", "repetitions": 0, "hold_s": 0.0, "variation": ""},
    "stop": {"exercise": "", "set": 0, "repetition": 0},
    "doctor agreed": {"exercise": ""},
    "sound lost": {"reason": ""},
    "trouble": {"reason": ""},
    "step": {"exercise": "", "direction": "easier"},
    "left out": {"exercise": ""},
    "closing": {"sets_done": 0},
}
"""Kind to the facts that journals of earlier versions may lack, and what they stand for then.
The first journals knew a step to something easier only."""
_KINDS: dict[str, type[Record]] = {each.kind: each for each in Record.__subclasses__()}
_ENUMS: dict[str, dict[str, type[Enum]]] = {
    "stop": {"word": Command},
    "hearing check": {"result": CheckResult},
    "pain handled": {"action": PainAction},
}
"""Kind to those of its facts that are one of an enumeration."""


def record_of(kind: str, facts: Mapping[str, Fact]) -> Record:
    """Return the record of `kind` with `facts`, as `facts` of a record gave them.

    Facts that an earlier version did not write yet may be missing.

    Raises:
        ValueError: there is no such kind, or its facts are not those of the kind.
    """
    if kind not in _KINDS:
        raise ValueError(f"no record is of the kind {kind!r}")
    whole = {**_WHERE_MISSING.get(kind, {}), **facts}
    if kind == SetDone.kind:  # a set was once written without what was asked for
        whole.setdefault("planned", whole["repetitions"])
    if kind == QuestionAnswered.kind:
        whole["consent"] = bool(whole.get("consent", False))
    names = {JOURNAL_NAMES.get(each.name, each.name): each.name for each in fields(_KINDS[kind])}
    enums = _ENUMS.get(kind, {})
    try:
        values: dict[str, Any] = {
            names[name]: enums[name](value) if name in enums else value
            for name, value in whole.items()
        }
        return _KINDS[kind](**values)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"these are not the facts of {kind!r}: {sorted(facts)}") from error
