"""What passes between the session and the world.

Commands are what a person can say, events are what happened; what is to be done is in `effects`.
All of it is frozen data; nothing here acts.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    FINE = "fine"
    """It was a false alarm: nothing hurts."""
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
"""Acted on at the first sign, in every state."""

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


class Signal(Enum):
    """A short tone in place of words."""

    GET_READY = "get_ready"
    HALF_WAY = "half_way"
    DONE = "done"
    ALARM = "alarm"


Value = str | int | tuple[str, ...]
"""What fills a gap: a text, a number, or several texts to be listed."""


@dataclass(frozen=True)
class Phrase:
    """A sentence of the phrasebook, by id, with the values that fill its gaps."""

    id: str
    values: tuple[tuple[str, Value], ...] = ()


Line = Phrase | str
"""Something to say: a phrase of the phrasebook, or an exercise's own words."""


def phrase(phrase_id: str, **values: Value) -> Phrase:
    """Return the phrase `phrase_id` filled with `values`."""
    return Phrase(phrase_id, tuple(sorted(values.items())))


@dataclass(frozen=True)
class Begun:
    """The person asked for the session to begin."""


@dataclass(frozen=True)
class CommandHeard:
    """A confident final result carried a command that is no stop word; or a key did."""

    command: Command
    by_key: bool = False


@dataclass(frozen=True)
class Refused:
    """A whole sentence said that something is not to be done: "I can't go on", 'not yet'."""

    command: Command | None = None
    """What is not to be done; None where it was not said."""


@dataclass(frozen=True)
class Doubted:
    """A whole sentence was to the coach and no answer: "I don't know", 'maybe'."""


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
    | Refused
    | Doubted
    | StopHeard
    | NearMiss
    | RoomMeasured
    | SpeechFinished
    | Woken
    | SoundLost
    | SoundFound
    | Troubled
)
