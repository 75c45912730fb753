"""What a person has done, reported and answered: frozen, and read from the journal.

Days are whole numbers that grow by one a day (as `date.toordinal` counts them), so that the core
needs no calendar and no clock. Rehearsals are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from backtalk.core.model.pain import MAX_SCORE, PainLimits
from backtalk.core.model.records import PainAction

WEEK_DAYS = 7
MONTH_DAYS = 30
"""'In a month', wherever the source or a rule says so."""
PAIN_NOW = "pain-now"
"""Asked before a session: 0 to 10."""
SETTLED = "settled-by-morning"
"""Asked after a day with pain: whether it had settled by the next morning; yes or no."""
SORE = "sore-now"
"""Asked before a session: whether the muscles are still clearly sore; yes or no."""
HOW_IT_WAS = "how-it-was"
"""Asked after a session."""
FALSE_ALARM = PainAction.FALSE_ALARM.value


@dataclass(frozen=True)
class DoneSet:
    """One set as it was done."""

    exercise: str
    variation: str
    """The name of the variation."""
    number: int
    side: str
    planned: int
    done: int
    """Repetitions."""
    hold_s: float


@dataclass(frozen=True)
class PainReport:
    """One report that something hurt, or that the person felt unwell."""

    day: int
    exercise: str
    kind: str
    """'pain' or 'unwell'."""
    score: int | None
    """0 to 10; None where there was no answer."""
    place: str = ""
    action: str = ""
    """What was done: easier, left out, ended, went on; or that it was a false alarm."""

    def sharp(self, limits: PainLimits) -> bool:
        """Whether it was sharp: a score that ends a session, or pain down a leg."""
        return limits.is_sharp(self.score) or self.place == "leg"


@dataclass(frozen=True)
class PastSession:
    """One session, whole or broken off."""

    day: int
    routine: str
    planned: int
    """Sets."""
    sets: tuple[DoneSet, ...] = ()
    reports: tuple[PainReport, ...] = ()
    """Every report of pain, false alarms among them."""
    eased: frozenset[str] = frozenset()
    """Ids of exercises that the person asked to have easier."""
    left_out: frozenset[str] = frozenset()
    ending: str = ""
    """complete, partial, pain or unwell; '' when it broke off."""
    minutes: float = 0.0
    rehearsal: bool = False

    @cached_property
    def pains(self) -> tuple[PainReport, ...]:
        """The reports that count: where nothing hurt, nothing follows from the report."""
        return tuple(each for each in self.reports if each.action != FALSE_ALARM)

    @property
    def exercises(self) -> frozenset[str]:
        """Ids of the exercises that it says anything about."""
        done = {each.exercise for each in self.sets}
        return self.eased | self.left_out | done | {pain.exercise for pain in self.pains}

    @property
    def kept(self) -> bool:
        """Whether it counts: something was done. A stop for pain counts, too."""
        return bool(self.sets) or self.ending in {"pain", "unwell"}


@dataclass(frozen=True)
class Answer:
    """What the person answered."""

    day: int
    question: str
    answer: str
    consent: bool = False


@dataclass(frozen=True)
class InterruptedSession:
    """A session that was interrupted, and how far it had come."""

    session: str
    """Its id in the journal."""
    routine: str
    day: int
    started: str
    planned: int
    sets: tuple[DoneSet, ...]
    left_out: frozenset[str] = frozenset()
    hurt: bool = False
    """Whether the last thing known of it is pain that was not handled, or that ended it: then
    resuming it is not offered."""


@dataclass(frozen=True)
class History:
    """All of one person, oldest first."""

    sessions: tuple[PastSession, ...] = ()
    answers: tuple[Answer, ...] = ()

    @cached_property
    def trained(self) -> tuple[PastSession, ...]:
        """The sessions in which something was done."""
        return tuple(session for session in self.sessions if session.kept)

    @cached_property
    def pains(self) -> tuple[PainReport, ...]:
        """Every report of pain that was no false alarm."""
        return tuple(pain for session in self.sessions for pain in session.pains)

    @cached_property
    def by_exercise(self) -> Mapping[str, tuple[PastSession, ...]]:
        """Exercise id to the sessions that say anything about it."""
        found: dict[str, list[PastSession]] = {}
        for session in self.sessions:
            for exercise in session.exercises:
                found.setdefault(exercise, []).append(session)
        return {exercise: tuple(sessions) for exercise, sessions in found.items()}

    @cached_property
    def _said(self) -> frozenset[tuple[int, str, str]]:
        return frozenset((each.day, each.question, each.answer) for each in self.answers)

    @cached_property
    def _trained_days(self) -> frozenset[int]:
        return frozenset(session.day for session in self.trained)

    def said_after(self, day: int, within_days: int, question: str, answer: str) -> bool:
        """Whether `question` was answered so in the days after `day`, up to the next session."""
        for later in range(day + 1, day + within_days + 1):
            if (later, question, answer) in self._said:
                return True
            if later in self._trained_days:
                return False
        return False

    @property
    def last_day(self) -> int | None:
        """The day of the last session; None before the first."""
        return self.trained[-1].day if self.trained else None

    def of_routines(self, ids: Iterable[str]) -> tuple[PastSession, ...]:
        """Return the sessions of the routines `ids`."""
        wanted = set(ids)
        return tuple(session for session in self.trained if session.routine in wanted)

    def pain_on(self, day: int) -> int | None:
        """Return what was answered on `day` to how the back is now; None without a number."""
        answer = self.last_answer(PAIN_NOW)
        if answer is None or answer.day != day or not answer.answer.isdecimal():
            return None
        return min(MAX_SCORE, int(answer.answer))

    def last_answer(self, question: str) -> Answer | None:
        """Return the newest answer to `question`."""
        return next((a for a in reversed(self.answers) if a.question == question), None)

    def until(self, day: int) -> History:
        """Return what was known at the end of `day`."""
        return History(
            tuple(session for session in self.sessions if session.day <= day),
            tuple(answer for answer in self.answers if answer.day <= day),
        )
