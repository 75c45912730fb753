"""From microphone blocks to events: the recogniser, the reflex, and a watch over both.

A stop phrase in any result, partial or final, goes straight to the reflex. Everything else waits
for a final result that is a command and nothing but a command. The listener judges words; what
they do is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backtalk.core.messages import (
    SCORES,
    Command,
    CommandHeard,
    Event,
    Situation,
    SoundFound,
    SoundLost,
)
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import RATE_HZ, Ear, Heard, Pcm
from backtalk.reflex import Reflex

FLAT_LINE_S = 1.2
"""A microphone whose samples do not change at all for this long is dead: real ones hiss."""


@dataclass(frozen=True)
class Understood:
    """What the listener made of one result, for screens and timelines."""

    at_s: float
    text: str
    command: Command | None
    stop: bool
    final: bool


class Listener:
    """Feeds one ear and judges its results. One thread calls `hear`."""

    def __init__(
        self,
        ear: Ear,
        vocabulary: Vocabulary,
        reflex: Reflex,
        post: Callable[[Event], None],
        *,
        coach_says: Callable[[], str] = lambda: "",
        watch: Callable[[Understood], None] = lambda _: None,
    ) -> None:
        """Set up the listening.

        Args:
            ear: the recogniser.
            vocabulary: what words mean.
            reflex: tripped by stop words.
            post: takes events to the session's inbox; must not block.
            coach_says: the coach's words of this moment, for rooms in which the microphone
                hears the loudspeaker: a command among them is not the person's.
            watch: told of every result, for screens and timelines.
        """
        self._ear = ear
        self._vocabulary = vocabulary
        self._reflex = reflex
        self._post = post
        self._coach_says = coach_says
        self._watch = watch
        self._wanted = self._situation = Situation.FLOW
        self._tripped = False
        self._frames = 0
        self._flat_frames = 0
        self._lost = ""
        self._level = 0.0
        ear.open_grammar(vocabulary.grammar(Situation.FLOW))

    @property
    def heard_s(self) -> float:
        """Seconds of sound heard so far: the listener's heartbeat."""
        return self._frames / RATE_HZ

    @property
    def level(self) -> float:
        """Root mean square of the last block, 0 to 1, for a screen."""
        return self._level

    def open(self, situation: Situation) -> None:
        """Listen for the words of `situation` from the next block on. Any thread may call."""
        self._wanted = situation

    def hear(self, block: Pcm) -> None:
        """Hear one block; act on what became known by it. Never raises."""
        self._frames += len(block)
        alive = self._line_is_alive(block)
        try:
            wanted = self._wanted
            if wanted is not self._situation:
                self._ear.open_grammar(self._vocabulary.grammar(wanted))
                self._situation = wanted
            for heard in self._ear.feed(block):
                self._judge(heard)
        except Exception as error:  # noqa: BLE001  an edge: a failed ear must become a safe state
            self._lose(f"the recogniser failed ({type(error).__name__})")
            return
        if alive and self._lost:
            self._lost = ""
            self._post(SoundFound())

    def finish(self) -> None:
        """Close the utterance under way and judge it: the end of a recording."""
        for heard in self._ear.finish():
            self._judge(heard)

    def _judge(self, heard: Heard) -> None:
        """Act on one result. An utterance trips the reflex once, however often it is revised."""
        stop = self._vocabulary.stop_in(heard.text)
        tripped_before = self._tripped
        self._tripped = (tripped_before or stop is not None) and not heard.final
        if stop is not None:
            if not tripped_before:
                self._reflex.trip(stop)
                self._report(heard, stop, stop=True)
        elif heard.final:
            command = self._command(heard.text)
            if tripped_before and command not in SCORES:
                # What turns out to be no stop word after all cannot undo the stop it caused; but
                # 'six', taken for 'sick' at first, still answers how bad it is.
                command = None
            if command is not None:
                self._post(CommandHeard(command))
            self._report(heard, command, stop=False)

    def _report(self, heard: Heard, command: Command | None, *, stop: bool) -> None:
        self._watch(Understood(self.heard_s, heard.text, command, stop, heard.final))

    def _command(self, text: str) -> Command | None:
        command = self._vocabulary.command(text, self._situation)
        own_words = " ".join(re.findall(r"[\w']+", self._coach_says().lower()))
        return None if command is not None and f" {text} " in f" {own_words} " else command

    def _line_is_alive(self, block: Pcm) -> bool:
        """Measure `block`; return whether it moves. A line flat for too long is lost sound."""
        if not len(block):
            return False
        samples = block.astype(np.float32) / 32768
        self._level = float(np.sqrt(np.mean(samples * samples)))
        flat = int(block.max()) == int(block.min())
        self._flat_frames = self._flat_frames + len(block) if flat else 0
        if self._flat_frames >= FLAT_LINE_S * RATE_HZ:
            self._lose("the microphone gives a flat line")
        return not flat

    def _lose(self, reason: str) -> None:
        if not self._lost:
            self._lost = reason
            self._post(SoundLost(reason))
