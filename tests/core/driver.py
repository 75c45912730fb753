"""Runs a session against a fake time and a fake loudspeaker, and keeps a timeline of it.

Speech takes 0.4 s a word (150 words a minute); finished and dropped utterances are reported as a
player reports them; deadlines are kept to the second they were asked for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backtalk.core.dialogue.questions import Item
from backtalk.core.model.effects import (
    AdjustRate,
    AdjustVolume,
    CheckEnded,
    Chime,
    Effect,
    Entered,
    Hush,
    Latch,
    Listen,
    MeasureRoom,
    Release,
    Speak,
)
from backtalk.core.model.events import (
    Begun,
    Command,
    CommandHeard,
    Event,
    NearMiss,
    Phrase,
    RoomLevels,
    RoomMeasured,
    SoundFound,
    SoundLost,
    SpeechFinished,
    StopHeard,
    Woken,
)
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.plan import Plan
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing.plan_position import PlanPosition
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup
from backtalk.core.session.view import SessionView
from backtalk.language import phrasebook

WORD_S = 0.4
LONGEST_S = 4 * 3600.0
BOOK = phrasebook.load()


@dataclass(frozen=True)
class Entry:
    """One effect and when it was asked for; or an event from outside."""

    at_s: float
    what: Effect | Event

    def line(self) -> str:
        """Return the entry as a line for people."""
        minutes, seconds = divmod(round(self.at_s, 2), 60)
        kind, text = described(self.what)
        return f"{int(minutes):3}:{seconds:05.2f}  {kind:<9}  {text}".rstrip()


def described(what: Effect | Event) -> tuple[str, str]:  # noqa: PLR0911, PLR0912  a row a kind
    """Return the kind of an entry and its text in plain words."""
    match what:
        case Speak(lines=lines, safety=safety):
            return "coach", ("[also while latched] " if safety else "") + " ".join(texts(lines))
        case Chime(signal, _):
            return "tone", signal.value.replace("_", " ")
        case Entered(state, detail):
            return "phase", f"{state} ({detail})" if detail else state
        case Record():
            facts = (f"{key} {value}" for key, value in what.facts.items())
            return "journal", ", ".join([what.kind, *facts])
        case Listen(commands):
            return "listens", f"for {', '.join(sorted(each.value for each in commands))}"
        case Hush():
            return "silence", ""
        case Latch():
            return "silence", "latched"
        case Release():
            return "released", "cues may sound again"
        case AdjustVolume(step):
            return "volume", f"{step:+}"
        case AdjustRate(step):
            return "rate", f"{step:+}"
        case MeasureRoom(keep):
            return "measures", f"and keeps '{keep}'" if keep else ""
        case CheckEnded(result):
            return "check", result.value
        case StopHeard(command):
            return "PERSON", f"{command.value} (silenced and latched at once)"
        case CommandHeard(command):
            return "person", command.value
        case SoundLost(reason):
            return "sound", f"lost: {reason}"
        case NearMiss(suspected):
            return "PERSON", f"half a '{suspected.value}'" if suspected else "a cry"
        case _:
            return "event", type(what).__name__


def texts(lines: tuple[Phrase | str, ...]) -> tuple[str, ...]:
    """Return the spoken sentences of `lines`."""
    return BOOK.texts(lines)


def asking(*items: Item, **more: Any) -> dict[str, Any]:
    """Return the fields of a setup that asks `items`; `more` as the setup's own fields."""
    return {"questions": items, **more}


class Loudspeaker:
    """When each utterance will have been said; a queue that can be dropped and latched."""

    def __init__(self) -> None:
        self.latched = False
        self._saying: deque[tuple[float, int]] = deque()
        self.over: deque[int] = deque()
        """Utterances that are over and not yet reported."""

    def say(self, speak: Speak, now_s: float) -> None:
        """Queue `speak`, or drop it where it may not sound or would come too late."""
        start_s = max(now_s, self._saying[-1][0] if self._saying else now_s)
        late = speak.within_s is not None and start_s > now_s + speak.within_s
        if late or (self.latched and not speak.safety):
            self.over.append(speak.utterance)
            return
        words = sum(len(text.split()) for text in texts(speak.lines))
        self._saying.append((start_s + words * WORD_S, speak.utterance))

    def drop(self) -> None:
        """Fall silent: everything queued is over."""
        self.over.extend(utterance for _, utterance in self._saying)
        self._saying.clear()

    def next_end_s(self) -> float | None:
        """Return when the next utterance will have been said."""
        return self._saying[0][0] if self._saying else None

    def play_until(self, now_s: float) -> None:
        """Let everything be over that has been said by `now_s`."""
        while self._saying and self._saying[0][0] <= now_s:
            self.over.append(self._saying.popleft()[1])


