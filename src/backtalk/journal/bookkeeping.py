"""From the session's records to rows: which table each kind belongs to, and what it changes.

Knows nothing of files and transactions: the caller has opened one. Every record but the
beginning of a session, the resuming of one and the answers belongs to the session under way, which
the `Cursor` knows. What was done after pain is never guessed here: the session says it with
`PainHandled`, and a report without an action is pain that was not dealt with yet.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from backtalk.core.model.events import Command
from backtalk.core.model.records import (
    AnswerTakenBack,
    DoctorAgreed,
    DoseChanged,
    Fact,
    FoundSound,
    LostSound,
    PainAction,
    PainHandled,
    PainReported,
    QuestionAnswered,
    Record,
    SessionBegun,
    SessionClosed,
    SessionResumed,
    SetDone,
    Stopped,
    TroubleNoticed,
)
from backtalk.journal.tables import OF_SESSIONS


@dataclass(frozen=True)
class Cursor:
    """Where the next record is entered; a transaction that failed returns to its cursor."""

    session: str = ""
    """The id of the session under way; '' before the first."""
    resumed: str = ""
    """The id of an interrupted session: the next `SessionBegun` goes on with it."""
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
        self.cursor = Cursor()

    def enter(self, entry: Record, at: str) -> None:
        """Enter `entry`, which happened at `at`."""
        match entry:
            case SessionBegun():
                self._begin(entry, at)
            case SessionResumed(session):
                self._resume(session)
            case QuestionAnswered(question, answer, consent):
                self._answer(question, answer, at, consent=consent)
            case AnswerTakenBack(question):
                self._take_back(question)
            case _:
                # What comes before a session (pain while being asked who it is) belongs to it.
                if not self.cursor.session:
                    self._begin(SessionBegun("", 0), at)
                    self.cursor = replace(self.cursor, nameless=True)
                self._enter_in_session(entry, at)

    def _enter_in_session(self, entry: Record, at: str) -> None:
        match entry:
            case SetDone():
                self._set(entry, at)
            case Stopped(word=Command.PAIN | Command.UNWELL):
                self._pain(entry, at)
            case PainReported():
                self._score(entry, at)
            case PainHandled(action):
                self._handled(action)
            case LostSound(reason) | TroubleNoticed(reason):
                self._add("faults", at=at, kind=entry.kind, reason=reason)
            case FoundSound():
                self._add("faults", at=at, kind=entry.kind, reason="")
            case DoctorAgreed(rule, exercise):
                self._answer(f"doctor-agreed:{rule}", exercise or "yes", at, consent=True)
            case SessionClosed():
                self._close(at)
            case _:
                self._note(entry, at)

    def _begin(self, entry: SessionBegun, at: str) -> None:
        if self.cursor.resumed:
            self.cursor = Cursor(self.cursor.resumed)
            return
        if self.cursor.nameless:
            self.cursor = Cursor(self.cursor.session)
            self._connection.execute(
                "UPDATE sessions SET routine = ?, planned = ? WHERE id = ?",
                (entry.routine, entry.sets, self.cursor.session),
            )
            return
        session = self._new_id()
        self._connection.execute(
            "INSERT INTO sessions (id, person, routine, planned, started, rehearsal)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (session, self._person, entry.routine, entry.sets, at, int(self._rehearsal)),
        )
        self.cursor = Cursor(session)

    def _resume(self, session: str) -> None:
        """Go on with `session`; what was noted since the start belongs to it."""
        if self.cursor.nameless:
            before = self.cursor.session
            for table in OF_SESSIONS:
                self._connection.execute(
                    f"UPDATE {table} SET session = ? WHERE session = ?",  # noqa: S608  our own words
                    (session, before),
                )
            self._connection.execute("DELETE FROM sessions WHERE id = ?", (before,))
        self.cursor = Cursor(resumed=session)

    def _set(self, entry: SetDone, at: str) -> None:
        self._add(
            "sets",
            at=at,
            exercise=entry.exercise,
            variation=entry.variation,
            number=entry.set_number,
            side=entry.side,
            planned=entry.planned,
            done=entry.repetitions,
            hold_s=float(entry.hold_s),
        )

    def _pain(self, entry: Stopped, at: str) -> None:
        again = self._connection.execute(
            "SELECT 1 FROM pain_reports WHERE session = ? AND action IS NULL AND score IS NULL"
            " AND kind = ?",
            (self.cursor.session, entry.word.value),
        ).fetchone()
        if not again:  # the same word again, before it was answered, is the same pain
            self._add("pain_reports", at=at, exercise=entry.exercise, kind=entry.word.value)

    def _score(self, entry: PainReported, at: str) -> None:
        """Complete the report that waits for its answer; make one where none waits."""
        # By rowid: two reports may bear the same time, and a clock may be set back.
        waiting = self._connection.execute(
            "SELECT id FROM pain_reports WHERE session = ? AND action IS NULL AND kind = 'pain'"
            " ORDER BY rowid DESC LIMIT 1",
            (self.cursor.session,),
        ).fetchone()
        if waiting is None:
            self._add(
                "pain_reports",
                at=at,
                exercise=entry.exercise,
                kind=Command.PAIN.value,
                score=entry.score,
                place=entry.place,
            )
            return
        # Score and place come one by one, in any order: neither may wipe out the other.
        self._connection.execute(
            "UPDATE pain_reports SET score = coalesce(?, score), place = coalesce(?, place)"
            " WHERE id = ?",
            (entry.score, entry.place, waiting[0]),
        )

    def _handled(self, action: PainAction) -> None:
        """Say of every report that waits what was done: one answer is for all that hurt by then.

        A false alarm is no answer to feeling unwell, nor to a pain that already had a number: of
        these it says only that the session went on.
        """
        if action is PainAction.FALSE_ALARM:
            self._connection.execute(
                "UPDATE pain_reports SET action = ? WHERE session = ? AND action IS NULL"
                " AND kind = 'pain' AND coalesce(score, 0) = 0 AND place IS NULL",
                (action.value, self.cursor.session),
            )
            action = PainAction.WENT_ON
        self._connection.execute(
            "UPDATE pain_reports SET action = ? WHERE session = ? AND action IS NULL",
            (action.value, self.cursor.session),
        )

    def _close(self, at: str) -> None:
        self._connection.execute(
            "UPDATE sessions SET ended = ?, ending = ? WHERE id = ?",
            (at, self._ending(), self.cursor.session),
        )

    def _ending(self) -> str:
        """Return 'pain' or 'unwell' where that was last and ended it, else how much was done."""
        last_handled = self._connection.execute(
            "SELECT kind, action FROM pain_reports WHERE session = ? AND action IS NOT NULL"
            " ORDER BY rowid DESC LIMIT 1",
            (self.cursor.session,),
        ).fetchone()
        if last_handled is not None and last_handled[1] == PainAction.ENDED.value:
            return str(last_handled[0])
        # A set done again (after 'back') is the same set of the plan, hence DISTINCT.
        done, planned = self._connection.execute(
            "SELECT (SELECT count(DISTINCT exercise || '/' || number || '/' || side)"
            " FROM sets WHERE session = s.id), planned FROM sessions s WHERE id = ?",
            (self.cursor.session,),
        ).fetchone()
        return "complete" if done >= planned else "partial"

    def _note(self, entry: Record, at: str) -> None:
        facts: dict[str, Fact] = dict(entry.facts)
        exercise = str(facts.pop("exercise", ""))
        kind = entry.direction if isinstance(entry, DoseChanged) else entry.kind
        self._add("notes", at=at, kind=kind, exercise=exercise, facts=json.dumps(facts))

    def _answer(self, question: str, answer: str, at: str, *, consent: bool) -> None:
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

    def _add(self, table: str, **row: str | float | None) -> None:
        row = {"id": self._new_id(), "session": self.cursor.session, **row}
        names, gaps = ", ".join(row), ", ".join("?" * len(row))
        sql = f"INSERT INTO {table} ({names}) VALUES ({gaps})"  # noqa: S608  names are our own words
        self._connection.execute(sql, tuple(row.values()))
