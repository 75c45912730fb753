"""The whole program but its devices: session, conductor, player, reflex, listener on one clock.

The voice is a tone of 40 ms a letter and the recogniser is scripted; everything else is the real
thing. Time is the player's count of samples, block by block, as in a rehearsal.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from backtalk.app.runtime.conductor import Conductor, Inbox, TimelineEntry
from backtalk.core.model.events import Begun, Command, CommandHeard, Event, phrase
from backtalk.core.model.plan import Plan
from backtalk.core.session.machine.states import State
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup
from backtalk.hearing.fusion.listener import Listener
from backtalk.journal.journal import Journal, NoJournal
from backtalk.language import phrasebook, vocabulary
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Heard, Pcm
from backtalk.reflex import Reflex, stop_clip
from backtalk.speaking.player import Player
from backtalk.speaking.rendering import RenderedSpeech
from backtalk.speaking.speech import Speech
from tests.hearing.scripted import HISS, ScriptedRecogniser

LETTER_S = 0.04
STOPPED = "Stopped."


class ToneVoice:
    """Says every text as a tone, as long as the text."""

    def render(self, text: str, words_per_minute: int) -> Pcm:
        length_s = len(text) * LETTER_S * 150 / words_per_minute
        time = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
        return (8000 * np.cos(2 * np.pi * 440 * time)).astype(np.int16)

    def close(self) -> None:
        """Nothing to end."""


class Stage:
    """One session, ready to begin."""

    def __init__(
        self,
        plan: Plan,
        folder: Path,
        *,
        journal: Journal | None = None,
        player: Player | None = None,
        recogniser: ScriptedRecogniser | None = None,
        coach_is_heard: bool = False,
    ) -> None:
        """`coach_is_heard` tells whether the microphone hears the loudspeaker."""
        self.player = player or Player()
        self.recogniser = recogniser or ScriptedRecogniser()
        self.inbox = Inbox()
        self.happened: list[TimelineEntry] = []
        self.session = Session(SessionSetup(plan))
        self.speech = Speech(RenderedSpeech(ToneVoice(), folder, "tone"), phrasebook.load())
        text = self.speech.text(phrase("stop_clip"))
        self.reflex = Reflex(self.player, stop_clip(self.speech.pcm(text), text), self.inbox.post)
        self.listener = Listener(
            self.recogniser,
            vocabulary.load(),
            self.reflex,
            self.inbox.post,
            coach_says=lambda: self.player.saying if coach_is_heard else "",
        )
        self.conductor = Conductor(
            self.session,
            self.player,
            self.speech,
            self.inbox,
            listen=self.listener.open,
            journal=journal or NoJournal(),
            time_of_day=lambda: f"{self.now_s:.2f}",
            watch=self.happened.append,
            frame_exact=True,
        )

    @property
    def now_s(self) -> float:
        return self.player.frames / RATE_HZ

    @property
    def state(self) -> State:
        return self.session.state

    @property
    def sets_done(self) -> int:
        return self.session.view(self.now_s).sets_done

    def begin(self) -> Stage:
        self.conductor.post(Begun(), 0.0)
        return self

    def block(self) -> Pcm:
        """Let one block pass and return what sounded."""
        start_s = self.now_s
        self.conductor.step(start_s, until_s=start_s + BLOCK_S - 1e-9)
        played = self.player.read(BLOCK_FRAMES)
        self.listener.process(HISS)
        return played

    def run(self, seconds: float) -> Stage:
        """Let `seconds` pass."""
        self.sound(seconds)
        return self

    def sound(self, seconds: float) -> Pcm:
        """Let `seconds` pass and return what sounded."""
        return np.concatenate([self.block() for _ in range(round(seconds / BLOCK_S))])

    def until(self, *states: State, within_s: float = 1200.0) -> Stage:
        """Go on until the session is in one of `states`."""
        return self.until_true(lambda: self.state in states, within_s)

    def until_true(self, condition: Callable[[], bool], within_s: float = 1200.0) -> Stage:
        """Go on until `condition` holds."""
        end_s = self.now_s + within_s
        while not condition():
            assert self.now_s < end_s, f"not within {within_s} s, still {self.state}"
            self.block()
        return self

    def hears(self, *texts: str, final: bool = False) -> Stage:
        """The recogniser hears `texts`, one after another within the next block."""
        self.recogniser.script.append([Heard(text, final, self.now_s) for text in texts])
        return self

    def person_says(self, text: str) -> Stage:
        """The recogniser hears a whole utterance of `text` in the next block."""
        self.recogniser.script.append([Heard(text, final, self.now_s) for final in (False, True)])
        return self

    def commands(self, *commands: Command) -> Stage:
        for command in commands:
            self.inbox.post(CommandHeard(command))
        return self

    def post(self, event: Event) -> Stage:
        self.inbox.post(event)
        return self

    def spoken(self, since_s: float = 0.0) -> list[str]:
        """Return what started to sound since then."""
        return [h.text for h in self.happened if h.kind == "spoke" and h.at_s >= since_s]
