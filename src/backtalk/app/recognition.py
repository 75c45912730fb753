"""`hear`: the listening chain over recordings, one after another on witnesses loaded once.

Each recording is heard as a stream of its own, whatever was heard before it: the order of files
changes nothing. Nobody answers: where a session would pause and ask, it only says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backtalk.app import recordings
from backtalk.app.room_tone import room_tone
from backtalk.app.witnesses import Witness, Witnesses
from backtalk.core.messages import Command, Situation
from backtalk.hearing.listener import Listener, Understood
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.reflex import Reflex
from backtalk.speaking.player import Clip, Player

LEAD_IN_S = 1.2
"""Room tone before a recording: a session's microphone has heard the room before any word. With
less the noise floor is not known when the word begins."""

LEAD_OUT_S = 0.8
"""Room tone after it: an utterance ends with quiet, and the spotter looks at a second."""


@dataclass(frozen=True)
class Perceived:
    """One thing that was understood."""

    at_s: float
    """When it was known, in seconds from the start of the sound."""
    text: str
    command: Command | None
    stop: bool
    """Whether a session would have fallen silent."""
    near_miss: bool
    """Whether a session would have paused and asked 'Did that hurt?'."""
    witness: Witness
    """Who said so: the recogniser or the spotter."""

    def as_json(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        return {
            "t": round(self.at_s, 3),
            "command": self.command.value if self.command else None,
            "text": self.text,
            "stop": self.stop,
            "near_miss": self.near_miss,
            "witness": self.witness.value,
        }

    def as_text(self) -> str:
        """Return it in a few words."""
        command = self.command.value if self.command else "-"
        mark = "!" if self.stop else "?" if self.near_miss else ""
        by = ", spotter" if self.witness is Witness.SPOTTER else ""
        return f"{self.at_s:.2f} {command}{mark} ({self.text}{by})"


@dataclass(frozen=True)
class HeardFile:
    """What was heard in one recording."""

    file: Path
    seconds: float
    heard: tuple[Perceived, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        return {
            "file": str(self.file),
            "seconds": round(self.seconds, 3),
            "heard": [result.as_json() for result in self.heard],
        }

    def as_text(self) -> str:
        """Return it as one line."""
        heard = ", ".join(result.as_text() for result in self.heard) or "nothing"
        return f"{self.file}  {self.seconds:.2f} s  {heard}"


class Recognition:
    """Hears recordings as a session would hear them in `situation`."""

    def __init__(
        self, witnesses: Witnesses, vocabulary: Vocabulary, situation: Situation
    ) -> None:
        self._witnesses = witnesses
        self._vocabulary = vocabulary
        self._situation = situation

    def hear(self, file: Path) -> HeardFile:
        """Hear one file, with a little of its room before and after it.

        Raises:
            BacktalkError: it cannot be read as sound.
        """
        pcm = recordings.read(file)
        before, after = room_tone(pcm, LEAD_IN_S), room_tone(pcm, LEAD_OUT_S)
        heard = self.perceive(np.concatenate([before, pcm, after]), start_s=LEAD_IN_S)
        return HeardFile(file, len(pcm) / RATE_HZ, heard)

    def perceive(self, sound: Pcm, start_s: float = 0.0) -> tuple[Perceived, ...]:
        """Hear `sound` as it is, as a stream of its own; times count from `start_s` in it."""
        self._witnesses.reset()
        results: list[Understood] = []
        listener = self._listener(results)
        spotter = self._witnesses.spotter
        seen = []
        for start in range(0, len(sound), BLOCK_FRAMES):
            block = sound[start : start + BLOCK_FRAMES]
            listener.hear(block)
            seen += spotter.feed(block) if spotter else []
        listener.finish()
        heard = [
            Perceived(
                max(0.0, r.at_s - start_s), r.text, r.command, r.stop, False, Witness.RECOGNISER
            )
            for r in results
        ] + [
            Perceived(s.at_s - start_s, s.word, Command(s.kind), True, False, Witness.SPOTTER)
            for s in seen
        ]
        return tuple(sorted(heard, key=lambda result: result.at_s))

    def _listener(self, results: list[Understood]) -> Listener:
        silent_player = Player()
        nothing = Clip(silent_player.read(0), "")
        listener = Listener(
            self._witnesses.ear,
            self._vocabulary,
            Reflex(silent_player, nothing, lambda _: None),
            lambda _: None,
            watch=results.append,
        )
        listener.open(self._situation)
        return listener
