"""A live session: the conductor's loop on a real sound card, with keys, screen and watchdog.

Waits on the inbox, never sleeps blindly; a stop needs none of this, the reflex has done it by
then.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from backtalk.app.runtime.conductor import Conductor, Inbox, TimelineEntry
from backtalk.app.runtime.hearing_check_record import Check, CheckRecorder
from backtalk.app.runtime.keypad import Keypad
from backtalk.app.runtime.keys import listening_to_keys
from backtalk.app.runtime.prefetch import Ahead
from backtalk.app.runtime.screen import Screen
from backtalk.app.settings import Settings
from backtalk.core.model.events import (
    Begun,
    Command,
    CommandHeard,
    Signal,
    SoundFound,
    SoundLost,
    phrase,
)
from backtalk.core.model.person import GUEST, Person
from backtalk.core.session.machine.states import State
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup
from backtalk.hearing.echo.canceller import open_canceller
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.fusion.second_look import Looker
from backtalk.hearing.fusion.understood import Understood
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.journal.journal import Journal
from backtalk.language import vocabulary
from backtalk.ports import Recogniser
from backtalk.reflex import Reflex, stop_clip
from backtalk.room.fallback_alarm import fallback_alarm
from backtalk.room.sound_card import SoundCard
from backtalk.speaking.player import BARGE_IN_FRAMES, Player
from backtalk.speaking.speech import Speech

TICK_S = 0.05
"""How often the loop looks at the player, the card and the screen when no event comes."""
REOPEN_EVERY_S = 2.0
"""How often a lost sound card is tried again."""


def hearing_as(
    setup: SessionSetup, listener: Listener, spotter_of: Callable[[Person], Spotter]
) -> SessionSetup:
    """Return `setup`, with which `listener` hears with the spotter of the person who has come.

    A guest is heard as the owner of the home is, as at the beginning.
    """
    theirs = setup.identify
    if theirs is None:
        return setup

    def identify(person: Person) -> SessionSetup:
        listener.adopt(spotter_of(person))
        return theirs(person)

    def forget() -> None:
        listener.adopt(spotter_of(GUEST))
        setup.forget()

    return replace(setup, identify=identify, forget=forget)


class Live:
    """One session on the real sound card."""

    def __init__(  # noqa: PLR0913  each part is given, none is looked up
        self,
        setup: SessionSetup,
        *,
        recogniser: Recogniser,
        spotter: Spotter,
        spotter_of: Callable[[Person], Spotter],
        looker: Looker | None,
        check: Check,
        speech: Speech,
        settings: Settings,
        journal: Journal,
        screen: Screen,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare the session of `setup`.

        Where it is asked who it is, the spotter is theirs from then on: `spotter_of` gives it.
        """
        stop_text = speech.text(phrase("stop_clip"))
        self._inbox = Inbox()
        self._screen = screen
        self._clock = clock
        self._ahead = Ahead(speech)
        self._player = Player()
        self._reflex = Reflex(
            self._player, stop_clip(speech.pcm(stop_text), stop_text), self._inbox.post
        )
        self._listener = Listener(
            recogniser,
            vocabulary.load(settings.language),
            self._reflex,
            self._inbox.post,
            spotter=spotter,
            coach_says=lambda: "" if settings.headphones else self._player.saying,
            echo=None if settings.headphones else open_canceller(),
            barged_in=lambda: self._player.hold(BARGE_IN_FRAMES),
            watch=self._understood,
            looker=looker,
            language=settings.language,
        )
        self._session = Session(hearing_as(setup, self._listener, spotter_of))
        recorder = CheckRecorder(check, self._listener, datetime.now)
        self._card = SoundCard(
            self._player.read,
            self._listener.process,
            output=settings.loudspeaker or None,
            input=settings.microphone or None,
        )
        self._conductor = Conductor(
            self._session,
            self._player,
            speech,
            self._inbox,
            listen=self._listener.open,
            journal=journal,
            time_of_day=lambda: datetime.now().astimezone().isoformat(timespec="milliseconds"),
            watch=screen.happened,
            measure=recorder.measure,
            check_ended=recorder.ended,
        )
        self._keypad = Keypad(
            lambda answer: self._inbox.post(CommandHeard(answer, by_key=True)),
            lambda: self._reflex.trip(Command.STOP, by_key=True),
        )
        self._alarm = speech.tone(Signal.ALARM, safety=True).pcm
        self._loudspeaker = settings.loudspeaker or None
        self._card_lost: str | None = None
        self._tried_s = 0.0

    def run(self) -> None:
        """Run the session to its end.

        Raises:
            BacktalkError: the sound card cannot be opened.
        """
        keys = listening_to_keys(self._pressed)
        with self._card, keys, self._screen, self._ahead.running():
            self._conductor.post(Begun(), self._clock())
            while self._session.state is not State.FINISHED:
                self._turn()
            self._let_it_finish()

    def _turn(self) -> None:
        now_s = self._clock()
        deadline_s = self._session.next_deadline()
        patience_s = TICK_S if deadline_s is None else min(TICK_S, deadline_s - now_s)
        event = self._inbox.wait(patience_s)
        now_s = self._clock()
        self._keypad.tick(now_s)
        if event is not None:
            self._conductor.post(event, now_s)
        self._conductor.step(now_s)
        view = self._session.view(now_s)
        self._ahead.follow(view)
        self._watch_the_card(now_s)
        self._screen.show(view, self._listener.level)

    def _watch_the_card(self, now_s: float) -> None:
        lost = self._card.lost
        if lost and not self._card_lost:
            self._card_lost = lost
            self._tried_s = now_s
            self._alarm_elsewhere()
            self._conductor.post(SoundLost(lost), now_s)
        if self._card_lost and now_s - self._tried_s > REOPEN_EVERY_S:
            self._tried_s = now_s
            if self._card.try_reopen():
                self._card_lost = None
                self._conductor.post(SoundFound(), now_s)

    def _alarm_elsewhere(self) -> None:
        """Be heard although the coach's loudspeaker has died; first, before it is tried again."""
        if self._card.loudspeaker_lost:
            self._screen.bell()
            fallback_alarm(self._alarm, self._loudspeaker)

    def _let_it_finish(self) -> None:
        while self._player.sounding and not self._card.lost:
            self._inbox.wait(TICK_S)

    def _pressed(self, key: str) -> None:
        now_s = self._clock()
        view = self._session.view(now_s)
        self._keypad.pressed(key, now_s, waits=view.waits, asks_score=view.asks_score)

    def _understood(self, result: Understood) -> None:
        self._screen.happened(TimelineEntry(self._clock(), "heard", result.text or result.source))
