"""What is wrong with a catalogue file, in words a person can act on.

Nothing here reads files or knows YAML; it only keeps what was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

MAX_PROBLEMS = 100
"""More than this from one file tells nothing new."""
SHOWN_CHARACTERS = 40
MAX_CHOICES = 12
"""A longer list of possibilities is not shown."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one place."""

    file: Path
    line: int
    """Counted from 1."""
    message: str
    """One sentence with a full stop: what is wrong."""
    remedy: str
    """One sentence: what was probably meant, or what to write."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.remedy}"


class Findings:
    """The problems of one file as they are found."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._problems: list[Problem] = []

    def add(self, line: int, message: str, remedy: str) -> None:
        """Keep one more problem."""
        self._problems.append(Problem(self.file, line, message, remedy))

    def __len__(self) -> int:
        return len(self._problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The first `MAX_PROBLEMS` problems, by line."""
        return tuple(sorted(self._problems, key=lambda problem: problem.line)[:MAX_PROBLEMS])


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return 'Did you mean ...?' for a near miss of `word`, else what there is to choose from."""
    known = sorted(options)
    near = get_close_matches(word.lower(), known, n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    if len(known) > MAX_CHOICES:
        return "Run 'backtalk list' to see them all."
    return f"Choose from: {', '.join(known)}." if known else "Remove it."


def shown(text: str) -> str:
    """Return `text` in quotes as an error may show it: short, unprintable characters escaped."""
    cut = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."
    return repr(cut)
