"""What a person has done, hurt and answered: frozen, read from the journal, judged by `progress`.

Days are whole numbers that grow by one a day (as `date.toordinal` counts them), so that the core
needs no calendar and no clock. Rehearsals are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

PAIN_NOW = "pain-now"
"""Asked before a session: 0 to 10."""
SETTLED = "settled-by-morning"
"""Asked after a day with pain: whether it had settled by the next morning; yes or no."""
SORE = "sore-now"
"""Asked before a session: whether the muscles are still clearly sore; yes or no."""
HOW_IT_WAS = "how-it-was"
"""Asked after a session."""


@dataclass(frozen=True)
class DoneSet:
    """One set as it was done."""

    exercise: str
    rung: str
    """The name of the rung."""
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
    """0 to 10; None where nobody answered."""
    place: str = ""
    action: str = ""
    """What was done: easier, left out, ended, went on."""


@dataclass(frozen=True)
class PastSession:
    """One session, whole or broken off."""

    day: int
    routine: str
    planned: int
    """Sets."""
    sets: tuple[DoneSet, ...] = ()
    pains: tuple[PainReport, ...] = ()
    eased: frozenset[str] = frozenset()
    """Ids of exercises that the person asked to have easier."""
    left_out: frozenset[str] = frozenset()
    ending: str = ""
    """complete, partial, pain or unwell; '' when it broke off."""
    minutes: float = 0.0
    rehearsal: bool = False

    @property
    def kept(self) -> bool:
        """Whether it counts as kept: something was done. A stop for pain is kept, too."""
        return bool(self.sets) or self.ending in {"pain", "unwell"}


@dataclass(frozen=True)
class Answer:
    """What the person answered."""

    day: int
    question: str
    answer: str
    consent: bool = False


@dataclass(frozen=True)
class Unfinished:
    """A session that broke off, and how far it had come."""

    session: str
    """Its id in the journal."""
    routine: str
    day: int
    started: str
    planned: int
    sets: tuple[DoneSet, ...]
    left_out: frozenset[str] = frozenset()
    hurt: bool = False
    """Whether the last thing known of it is pain; then nobody is asked to go on."""


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
        """Every report of pain."""
        return tuple(pain for session in self.sessions for pain in session.pains)

    @property
    def last_day(self) -> int | None:
        """The day of the last session; None before the first."""
        return self.trained[-1].day if self.trained else None

    def of_routines(self, ids: Iterable[str]) -> tuple[PastSession, ...]:
        """Return the sessions of the routines `ids`."""
        wanted = set(ids)
        return tuple(session for session in self.trained if session.routine in wanted)

    def last_answer(self, question: str) -> Answer | None:
        """Return the newest answer to `question`."""
        return next((a for a in reversed(self.answers) if a.question == question), None)

    def until(self, day: int) -> History:
        """Return what was known at the end of `day`."""
        return History(
            tuple(session for session in self.sessions if session.day <= day),
            tuple(answer for answer in self.answers if answer.day <= day),
        )
