"""From the session's records to rows: which table each kind belongs to, and what it changes.

Knows nothing of files and transactions; whoever calls it has opened one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from backtalk.core.model.records import Record
from backtalk.journal.tables import OF_SESSIONS

Facts = dict[str, str | int | float]

_ACTIONS = {"left out": "left out", "set": "went on", "closing": "ended"}
"""What the next record of this kind tells of the pain report before it."""
_FAULTS = ("trouble", "sound lost", "sound found")


@dataclass(frozen=True)
class Page:
    """Where the books are open; a transaction that failed returns to its page."""

    session: str = ""
    """The id of the session under way; '' before the first."""
    going_on: str = ""
    """The id of a session that broke off: the next 'session' goes on with it."""
    nameless: bool = False
    """Whether the session under way is not known by its routine yet."""


class Bookkeeper:
    """Enters the records of one person's sessions into the tables of `connection`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        person: str,
        new_id: Callable[[], str],
        *,
        rehearsal: bool = False,
    ) -> None:
        """Keep books for `person` (a key of `people`); `new_id` gives each row its id."""
        self._connection = connection
        self._person = person
        self._new_id = new_id
        self._rehearsal = rehearsal
        self.page = Page()

    def enter(self, entry: Record, at: str) -> None:
        """Enter `entry`, which happened at `at`."""
        facts: Facts = dict(entry.facts)
        if entry.kind == "session":
            self._session(facts, at)
            return
        if entry.kind == "answer":
            consent = bool(facts.get("consent", 0))
            self.answer(str(facts["question"]), str(facts["answer"]), at, consent=consent)
            return
        if entry.kind == "answer taken back":
            self._take_back(str(facts["question"]))
            return
        if entry.kind == "going on":
            self._go_on_with(str(facts["session"]))
            return
        if not self.page.session:  # what comes before a session belongs to it
            self._session({"routine": "", "sets": 0}, at)
            self.page = replace(self.page, nameless=True)
        self._tell_action(entry.kind, facts)
        if entry.kind in _FAULTS:
            self._add("faults", at=at, kind=entry.kind, reason=str(facts.get("reason", "")))
        elif entry.kind == "set":
            self._set(facts, at)
        elif entry.kind == "pain":
            self._score(facts, at)
        elif entry.kind == "stop" and facts.get("word") in {"pain", "unwell"}:
            self._pain(facts, at, str(facts["word"]))
        elif entry.kind == "closing":
            self._close(at)
        elif entry.kind == "doctor agreed":
            self._consent(facts, at)
        else:
            kind = str(facts["direction"]) if entry.kind == "step" else entry.kind
            exercise = str(facts.pop("exercise", ""))
            self._add("notes", at=at, kind=kind, exercise=exercise, facts=json.dumps(facts))

    def _session(self, facts: Facts, at: str) -> None:
        if self.page.going_on:
            self.page = Page(self.page.going_on)
            return
        if self.page.nameless:
            self.page = Page(self.page.session)
            self._connection.execute(
                "UPDATE sessions SET routine = ?, planned = ? WHERE id = ?",
                (facts["routine"], facts["sets"], self.page.session),
            )
            return
        session = self._new_id()
        self._connection.execute(
            "INSERT INTO sessions (id, person, routine, planned, started, rehearsal)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (session, self._person, facts["routine"], facts["sets"], at, int(self._rehearsal)),
        )
        self.page = Page(session)

    def _set(self, facts: Facts, at: str) -> None:
        self._add(
            "sets",
            at=at,
            exercise=facts["exercise"],
            variation=facts.get("variation", ""),
            number=facts.get("set", 1),
            side=facts.get("side", ""),
            planned=facts.get("planned", facts.get("repetitions", 0)),
            done=facts.get("repetitions", 0),
            hold_s=float(facts.get("hold_s", 0.0)),
        )

    def _pain(self, facts: Facts, at: str, kind: str) -> None:
        again = self._connection.execute(
            "SELECT 1 FROM pain_reports WHERE session = ? AND action IS NULL AND score IS NULL"
            " AND kind = ?",
            (self.page.session, kind),
        ).fetchone()
        if not again:  # the same word again, before it was answered, is the same pain
            self._add("pain_reports", at=at, exercise=facts.get("exercise", ""), kind=kind)

    def _score(self, facts: Facts, at: str) -> None:
        """Complete the report that waits for its answer; make one where none waits."""
        waiting = self._connection.execute(
            "SELECT id FROM pain_reports WHERE session = ? AND action IS NULL AND kind = 'pain'"
            " ORDER BY rowid DESC LIMIT 1",
            (self.page.session,),
        ).fetchone()
        score, place = facts.get("score"), facts.get("place")
        if waiting is None:
            exercise = facts.get("exercise", "")
            self._add(
                "pain_reports", at=at, exercise=exercise, kind="pain", score=score, place=place
            )
            return
        self._connection.execute(
            "UPDATE pain_reports SET score = coalesce(?, score), place = coalesce(?, place)"
            " WHERE id = ?",
            (score, place, waiting[0]),
        )

    def _tell_action(self, kind: str, facts: Facts) -> None:
        action = str(facts["direction"]) if kind == "step" else _ACTIONS.get(kind)
        if action is not None:
            self._connection.execute(
                "UPDATE pain_reports SET action = ? WHERE session = ? AND action IS NULL",
                (action, self.page.session),
            )

    def _close(self, at: str) -> None:
        ended_by = self._connection.execute(
            "SELECT kind FROM pain_reports WHERE session = ? AND action = 'ended'",
            (self.page.session,),
        ).fetchone()
        done, planned = self._connection.execute(
            "SELECT (SELECT count(DISTINCT exercise || '/' || number || '/' || side)"
            " FROM sets WHERE session = s.id), planned FROM sessions s WHERE id = ?",
            (self.page.session,),
        ).fetchone()
        ending = ended_by[0] if ended_by else "complete" if done >= planned else "partial"
        self._connection.execute(
            "UPDATE sessions SET ended = ?, ending = ? WHERE id = ?",
            (at, ending, self.page.session),
        )

    def _consent(self, facts: Facts, at: str) -> None:
        question = f"doctor-agreed:{facts['rule']}"
        self.answer(question, str(facts.get("exercise") or "yes"), at, consent=True)

    def answer(self, question: str, answer: str, at: str, *, consent: bool) -> None:
        """Enter what the person answered."""
        self._connection.execute(
            "INSERT INTO answers (id, person, at, question, answer, consent)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (self._new_id(), self._person, at, question, answer, int(consent)),
        )

    def _take_back(self, question: str) -> None:
        """Delete the last answer to `question`: what was misheard was never answered."""
        self._connection.execute(
            "DELETE FROM answers WHERE rowid = (SELECT rowid FROM answers"
            " WHERE person = ? AND question = ? ORDER BY at DESC, rowid DESC LIMIT 1)",
            (self._person, question),
        )

    def _go_on_with(self, session: str) -> None:
        """Go on with `session`, which broke off; what was noted since the start belongs to it."""
        if self.page.nameless:
            before = self.page.session
            for table in OF_SESSIONS:
                self._connection.execute(
                    f"UPDATE {table} SET session = ? WHERE session = ?",  # noqa: S608  our own words
                    (session, before),
                )
            self._connection.execute("DELETE FROM sessions WHERE id = ?", (before,))
        self.page = Page(going_on=session)

    def _add(self, table: str, **row: str | float | None) -> None:
        row = {"id": self._new_id(), "session": self.page.session, **row}
        names, gaps = ", ".join(row), ", ".join("?" * len(row))
        sql = f"INSERT INTO {table} ({names}) VALUES ({gaps})"  # noqa: S608  names are our own words
        self._connection.execute(sql, tuple(row.values()))
