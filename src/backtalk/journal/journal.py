"""Where the records of a session go, whichever way they are kept."""

from __future__ import annotations

from typing import Protocol

from backtalk.core.model.records import Record


class Journal(Protocol):
    """Takes records one by one, in the order in which things happened."""

    def write(self, entry: Record, at: str) -> None:
        """Keep `entry`; `at` is the time of day in ISO 8601. Returns once it is on disk."""


class NoJournal:
    """Keeps nothing: for rehearsals, and for sessions that are not to be saved."""

    def write(self, entry: Record, at: str) -> None:
        """Forget `entry`."""
