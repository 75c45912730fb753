"""From a phrase id and its values to the sentence that is spoken."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from backtalk.core.model.events import Line, Phrase


@dataclass(frozen=True)
class Phrasebook:
    """All sentences of one language; `templates` maps id to text with {gaps}."""

    language: str
    templates: Mapping[str, str]

    def text(self, line: Line) -> str:
        """Return the sentence for `line`.

        Raises:
            KeyError: the phrase is not in the book, or a gap has no value.
        """
        if isinstance(line, Phrase):
            return self.templates[line.id].format(**dict(line.values))
        return line

    def texts(self, lines: Iterable[Line]) -> tuple[str, ...]:
        """Return the sentences for `lines`."""
        return tuple(self.text(line) for line in lines)

    def gaps(self, phrase_id: str) -> frozenset[str]:
        """Return the names of the gaps in the phrase `phrase_id`."""
        parts = string.Formatter().parse(self.templates[phrase_id])
        return frozenset(name for _, name, _, _ in parts if name)


@cache
def load(language: str = "en") -> Phrasebook:
    """Return the phrasebook of `language`, an installed folder such as 'en'; it is read once."""
    source = resources.files("backtalk.language").joinpath(language, "phrases.yaml")
    return Phrasebook(language, yaml.safe_load(source.read_text(encoding="utf-8")))
