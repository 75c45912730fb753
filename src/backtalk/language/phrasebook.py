"""From a phrase id and its values to the sentence that is spoken."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from babel import Locale

from backtalk.core.model.events import Line, Phrase, Value, phrase

COUNT = "count"
"""The gap whose number decides which form of a phrase is said."""

Template = str | Mapping[str, str]
"""A text with {gaps}, or such a text for each plural category."""


@dataclass(frozen=True)
class Phrasebook:
    """All sentences of one language."""

    language: str
    templates: Mapping[str, Template]
    """Phrase id to template."""
    plural_category: Callable[[int], str]
    """The CLDR category of a number in this language, such as 'one' or 'other'."""

    def text(self, line: Line) -> str:
        """Return the sentence for `line`.

        Raises:
            KeyError: the phrase is not in the book, or a gap has no value.
            TypeError: a phrase that goes by a number is given another `count`.
        """
        if not isinstance(line, Phrase):
            return line
        template, values = self.templates[line.id], dict(line.values)
        if not isinstance(template, str):
            template = template[self.plural_category(_number(values[COUNT]))]
        return template.format(**{name: self._shown(value) for name, value in values.items()})

    def texts(self, lines: Iterable[Line]) -> tuple[str, ...]:
        """Return the sentences for `lines`."""
        return tuple(self.text(line) for line in lines)

    def forms(self, phrase_id: str) -> tuple[str, ...]:
        """Return every text that the phrase `phrase_id` may become, with its gaps."""
        template = self.templates[phrase_id]
        return (template,) if isinstance(template, str) else tuple(template.values())

    def gaps(self, phrase_id: str) -> frozenset[str]:
        """Return the names of the values that the phrase `phrase_id` needs."""
        parts = (part for form in self.forms(phrase_id) for part in string.Formatter().parse(form))
        counted = () if isinstance(self.templates[phrase_id], str) else (COUNT,)
        return frozenset((*counted, *(name for _, name, _, _ in parts if name)))

    def _shown(self, value: Value) -> str | int:
        """Return `value` as it is said: several texts are listed, the last after an 'and'."""
        if not isinstance(value, tuple):
            return value
        *others, last = value
        return self.text(phrase("listed", others=", ".join(others), last=last)) if others else last


def _number(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError(f"'{COUNT}' is a whole number")
    return value


@cache
def load(language: str = "en") -> Phrasebook:
    """Return the phrasebook of `language`, an installed folder such as 'en'; it is read once."""
    source = resources.files("backtalk.language").joinpath(language, "phrases.yaml")
    templates = yaml.safe_load(source.read_text(encoding="utf-8"))
    return Phrasebook(language, templates, Locale.parse(language, sep="-").plural_form)
