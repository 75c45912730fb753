"""A whole session in a simulated room, faster than real time and exact to the sample.

The real session, player, listener and recogniser; only the air is simulated. Time is the count of
samples, so a rehearsal repeats itself and tells how many milliseconds lay between a word and
silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from backtalk.app.rehearsal.reactions import Reaction, Reactions
from backtalk.app.runtime.conductor import Conductor, Inbox, TimelineEntry
from backtalk.core.dialogue.dialogue import Question
from backtalk.core.model.events import Begun, phrase
from backtalk.core.session.machine.states import State
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup
from backtalk.hearing.echo.canceller import open_canceller
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.fusion.second_look import Looker
from backtalk.hearing.fusion.understood import Understood
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.journal.journal import Journal
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Pcm, Recogniser
from backtalk.reflex import Reflex, stop_clip
from backtalk.room.virtual_room import SpokenWords, VirtualRoom
from backtalk.speaking.player import BARGE_IN_FRAMES, Player
from backtalk.speaking.speech import Speech

LONGEST_S = 4 * 3600.0
"""A rehearsal that has not finished by then is ended; no routine comes near it."""
ANSWERS_AFTER_S = 0.4
"""How long the person in the room thinks before an answer."""
BEGINS = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
"""The time of day in the room where none is given, so that a rehearsal repeats itself."""
_EXACT_S = 1e-9


@dataclass(frozen=True)
class RoomSetup:
    """The room of a rehearsal and who speaks in it."""

    said: tuple[SpokenWords, ...] = ()
    """In the order of time."""
    echo_db: float | None = None
    noise: Pcm | None = None
    noise_level: float = 0.0
    answers: Callable[[str], tuple[str, Pcm] | None] = lambda _: None
    """What the person answers to the question of this id, once that has been said: words, sound."""
    keep_sound: bool = False
    """Whether the report keeps what the room sounded like."""


@dataclass
class Report:
    """What happened in a rehearsal."""

    routine: str
    recogniser: str
    sets_planned: int
    duration_s: float = 0.0
    state: str = ""
    sets_done: int = 0
    timeline: list[TimelineEntry] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    recording: list[Pcm] = field(default_factory=list)
    """Blocks of what the room sounded like, when asked for."""

    @property
    def finished(self) -> bool:
        """Whether the session came to its end."""
        return self.state == State.FINISHED.value

    def as_json(self) -> dict[str, Any]:
        """Return the report without its recording, ready for `json.dump`."""
        return {
            "routine": self.routine,
            "ear": self.recogniser,
            "duration_s": round(self.duration_s, 3),
            "finished": self.finished,
            "phase": self.state,
            "sets_done": self.sets_done,
            "sets_planned": self.sets_planned,
            "timeline": [
                {"t": round(entry.at_s, 4), "kind": entry.kind, "text": entry.text}
                for entry in sorted(self.timeline, key=lambda entry: entry.at_s)
            ],
            "reactions": [reaction.as_json() for reaction in self.reactions],
        }


class Rehearsal:
    """One run of one plan in one room."""

    def __init__(  # noqa: PLR0913  each part is given, none is looked up
        self,
        setup: SessionSetup,
        room: RoomSetup,
        *,
        recogniser: Recogniser,
        speech: Speech,
        vocabulary: Vocabulary,
        journal: Journal,
        spotter: Spotter | None = None,
        looker: Looker | None = None,
        begins: datetime = BEGINS,
    ) -> None:
        """`begins` is the time of day for the journal."""
        stop_text = speech.text(phrase("stop_clip"))
        inbox = Inbox()
        self.player = Player()
        self.report = Report(setup.plan.routine.id, recogniser.name, len(setup.plan.sets))
        self._room = VirtualRoom(
            room.said, echo_db=room.echo_db, noise=room.noise, noise_level=room.noise_level
        )
        self._setup = room
        self._answered: Question | None = None
        self._reactions = Reactions(room.said, stop_text)
        self.listener = Listener(
            recogniser,
            vocabulary,
            Reflex(self.player, stop_clip(speech.pcm(stop_text), stop_text), inbox.post),
            inbox.post,
            spotter=spotter,
            coach_says=lambda: self.player.saying if room.echo_db is not None else "",
            echo=open_canceller() if room.echo_db is not None else None,
            barged_in=lambda: self.player.hold(BARGE_IN_FRAMES),
            watch=self._understood,
            looker=looker,
        )
        self.conductor = Conductor(
            Session(setup),
            self.player,
            speech,
            inbox,
            listen=self.listener.open,
            journal=journal,
            time_of_day=lambda: (begins + timedelta(seconds=self.now_s)).isoformat(
                timespec="milliseconds"
            ),
            watch=self.report.timeline.append,
            measure=lambda _: self.listener.room_levels(),
            frame_exact=True,
        )

    @property
    def now_s(self) -> float:
        """The time in the room: samples played, in seconds."""
        return self.player.frames / RATE_HZ

    def run(self, until_s: float = LONGEST_S) -> Report:
        """Run until the session has finished (or `until_s`) and return the report."""
        report, session = self.report, self.conductor.session
        report.timeline += [TimelineEntry(u.at_s, "said", u.text) for u in self._setup.said]
        self.conductor.post(Begun(), 0.0)
        while session.state is not State.FINISHED and self.now_s < until_s:
            self._block()
        report.duration_s = self.now_s
        report.state = session.state.value
        report.sets_done = session.view(self.now_s).sets_done
        report.reactions = self._reactions.all()
        return report

    def _block(self) -> None:
        start_s = self.now_s
        self.conductor.step(start_s, until_s=start_s + BLOCK_S - _EXACT_S)
        self._let_the_person_answer()
        played = self.player.read(BLOCK_FRAMES)
        silent_s = self._reactions.played(start_s, played, self.player.saying)
        if silent_s is not None:
            self.report.timeline.append(TimelineEntry(silent_s, "silenced", ""))
        heard = self._room.exchange(played)
        if self._setup.keep_sound:
            mixed = np.clip(played.astype(np.int32) + heard, -32768, 32767)
            self.report.recording.append(mixed.astype(np.int16))
        self.listener.process(heard, played)

    def _let_the_person_answer(self) -> None:
        """Once a question has been said, the person says what they answer to it."""
        view = self.conductor.session.view(self.now_s)
        if view.question is None or not view.awaits_answer or view.question is self._answered:
            return
        self._answered = view.question
        answer = self._setup.answers(view.question.id)
        if answer is None:
            return
        utterance = SpokenWords(self.now_s + ANSWERS_AFTER_S, *answer)
        self._room.say(utterance)
        self._reactions.say(utterance)
        self.report.timeline.append(TimelineEntry(utterance.at_s, "said", utterance.text))

    def _understood(self, result: Understood) -> None:
        heard = result.text or result.source
        self.report.timeline.append(TimelineEntry(self.now_s, "heard", heard))
        if result.command is not None and not result.near_miss:
            self._reactions.acted(self.now_s, result.command, stop=result.stop)