class Driver:
    """One session, a fake loudspeaker, a fake clock."""

    def __init__(
        self,
        plan: Plan,
        limits: PainLimits | None = None,
        watch: Callable[[Driver, Event, tuple[Effect, ...]], None] | None = None,
        **setup: Any,
    ) -> None:
        """`watch` is called after every event with what the session did; `setup` as its fields."""
        whole = SessionSetup(plan, limits or PainLimits(), **setup)
        self.session = Session(whole)
        self.levels = RoomLevels(-26.0, -60.0)
        """What is measured whenever the session asks."""
        self.loudspeaker = Loudspeaker()
        self.now_s = 0.0
        self.entries: list[Entry] = []
        self._watch = watch

    @property
    def state(self) -> State:
        return self.session.state

    @property
    def view(self) -> SessionView:
        return self.session.view(self.now_s)

    @property
    def position(self) -> PlanPosition:
        return self.view.position

    @property
    def sets_done(self) -> int:
        return self.view.sets_done

    # ------------------------------------------------------------ what happens

    def begin(self) -> Driver:
        self.send(Begun())
        return self

    def say(self, *commands: Command) -> Driver:
        for command in commands:
            self.send(CommandHeard(command))
        return self

    def stop(self, command: Command = Command.PAIN) -> Driver:
        """A stop word: the reflex silences and latches before the session hears of it."""
        self.loudspeaker.latched = True
        self.loudspeaker.drop()
        self.send(StopHeard(command))
        return self

    def press(self, command: Command) -> Driver:
        """A key that answers; `STOP` stands for any key that does not."""
        if command is Command.STOP:
            self.loudspeaker.latched = True
            self.loudspeaker.drop()
            self.send(StopHeard(command, by_key=True))
        else:
            self.send(CommandHeard(command, by_key=True))
        return self

    def cry(self) -> Driver:
        self.send(NearMiss())
        return self

    def half_say(self, command: Command) -> Driver:
        """A stop word that was not heard well enough to stop."""
        self.send(NearMiss(command))
        return self

    def lose_sound(self) -> Driver:
        self.send(SoundLost("the microphone is gone"))
        return self

    def find_sound(self) -> Driver:
        self.send(SoundFound())
        return self

    def send(self, event: Event) -> tuple[Effect, ...]:
        """Give `event` to the session, carry out what follows, report what was dropped by it."""
        if not isinstance(event, Woken | SpeechFinished):
            self.entries.append(Entry(self.now_s, event))
        effects = self.session.handle(event, self.now_s)
        if self._watch is not None:
            self._watch(self, event, effects)
        for effect in effects:
            self._carry_out(effect)
        while self.loudspeaker.over:
            self.send(SpeechFinished(self.loudspeaker.over.popleft()))
        return effects

    def _carry_out(self, effect: Effect) -> None:
        self.entries.append(Entry(self.now_s, effect))
        match effect:
            case Speak():
                self.loudspeaker.say(effect, self.now_s)
            case Hush():
                self.loudspeaker.drop()
            case Latch():
                self.loudspeaker.latched = True
                self.loudspeaker.drop()
            case Release():
                self.loudspeaker.latched = False
            case MeasureRoom():
                self.send(RoomMeasured(self.levels))

    # ------------------------------------------------------------ time

    def step(self, until_s: float = LONGEST_S) -> bool:
        """Go to whatever comes next before `until_s`; False where nothing does."""
        times = (self.session.next_deadline(), self.loudspeaker.next_end_s())
        coming = [time for time in times if time is not None]
        if not coming or min(coming) > until_s or self.state is State.FINISHED:
            return False
        self.now_s = max(self.now_s, min(coming))
        self.loudspeaker.play_until(self.now_s)
        if self.loudspeaker.over:
            self.send(SpeechFinished(self.loudspeaker.over.popleft()))
        else:
            self.send(Woken())
        return True

    def run(self, seconds: float) -> Driver:
        """Let `seconds` pass."""
        end_s = self.now_s + seconds
        while self.step(end_s):
            pass
        self.now_s = end_s
        return self

    def until(self, *states: State) -> Driver:
        """Go on until the session is in one of `states`."""
        while self.state not in states:
            assert self.step(), f"nothing leads from {self.state} to {states}"
        return self

    def to_the_end(self) -> Driver:
        """Go on until the session has finished."""
        return self.until(State.FINISHED)

    # ------------------------------------------------------------ what happened

    def since(self, index: int) -> list[Effect]:
        """Return the effects since entry `index`."""
        effects = Speak | Chime | Hush | Latch | Release | Listen | Record | Entered | CheckEnded
        return [
            entry.what
            for entry in self.entries[index:]
            if isinstance(entry.what, effects | AdjustRate | AdjustVolume)
        ]

    def spoken(self, index: int = 0) -> list[str]:
        """Return the sentences that were to be said since entry `index`."""
        speaks = [effect for effect in self.since(index) if isinstance(effect, Speak)]
        return [text for speak in speaks for text in texts(speak.lines)]

    def records(self, kind: str) -> list[dict[str, str | int | float]]:
        """Return the facts of the journal records of `kind`."""
        effects = self.since(0)
        return [dict(e.facts) for e in effects if isinstance(e, Record) and e.kind == kind]

    def timeline(self) -> str:
        """Return everything that happened, a line each."""
        return "\n".join(entry.line() for entry in self.entries) + "\n"
