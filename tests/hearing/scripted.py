"""A listener with a scripted recogniser, a real player and a real reflex."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping

import numpy as np

from backtalk.core.model.events import Event
from backtalk.core.session.situations import Situation
from backtalk.hearing.detection import Detection
from backtalk.hearing.echo.canceller import EchoCanceller
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.fusion.second_look import Looker
from backtalk.hearing.fusion.understood import Understood
from backtalk.hearing.spotter import classifier_head
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.language import vocabulary
from backtalk.ports import BLOCK_FRAMES, Grammar, Heard, Pcm
from backtalk.reflex import Reflex, stop_clip
from backtalk.speaking.player import Player

SILENCE = np.zeros(BLOCK_FRAMES, dtype=np.int16)
HISS = np.random.default_rng(1).normal(0, 8, BLOCK_FRAMES).astype(np.int16)
"""A block as a quiet microphone gives it."""


class ScriptedRecogniser:
    """Hears in each block what was put into `script`; what is put there may be an error."""

    name = "scripted"

    def __init__(self, *, needs_confirmation: bool = False) -> None:
        self.needs_confirmation = needs_confirmation
        self.script: deque[list[Heard] | Exception] = deque()
        self.grammars: list[Grammar] = []
        self.refuses_grammars = False

    def open_grammar(self, grammar: Grammar) -> None:
        if self.refuses_grammars:
            raise RuntimeError("no such grammar")
        self.grammars.append(grammar)

    def process(self, block: Pcm) -> list[Heard]:  # noqa: ARG002  the recogniser is not what is tested
        step = self.script.popleft() if self.script else []
        if isinstance(step, Exception):
            raise step
        return step

    def finish(self) -> list[Heard]:
        return [heard for step in self.script if not isinstance(step, Exception) for heard in step]

    def reset(self) -> None:
        self.script.clear()

    def close(self) -> None:
        """Nothing to give back."""


class ScriptedSpotter(Spotter):
    """Sees what was put into `sees`; thinks of the last word what was put into `odds`."""

    def __init__(self) -> None:
        super().__init__(classifier_head.load())
        self.odds: dict[str, float] = {}
        self.sees: deque[Detection] = deque()
        """One detection a block."""

    @property
    def latest(self) -> Mapping[str, float]:
        return self.odds

    def process(self, block: Pcm) -> list[Detection]:  # noqa: ARG002  a test says what it thinks
        return [self.sees.popleft()] if self.sees else []


class Bench:
    """Everything around one listener."""

    def __init__(
        self,
        coach_says: Callable[[], str] = lambda: "",
        echo: EchoCanceller | None = None,
        spotter: ScriptedSpotter | None = None,
        looker: Looker | None = None,
        *,
        needs_confirmation: bool = True,
    ) -> None:
        self.held = 0
        """How often the coach was to pause."""
        self.recogniser = ScriptedRecogniser(
            needs_confirmation=needs_confirmation and spotter is not None
        )
        self.player = Player()
        self.events: list[Event] = []
        self.understood: list[Understood] = []
        clip = stop_clip(np.full(BLOCK_FRAMES, 77, dtype=np.int16), "Stopped.")
        self.listener = Listener(
            self.recogniser,
            vocabulary.load(),
            Reflex(self.player, clip, self.events.append),
            self.events.append,
            commands=Situation.FLOW.commands,
            coach_says=coach_says,
            echo=echo,
            spotter=spotter,
            watch=self.understood.append,
            looker=looker,
            barged_in=self._hold,
        )

    def _hold(self) -> None:
        self.held += 1

    def hear(self, *texts: str, final: bool = False) -> list[Event]:
        """Hear each of `texts` in a block of its own and return the events that came of it."""
        before = len(self.events)
        for text in texts:
            self.recogniser.script.append([Heard(text, final, 0.0)])
            self.listener.process(HISS)
        return self.events[before:]

    def suspect(self, text: str) -> None:
        """Hear a word of the stop class of which the recogniser is not sure."""
        self.recogniser.script.append([Heard(text, final=True, at_s=0.0, sure=False)])
        self.listener.process(HISS)

    def utterance(self, *partials: str, final: str) -> list[Event]:
        """Hear an utterance: its partial results, then the final one."""
        return self.hear(*partials) + self.hear(final, final=True)

    def blocks(self, block: Pcm, count: int) -> list[Event]:
        """Hear `block` `count` times and return the events that came of it."""
        before = len(self.events)
        for _ in range(count):
            self.listener.process(block)
        return self.events[before:]
