"""What a session writes down, one frozen class a kind.

A record is what happened, for the journal: `kind` is its name there and `facts` its content by
name, in the order of the fields. What follows from a record (which table, which report of pain it
completes) is for the journal to say; what was *done* after pain is said here, by `PainHandled`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import ClassVar

from backtalk.core.model.events import Command

Fact = str | int | float
JOURNAL_NAMES = {"set_number": "set"}
"""Field to its name in the journal, where that is not the field's own."""


class PainAction(Enum):
    """What was done after a report of pain or of feeling unwell."""

    WENT_ON = "went on"
    EASIER = "easier"
    LEFT_OUT = "left out"
    ENDED = "ended"
    FALSE_ALARM = "false alarm"
    """Nothing hurt: the report counts as none."""


class CheckResult(Enum):
    """How a hearing check ended."""

    PASSED = "passed"
    SKIPPED = "skipped"
    """At the person's word: for a day."""
    FAILED = "failed"
    """The person goes on with keys."""


@dataclass(frozen=True)
class Record:
    """One thing to write down; what it is follows from its class."""

    kind: ClassVar[str]

    @property
    def facts(self) -> dict[str, Fact]:
        """The content by name, as the journal keeps it: plain strings and numbers."""
        return {
            JOURNAL_NAMES.get(field.name, field.name): _plain(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) is not None
        }


@dataclass(frozen=True)
class SessionBegun(Record):
    """The session was welcomed: this is what is trained."""

    kind = "session"
    routine: str
    """The id of the routine."""
    sets: int
    """How many are planned."""


@dataclass(frozen=True)
class SessionResumed(Record):
    """An interrupted session is gone on with; what follows belongs to it."""

    kind = "going on"
    session: str
    """Its id in the journal."""


@dataclass(frozen=True)
class HearingChecked(Record):
    """The hearing check is over."""

    kind = "hearing check"
    result: CheckResult


@dataclass(frozen=True)
class DoctorAgreed(Record):
    """A rule that the doctor's consent lifted for this session."""

    kind = "doctor agreed"
    rule: str
    exercise: str


@dataclass(frozen=True)
class SetDone(Record):
    """One finished set."""

    kind = "set"
    exercise: str
    set_number: int
    """From 1."""
    side: str
    """'' where both sides work at once."""
    repetitions: int
    """Done."""
    planned: int
    """Repetitions that were asked for."""
    hold_s: float
    variation: str
    """The name of the variation."""


@dataclass(frozen=True)
class Stopped(Record):
    """A word of the stop class, or a key."""

    kind = "stop"
    word: Command
    exercise: str
    """'' before anything was trained."""
    set_number: int
    repetition: int


@dataclass(frozen=True)
class PainReported(Record):
    """What the person said of the pain: how bad it is, or where."""

    kind = "pain"
    score: int | None = None
    """0 to 10."""
    place: str | None = None
    exercise: str = ""


@dataclass(frozen=True)
class PainHandled(Record):
    """What was done after the last report of pain or of feeling unwell."""

    kind = "pain handled"
    action: PainAction


@dataclass(frozen=True)
class NearMissAsked(Record):
    """The coach asked whether it hurt."""

    kind = "near miss"


@dataclass(frozen=True)
class LostSound(Record):
    """The coach could no longer hear or be heard."""

    kind = "sound lost"
    reason: str


@dataclass(frozen=True)
class FoundSound(Record):
    """It could again."""

    kind = "sound found"


@dataclass(frozen=True)
class TroubleNoticed(Record):
    """Something besides hearing failed."""

    kind = "trouble"
    reason: str


@dataclass(frozen=True)
class DoseChanged(Record):
    """The person asked to have an exercise easier or harder."""

    kind = "step"
    exercise: str
    direction: str
    """'easier' or 'harder'."""


@dataclass(frozen=True)
class ExerciseLeftOut(Record):
    """The rest of an exercise was left out."""

    kind = "left out"
    exercise: str


@dataclass(frozen=True)
class QuestionAnswered(Record):
    """The answer to a question of the interview or of the debrief."""

    kind = "answer"
    question: str
    answer: str
    consent: bool = False
    """Whether it is the consent of a doctor."""


@dataclass(frozen=True)
class AnswerTakenBack(Record):
    """The last answer to a question was misheard: it was never given."""

    kind = "answer taken back"
    question: str


@dataclass(frozen=True)
class SessionClosed(Record):
    """The goodbye began."""

    kind = "closing"
    sets_done: int


def _plain(value: Fact | Enum) -> Fact:
    fact: Fact = value.value if isinstance(value, Enum) else value
    return int(fact) if isinstance(fact, bool) else fact
