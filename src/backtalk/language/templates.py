"""Sentences as templates, in the notation of Home Assistant's hassil.

`[a]` may be there or not, `(a|b)` is one of several, `<name>` is a rule that is written elsewhere,
and `*` stands for up to three words of any kind. hassil itself answers only what a whole sentence
means; complaints and refusals are looked for inside sentences, so the notation is compiled to
regular expressions here. Texts are words with one space behind each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

PARTS = re.compile(r"<\w+>|[\[\]()|*]|[^\s\[\]()|*<>]+")
MARKS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "*": r"(?:\S+ ){0,3}"}


class TemplateError(ValueError):
    """A template that cannot be read: a fault in a file of ours."""


def compiled(templates: Iterable[str], rules: Mapping[str, str]) -> re.Pattern[str]:
    """Return the expression for any of `templates`.

    Raises:
        TemplateError: a bracket has no partner, or there is no such rule.
    """
    return re.compile("|".join(f"(?:{expression(t, rules)})" for t in templates) or "(?!)")


def expression(template: str, rules: Mapping[str, str]) -> str:
    """Return a template as the text of a regular expression.

    Raises:
        TemplateError: as above.
    """
    pieces = [_piece(part, rules) for part in PARTS.findall(template)]
    text = "".join(pieces)
    try:
        re.compile(text)
    except re.error as error:
        raise TemplateError(f"template {template!r}: {error}") from error
    return text


def _piece(part: str, rules: Mapping[str, str]) -> str:
    if part in MARKS:
        return MARKS[part]
    if not part.startswith("<"):
        return re.escape(part) + " "
    name = part.strip("<>")
    if name not in rules:
        raise TemplateError(f"there is no rule {part}")
    return f"(?:{expression(rules[name], rules)})"
