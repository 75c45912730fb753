"""What can be asked of Backtalk: one frozen request for each command.

The command line makes them of what was typed; everything behind it knows only these. A `None`
means that it was not said, and what then holds is written beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from backtalk.app.rehearsal.room_request import RoomRequest
from backtalk.app.transcription.detectors import Detector
from backtalk.core.model.person import Person
from backtalk.core.session.situations import Situation
from backtalk.journal.forgetting import Period


@dataclass(frozen=True)
class TrainingRequest:
    """Who trains what."""

    routine: str | None = None
    """The id of a routine or a programme; None: the one of the settings, as it is due."""
    person: Person | None = None
    """None: the owner of the home, or who answers when asked."""
    profile: Path | None = None
    """The file that describes them; None: their own, where there is one."""
    journal: Path | None = None
    """What is known of them; None: nothing is known and nothing is kept."""
    resume: bool = False
    """Whether an interrupted session is resumed without asking."""
    ask_all: bool = False
    """Whether all questions are asked, not only those that are due."""


@dataclass(frozen=True)
class StartRequest:
    """Train now, by voice."""

    training: TrainingRequest
    skip_check: bool = False
    """Leave out the hearing check for the rest of the day."""


@dataclass(frozen=True)
class RehearseRequest:
    """Run a routine in a simulated room."""

    training: TrainingRequest
    room: RoomRequest
    recogniser_is_named: bool = False
    """Whether no other recogniser may take its place."""
    record: Path | None = None
    """Where to leave the sound of the room."""
    report: Path | None = None
    """Where to leave the report as JSON."""


@dataclass(frozen=True)
class HearRequest:
    """Say what is heard in recordings."""

    files: tuple[Path, ...]
    detector: Detector = Detector.ALL
    situation: Situation = Situation.ANY
    """Which words are open besides the stop class."""
    recogniser_is_named: bool = False
    as_json: bool = False


@dataclass(frozen=True)
class EnrolRequest:
    """Learn how a person says a word, or forget it."""

    person: Person | None = None
    """None: the owner of the home."""
    word: str | None = None
    """None: stop and pain."""
    clips: tuple[Path, ...] = ()
    """Recordings of the word; none: the coach asks for them."""
    forget: bool = False


@dataclass(frozen=True)
class ListRequest:
    """List all routines, programmes and exercises."""

    as_json: bool = False


@dataclass(frozen=True)
class ShowRequest:
    """Show all that has an id."""

    id: str
    as_json: bool = False


@dataclass(frozen=True)
class CheckRequest:
    """Find the mistakes in the user's own files."""

    files: tuple[Path, ...]


@dataclass(frozen=True)
class DoctorRequest:
    """Say what works on this machine."""


@dataclass(frozen=True)
class PlanRequest:
    """Show a routine as it is fitted to the person."""

    training: TrainingRequest
    as_json: bool = False


@dataclass(frozen=True)
class WhyRequest:
    """Say what an exercise is for, and why it is left out."""

    exercise: str
    training: TrainingRequest
    """With its routine: within this one only."""
    as_json: bool = False


@dataclass(frozen=True)
class SheetRequest:
    """Write a plan in large print."""

    training: TrainingRequest
    out: Path


@dataclass(frozen=True)
class SchemaRequest:
    """Print the JSON Schema of the user's own files."""


@dataclass(frozen=True)
class NewRoutineRequest:
    """Leave a routine to start from."""

    name: str


@dataclass(frozen=True)
class TodayRequest:
    """Say what is due today."""

    training: TrainingRequest
    as_json: bool = False


@dataclass(frozen=True)
class HistoryRequest:
    """Show what was done."""

    training: TrainingRequest
    picture: Path | None = None
    """Where to leave the trends as a picture."""
    as_json: bool = False


class ExportFormat(Enum):
    """What an export can be."""

    CSV = "csv"
    JSONL = "jsonl"
    ICS = "ics"
    REPORT = "report"
    FHIR = "fhir"


@dataclass(frozen=True)
class ExportRequest:
    """Write the journal for others."""

    format: ExportFormat
    training: TrainingRequest
    """Without a person, rows are of everyone."""
    out: Path


@dataclass(frozen=True)
class ImportRequest:
    """Read an export into a journal."""

    file: Path
    journal: Path
    person: Person | None = None
    """Who old lines are about, which name no one; None: the owner of the home."""


@dataclass(frozen=True)
class ForgetRequest:
    """Delete for good."""

    period: Period
    journal: Path | None = None
    """None: the home's own, and with it voices and hearing checks."""
    person: Person | None = None
    everything: bool = False
    """Of everyone, where there is no person."""
    confirmed: bool = False
    """Whether not to ask again."""
