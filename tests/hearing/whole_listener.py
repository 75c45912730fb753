"""A listener with everything real: recogniser, spotter and second pass; a person says something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backtalk.core.model.events import Command, CommandHeard, Event, StopHeard
from backtalk.core.session.situations import Situation
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.fusion.second_look import Looker
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm, Recogniser
from backtalk.reflex import Reflex, stop_clip
from backtalk.speaking.player import Player
from tests.tiny_vosk.espeak import say_afresh

VOICES = ("en-us", "en-gb-x-rp+f3")
WPM = 150
LEAD_IN_S, LEAD_OUT_S = 1.2, 1.0


@dataclass(frozen=True)
class WholeListener:
    """Hears one thing said after another, each as a stream of its own."""

    recogniser: Recogniser
    spotter: Spotter
    looker: Looker
    vocabulary: Vocabulary
    said: Mapping[tuple[str, str], Pcm]
    """By words and voice."""

    def events(self, text: str, situation: Situation, voice: str = VOICES[0]) -> list[Event]:
        """Return what the session is told when `voice` says `text` in `situation`."""
        return self.events_of(self.said[text, voice], situation)

    def events_of(self, sound: Pcm, situation: Situation) -> list[Event]:
        """Return what the session is told about `sound`, in a quiet room."""
        self.recogniser.reset()
        self.spotter.reset()
        told: list[Event] = []
        player = Player()
        listener = Listener(
            self.recogniser,
            self.vocabulary,
            Reflex(player, stop_clip(np.zeros(BLOCK_FRAMES, np.int16), ""), told.append),
            told.append,
            commands=situation.commands,
            spotter=self.spotter,
            looker=self.looker,
        )
        heard = np.concatenate([_hiss(LEAD_IN_S), sound, _hiss(LEAD_OUT_S)])
        for start in range(0, len(heard), BLOCK_FRAMES):
            listener.process(heard[start : start + BLOCK_FRAMES])
        listener.finish()
        return told


def spoken(texts: Sequence[str]) -> dict[tuple[str, str], Pcm]:
    """Return each of `texts` as each of `VOICES` says it; always the same sound."""
    said = [(text, voice) for text in texts for voice in VOICES]
    sounds = say_afresh([(text, voice, WPM) for text, voice in said])
    return dict(zip(said, sounds, strict=True))


def commands_of(events: list[Event]) -> set[Command]:
    """Return the commands among `events`, stops included."""
    return {event.command for event in events if isinstance(event, CommandHeard | StopHeard)}


def _hiss(seconds: float) -> Pcm:
    noise = np.random.default_rng(5).standard_normal(round(seconds * RATE_HZ)) * 6
    return noise.astype(np.int16)
