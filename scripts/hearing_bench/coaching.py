"""The coach talks and its loudspeaker is as loud at the microphone as the person: 0 dB echo.

The product's own player, room, canceller, double talk and listener, without a session: sentence
follows sentence, a stop silences the player for a moment, and the next sentence comes. Once with
no person speaking (every stop is false), once with a person who says each stop word twice over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from backtalk.app.transcription.detectors import Detectors
from backtalk.core.model.events import Event, StopHeard
from backtalk.hearing.echo.canceller import open_canceller
from backtalk.hearing.fusion.listener import Listener
from backtalk.language import vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.reflex import Reflex
from backtalk.room.virtual_room import VirtualRoom
from backtalk.speaking.clip import Clip
from backtalk.speaking.player import BARGE_IN_FRAMES, Player
from backtalk.speaking.rendering import level
from hearing_bench import material
from hearing_bench.contestants import Contestant

ECHO_DB = 0.0
GAP_S = 0.5
"""Between two sentences."""
SILENT_AFTER_STOP_S = 2.5
CONVERGED_S = 8.0
"""The canceller has heard the coach for so long before the person first speaks."""
INTO_SENTENCE_S = 0.6
"""So far into a sentence the person speaks."""
LONG_ENOUGH_S = 2.0
"""A sentence shorter than this is not spoken over."""
SAID_AGAIN_S = 0.9
"""From the end of the word to its repetition: within the pause that a barge-in makes."""
LISTEN_ON_S = 1.5


@dataclass(frozen=True)
class Coached:
    """What happened while the coach talked."""

    seconds: float
    stops: int
    """False ones where no person spoke."""
    said: int = 0
    caught: int = 0
    caught_at_first: int = 0
    """Before the word was repeated."""
    noticed: int = 0
    """Barged in: the coach paused before the first word's end plus 0.3 s."""


@dataclass
class _Scene:
    """One stretch of coaching."""

    detectors: Detectors
    sentences: Sequence[tuple[str, Pcm]]
    player: Player = field(default_factory=Player)
    stops_s: list[float] = field(default_factory=list)
    held_s: list[float] = field(default_factory=list)
    _next_line: int = 0
    _next_line_s: float = 0.5
    _began_s: float = 0.0
    _line: Pcm | None = None

    def __post_init__(self) -> None:
        self.detectors.reset()
        self._room = VirtualRoom(echo_db=ECHO_DB)
        words = vocabulary.load()
        silence = Clip(np.zeros(BLOCK_FRAMES, np.int16), "", safety=True)
        self._listener = Listener(
            self.detectors.recogniser,
            words,
            Reflex(self.player, silence, self._posted),
            self._posted,
            spotter=self.detectors.spotter,
            coach_says=lambda: self.player.saying,
            echo=open_canceller(),
            barged_in=self._on_barge_in,
        )

    @property
    def now_s(self) -> float:
        """Seconds since the beginning."""
        return self.player.frames / RATE_HZ

    @property
    def can_be_spoken_over(self) -> bool:
        """Whether a long sentence has gone on for long enough."""
        if self._line is None or self.player.latched or not self.player.sounding:
            return False
        into_s = self.now_s - self._began_s
        long_enough = len(self._line) / RATE_HZ >= LONG_ENOUGH_S
        return long_enough and INTO_SENTENCE_S <= into_s < INTO_SENTENCE_S + 0.1

    def block(self, person: Pcm | None = None) -> None:
        """Go on by one block, in which `person` speaks."""
        self._go_on_talking()
        played = self.player.read(BLOCK_FRAMES)
        heard = self._room.exchange(played)
        if person is not None:
            mixed = heard.astype(np.int32)
            mixed[: len(person)] += person
            heard = np.clip(mixed, -32768, 32767).astype(np.int16)
        self._listener.process(heard, played)
        for event in self.player.events():
            if event.kind in {"finished", "dropped"}:
                self._line = None
                self._next_line_s = max(self._next_line_s, self.now_s + GAP_S)

    def _go_on_talking(self) -> None:
        if self._line is not None or self.now_s < self._next_line_s:
            return
        if self.player.latched:
            self.player.release()
        text, pcm = self.sentences[self._next_line % len(self.sentences)]
        self._next_line += 1
        self._line, self._began_s = pcm, self.now_s
        self.player.play(Clip(pcm, text))

    def _posted(self, event: Event) -> None:
        if isinstance(event, StopHeard):
            self.stops_s.append(self.now_s)
            self._next_line_s = self.now_s + SILENT_AFTER_STOP_S

    def _on_barge_in(self) -> None:
        self.held_s.append(self.now_s)
        self.player.hold(BARGE_IN_FRAMES)


def alone(contestant: Contestant, seconds: float, first: int, file: Path) -> Coached:
    """Let the coach talk to an empty room for so long, beginning with the sentence `first`."""
    sentences = material.load(file).coach
    scene = _scene(contestant, (*sentences[first:], *sentences[:first]))
    while scene.now_s < seconds:
        scene.block()
    return Coached(scene.now_s, len(scene.stops_s))


def barged_in(contestant: Contestant, numbers: Iterable[int], file: Path) -> Coached:
    """Have the stop clips with these numbers said twice over the coach, one after another."""
    sound = material.load(file)
    scene = _scene(contestant, sound.coach)
    while scene.now_s < CONVERGED_S:
        scene.block()
    caught = at_first = noticed = said = 0
    for number in numbers:
        clip = sound.stops[number]
        start, end = clip.word_frames
        word = level(clip.sound[start:end])
        gap = np.zeros(round(SAID_AGAIN_S * RATE_HZ), np.int16)
        while not scene.can_be_spoken_over:
            scene.block()
        began_s = scene.now_s
        _say(scene, np.concatenate([word, gap, word]))
        first_end_s = began_s + len(word) / RATE_HZ
        stops_s = [at_s for at_s in scene.stops_s if at_s >= began_s]
        said += 1
        caught += bool(stops_s)
        at_first += any(at_s < first_end_s + SAID_AGAIN_S for at_s in stops_s)
        noticed += any(began_s <= at_s < first_end_s + 0.3 for at_s in scene.held_s)
        while scene.now_s < began_s + 6.0:
            scene.block()
    return Coached(scene.now_s, len(scene.stops_s), said, caught, at_first, noticed)


def _say(scene: _Scene, sound: Pcm) -> None:
    for start in range(0, len(sound), BLOCK_FRAMES):
        scene.block(sound[start : start + BLOCK_FRAMES])
    for _ in range(round(LISTEN_ON_S * RATE_HZ / BLOCK_FRAMES)):
        scene.block()


def _scene(contestant: Contestant, sentences: Sequence[tuple[str, Pcm]]) -> _Scene:
    return _Scene(contestant.open_detectors(), sentences)
