"""The lines of a journal of lines, as the importer reads them: session by session."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from backtalk.core.model.record_from_facts import record_of
from backtalk.core.model.records import (
    AnswerTakenBack,
    QuestionAnswered,
    Record,
    SessionBegun,
    SessionClosed,
)
from backtalk.journal.old_lines import in_present_names

_NO_PART = (QuestionAnswered.kind, AnswerTakenBack.kind)
"""Kinds that belong to the person and not to a session."""


@dataclass(frozen=True)
class ImportedLine:
    """A line that is whole; what it says may still be nothing that a journal says."""

    number: int
    """In the file, from 1."""
    text: str
    kind: Any
    at: Any
    facts: dict[str, Any]

    def record(self) -> Record:
        """Return what happened.

        Raises:
            ValueError: it is nothing that a journal says.
        """
        if not isinstance(self.kind, str) or not isinstance(self.at, str):
            raise ValueError("the kind and the time are texts")  # noqa: TRY004 - the data's fault
        return record_of(self.kind, self.facts)


def lines_in(texts: Iterable[tuple[int, str]]) -> Iterator[ImportedLine]:
    """Yield the lines among the numbered `texts`; one that a power cut tore is skipped."""
    for number, text in texts:
        try:
            facts = in_present_names(json.loads(text))
            yield ImportedLine(number, text, facts.pop("kind"), facts.pop("at"), facts)
        except (ValueError, KeyError, AttributeError):
            continue


def sessions_in(lines: Iterable[ImportedLine]) -> Iterator[list[ImportedLine]]:
    """Yield the lines of each session, the one with which it began first.

    What was answered and what hurt before the beginning is part of it, as in the database; the
    session then began with that.
    """
    session: list[ImportedLine] = []
    for line in lines:
        if line.kind == SessionBegun.kind and _has_begun(session):
            own, session = _split_at_end(session)
            yield _beginning_first(own)
        session.append(line)
    for part in _split_at_end(session):
        if part:
            yield _beginning_first(part)


def _has_begun(session: list[ImportedLine]) -> bool:
    return any(each.kind == SessionBegun.kind for each in session)


def _split_at_end(session: list[ImportedLine]) -> tuple[list[ImportedLine], list[ImportedLine]]:
    """Return what belongs to `session` and what already belongs to the next one.

    The last closing ends it, not the first: a goodbye that was interrupted is said again. One
    that broke off has no end, so nothing tells what came after it from what came in it.
    """
    ends = [place for place, each in enumerate(session, 1) if each.kind == SessionClosed.kind]
    end = ends[-1] if ends else len(session)
    return session[:end], session[end:]


def _beginning_first(session: list[ImportedLine]) -> list[ImportedLine]:
    if not _has_begun(session):
        return session
    begun = next(each for each in session if each.kind == SessionBegun.kind)
    before = session[: session.index(begun)]
    earliest = next((each.at for each in before if each.kind not in _NO_PART), begun.at)
    return [replace(begun, at=earliest), *(each for each in session if each is not begun)]
