"""The one loop: inbox to session to effects. It carries out; it decides nothing.

The same conductor runs a live session and a rehearsal; only who calls `step`, and how often,
differs.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass

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
    Command,
    Event,
    RoomLevels,
    RoomMeasured,
    Signal,
    SpeechFinished,
    StopHeard,
    Troubled,
    Woken,
)
from backtalk.core.model.records import CheckResult, Record
from backtalk.core.session.session import Session
from backtalk.journal.journal import Journal
from backtalk.ports import RATE_HZ
from backtalk.speaking.clip import Played
from backtalk.speaking.player import Player
from backtalk.speaking.speech import Speech

VOLUME_STEP = 1.41
"""3 dB."""
SOFTEST, LOUDEST = 0.25, 2.0


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the timeline: what happened at `at_s`."""

    at_s: float
    kind: str
    """'phase', 'spoke', 'heard', 'said', 'silenced' or 'trouble'."""
    text: str


class Inbox:
    """Where events wait for the conductor. Any thread may post; posting never blocks."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def post(self, event: Event) -> None:
        """Leave `event` for the conductor."""
        self._queue.put(event)

    def wait(self, seconds: float) -> Event | None:
        """Return the next event, waiting at most `seconds`; None when none came."""
        try:
            return self._queue.get(timeout=seconds) if seconds > 0 else self._queue.get_nowait()
        except queue.Empty:
            return None


class Conductor:
    """Carries out what a session decides."""

    def __init__(  # noqa: PLR0913  each part is given, none is looked up
        self,
        session: Session,
        player: Player,
        speech: Speech,
        inbox: Inbox,
        *,
        listen: Callable[[frozenset[Command]], None],
        journal: Journal,
        time_of_day: Callable[[], str],
        watch: Callable[[TimelineEntry], None],
        measure: Callable[[str], RoomLevels] = lambda _: RoomLevels(None, 0.0),
        check_ended: Callable[[CheckResult], None] = lambda _: None,
        frame_exact: bool = False,
    ) -> None:
        """Set up the loop.

        Args:
            session: decides.
            player: plays; its events say what was said.
            speech: turns lines into clips.
            inbox: where events come from.
            listen: opens a situation's words at the listener.
            journal: keeps records.
            time_of_day: ISO 8601, for the journal.
            watch: told of everything that happens.
            measure: says what the microphone heard lately; the phrase it is given, if any, is
                what the person was asked to say, to be kept as an example.
            check_ended: told how the hearing check ended.
            frame_exact: whether `now_s` is the player's own clock, so that cues can be started
                at their very sample.
        """
        self.session = session
        self._player = player
        self._speech = speech
        self._inbox = inbox
        self._listen = listen
        self._journal = journal
        self._time_of_day = time_of_day
        self._watch = watch
        self._measure = measure
        self._check_ended = check_ended
        self._frame_exact = frame_exact
        self._known_latch = player.last_latch
        """The latch the session knows of. What it decided without knowing of a newer stop neither
        releases that stop nor drops its answer."""
        self._troubles: set[str] = set()
        """Failures the session knows of; it is not paused for the same one again and again."""

    def post(self, event: Event, now_s: float) -> None:
        """Give `event` to the session at once and carry out what follows.

        An effect that fails does not take the others with it: the session is told and pauses.
        """
        # Before the session answers: the reflex has latched already, and what the session decides
        # now is about this stop.
        if isinstance(event, StopHeard):
            self._known_latch = self._player.last_latch
        for effect in self.session.handle(event, now_s):
            try:
                self._carry_out(effect, now_s)
            except Exception as error:  # noqa: BLE001  an edge: a failure must become a safe state
                self._failed(effect, error)

    def step(self, now_s: float, until_s: float | None = None) -> None:
        """Handle all that waits: speech that finished, events of the inbox, deadlines.

        Args:
            now_s: the present time.
            until_s: deadlines before this are done now, at their own time; default `now_s`.
        """
        # What was played comes first: a deadline may count from the end of that speech, and an
        # answer in the inbox from the end of its question.
        self._report_played(now_s)
        while (event := self._inbox.wait(0.0)) is not None:
            self.post(event, now_s)
        limit_s = now_s if until_s is None else until_s
        while (deadline_s := self.session.next_deadline()) is not None and deadline_s <= limit_s:
            # Live, a deadline that was missed is late: the session's time must not run backwards.
            self.post(Woken(), max(deadline_s, now_s) if until_s is None else deadline_s)

    def _failed(self, effect: Effect, error: Exception) -> None:
        reason = str(error) or type(error).__name__
        self._watch(TimelineEntry(self._player.frames / RATE_HZ, "trouble", reason))
        if isinstance(effect, Speak):
            self._player.play(self._speech.tone(Signal.ALARM, safety=True))
            # It will never sound, and a session that waits for its end would wait for ever.
            self._inbox.post(SpeechFinished(effect.utterance))
        if reason not in self._troubles:
            self._troubles.add(reason)
            self._inbox.post(Troubled(reason))

    def _report_played(self, now_s: float) -> None:
        for played in self._player.events():
            at_s = played.at_frame / RATE_HZ if self._frame_exact else now_s
            self._watch_played(played, at_s)
            if played.kind != "started" and played.clip.utterance is not None:
                self.post(SpeechFinished(played.clip.utterance), at_s)

    def _watch_played(self, played: Played, at_s: float) -> None:
        if played.kind == "started" and played.clip.text:
            self._watch(TimelineEntry(at_s, "spoke", played.clip.text))

    def _carry_out(self, effect: Effect, at_s: float) -> None:
        match effect:
            case Speak():
                self._speak(effect, at_s)
            case Chime(signal, safety):
                frame = self._frame(at_s)
                self._player.play(self._speech.tone(signal, safety=safety, not_before=frame))
            case Hush():
                self._player.hush(self._known_latch)
            case Latch():
                self._player.latch()
                self._known_latch = self._player.last_latch
            case Release():
                self._player.release(self._known_latch)
            case Listen(commands):
                self._listen(commands)
            case Record():
                self._journal.write(effect, self._time_of_day())
            case MeasureRoom(keep):
                self._inbox.post(RoomMeasured(self._measure(keep)))
            case CheckEnded(result):
                self._check_ended(result)
            case AdjustVolume(step):
                gain = self._player.gain * VOLUME_STEP**step
                self._player.gain = min(LOUDEST, max(SOFTEST, gain))
            case AdjustRate(step):
                self._speech.change_rate(step)
            case Entered(state, _):
                self._watch(TimelineEntry(at_s, "phase", state))

    def _speak(self, effect: Speak, at_s: float) -> None:
        frame = self._frame(at_s)
        latest = None
        if effect.within_s is not None:
            start = frame if self._frame_exact else self._player.frames
            latest = start + int(effect.within_s * RATE_HZ)
        clips = self._speech.clips(
            effect.utterance, effect.lines, safety=effect.safety, not_before=frame, not_after=latest
        )
        for clip in clips:
            self._player.play(clip)

    def _frame(self, at_s: float) -> int:
        return round(at_s * RATE_HZ) if self._frame_exact else 0
