"""What passes between the session and the world.

Commands are what a person can say, events are what happened, effects are what is to be done.
All of it is frozen data; nothing here acts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Command(Enum):
    """One meaning that a person can speak; several phrases may carry it."""

    PAIN = "pain"
    STOP = "stop"
    UNWELL = "unwell"
    START = "start"
    SKIP = "skip"
    BACK = "back"
    REPEAT = "repeat"
    PAUSE = "pause"
    CONTINUE = "continue"
    EASIER = "easier"
    HARDER = "harder"
    SLOWER = "slower"
    FASTER = "faster"
    DONE = "done"
    MORE_REST = "more rest"
    FINISH = "finish"
    WHAT_NOW = "what now"
    HOW_LONG = "how long"
    HOW_MANY = "how many"
    WHAT_NEXT = "what next"
    WHY = "why"
    HELP = "help"
    LOUDER = "louder"
    QUIETER = "quieter"
    YES = "yes"
    NO = "no"
    LEG = "leg"
    ZERO = "zero"
    ONE = "one"
    TWO = "two"
    THREE = "three"
    FOUR = "four"
    FIVE = "five"
    SIX = "six"
    SEVEN = "seven"
    EIGHT = "eight"
    NINE = "nine"
    TEN = "ten"


STOP_CLASS = frozenset({Command.PAIN, Command.STOP, Command.UNWELL})
"""Acted on at the first sign, from every phase."""

SCORES = (
    Command.ZERO,
    Command.ONE,
    Command.TWO,
    Command.THREE,
    Command.FOUR,
    Command.FIVE,
    Command.SIX,
    Command.SEVEN,
    Command.EIGHT,
    Command.NINE,
    Command.TEN,
)
"""The answers to 'how bad is it', in order: the index is the score."""


class Situation(Enum):
    """Which words are open besides the stop class."""

    FLOW = "flow"
    """The session runs, rests or is paused: the commands of a session."""
    SCORE = "score"
    """The coach asked for a number from zero to ten."""
    CHOICE = "choice"
    """The session is latched and the coach asked how to go on."""
    CONFIRM = "confirm"
    """The coach asked a yes-or-no question."""
    ANY = "any"
    """Everything at once; for recordings, not for a session."""


class Signal(Enum):
    """A short tone in place of words."""

    GET_READY = "get_ready"
    HALF_WAY = "half_way"
    DONE = "done"
    ALARM = "alarm"


@dataclass(frozen=True)
class Phrase:
    """A sentence of the phrasebook, by id, with the values that fill its gaps."""

    id: str
    values: tuple[tuple[str, str | int], ...] = ()


Line = Phrase | str
"""Something to say: a phrase of the phrasebook, or an exercise's own words."""


def phrase(phrase_id: str, **values: str | int) -> Phrase:
    """Return the phrase `phrase_id` filled with `values`."""
    return Phrase(phrase_id, tuple(sorted(values.items())))


# ---------------------------------------------------------------- events


@dataclass(frozen=True)
class Begun:
    """The person asked for the session to begin."""


@dataclass(frozen=True)
class CommandHeard:
    """A confident final result carried a command that is no stop word; or a key did."""

    command: Command
    by_key: bool = False


@dataclass(frozen=True)
class StopHeard:
    """A stop word or a key: the reflex has already silenced and latched the loudspeaker."""

    command: Command
    by_key: bool = False


@dataclass(frozen=True)
class NearMiss:
    """A cry, or what was nearly a stop word: not enough to stop, too much to go on unasked."""

    suspected: Command | None = None
    """The stop word that it may have been; None for a cry, which is no word."""


@dataclass(frozen=True)
class RoomLevels:
    """What the microphone heard in the last seconds, in decibels below full scale."""

    voice_db: float | None
    """The loudest voice; None where nothing rose out of the noise."""
    noise_db: float
    """The room between the words."""
    echo_db: float | None = None
    """The coach's own voice at the microphone; None where it was not heard."""


@dataclass(frozen=True)
class RoomMeasured:
    """The answer to `MeasureRoom`."""

    levels: RoomLevels


@dataclass(frozen=True)
class SpeechFinished:
    """The last sample of an utterance was played, or the utterance was dropped."""

    utterance: int


@dataclass(frozen=True)
class Woken:
    """The deadline the session asked for has come."""


@dataclass(frozen=True)
class SoundLost:
    """The microphone, the loudspeaker or the recogniser no longer works."""

    reason: str


@dataclass(frozen=True)
class SoundFound:
    """What was lost works again."""


@dataclass(frozen=True)
class Troubled:
    """Something besides hearing failed (the voice, the journal); the session can still go on."""

    reason: str


Event = (
    Begun
    | CommandHeard
    | StopHeard
    | NearMiss
    | RoomMeasured
    | SpeechFinished
    | Woken
    | SoundLost
    | SoundFound
    | Troubled
)


# ---------------------------------------------------------------- effects


@dataclass(frozen=True)
class Speak:
    """Say `lines` one after another; answer with `SpeechFinished(utterance)`."""

    utterance: int
    lines: tuple[Line, ...]
    safety: bool = False
    """Allowed to sound while the loudspeaker is latched."""
    within_s: float | None = None
    """Not worth saying when it cannot start within this time; None: always worth it."""


@dataclass(frozen=True)
class Chime:
    """Play a short tone."""

    signal: Signal
    safety: bool = False


@dataclass(frozen=True)
class Hush:
    """Drop what is being said and what waits to be said; does not latch."""


@dataclass(frozen=True)
class Latch:
    """Silence and latch the loudspeaker, where no reflex has done it."""


@dataclass(frozen=True)
class Release:
    """Let exercise cues sound again; only ever the answer to the person's own word."""


@dataclass(frozen=True)
class Listen:
    """Open the words of `situation`."""

    situation: Situation


@dataclass(frozen=True)
class MeasureRoom:
    """Answer at once with `RoomMeasured`; keep what was just said as an example of `keep`."""

    keep: str = ""
    """The phrase of the stop class that the person was asked to say; '' keeps nothing."""


class CheckResult(Enum):
    """How a hearing check ended."""

    PASSED = "passed"
    SKIPPED = "skipped"
    """At the person's word: for a day."""
    FAILED = "failed"
    """The person goes on with keys."""


@dataclass(frozen=True)
class CheckEnded:
    """The hearing check is over; remember how, and learn from the examples that were kept."""

    result: CheckResult


@dataclass(frozen=True)
class Record:
    """Write this to the journal before anything else is said."""

    kind: str
    facts: tuple[tuple[str, str | int | float], ...] = field(default=())


@dataclass(frozen=True)
class AdjustVolume:
    """Turn the coach's voice up (+1) or down (-1) by one step."""

    step: int


@dataclass(frozen=True)
class AdjustRate:
    """Speak faster (+1) or slower (-1) by one step."""

    step: int


@dataclass(frozen=True)
class Entered:
    """The session is now in this phase; for screens and timelines."""

    phase: str
    detail: str = ""


Effect = (
    Speak
    | Chime
    | Hush
    | Latch
    | Release
    | Listen
    | MeasureRoom
    | CheckEnded
    | Record
    | AdjustVolume
    | AdjustRate
    | Entered
)


def record(kind: str, **facts: str | float) -> Record:
    """Return a journal record of `kind` with `facts`."""
    return Record(kind, tuple(facts.items()))
