"""`hear`: the listening chain over recordings, one after another on detectors loaded once.

Each recording is heard as a stream of its own, whatever was heard before it: the order of files
changes nothing. No question is answered: where a session would pause and ask, it only says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from backtalk.app import recordings
from backtalk.app.transcription.detectors import Detectors
from backtalk.app.transcription.room_tone import room_tone
from backtalk.core.session.situations import Situation
from backtalk.hearing.detection import Source
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.fusion.understood import Understood
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.reflex import Reflex
from backtalk.speaking.clip import Clip
from backtalk.speaking.player import Player

LEAD_IN_S = 1.2
"""Room tone before a recording: a session's microphone has heard the room before any word. With
less the noise floor is not known when the word begins."""

LEAD_OUT_S = 0.8
"""Room tone after it: an utterance ends with quiet, and the spotter looks at a second."""


@dataclass(frozen=True)
class HeardFile:
    """What was heard in one recording."""

    file: Path
    seconds: float
    heard: tuple[Understood, ...]
    """Times count from the start of the file."""

    def as_json(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        return {
            "file": str(self.file),
            "seconds": round(self.seconds, 3),
            "heard": [_as_json(result) for result in self.heard],
        }

    def as_text(self) -> str:
        """Return it as one line."""
        heard = ", ".join(_in_words(result) for result in self.heard) or "nothing"
        return f"{self.file}  {self.seconds:.2f} s  {heard}"


class Recognition:
    """Hears recordings as a session would hear them in `situation`."""

    def __init__(self, detectors: Detectors, vocabulary: Vocabulary, situation: Situation) -> None:
        self._detectors = detectors
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

    def perceive(self, sound: Pcm, start_s: float = 0.0) -> tuple[Understood, ...]:
        """Hear `sound` as it is, as a stream of its own; times count from `start_s` in it."""
        self._detectors.reset()
        results: list[Understood] = []
        listener = self._listener(results)
        for start in range(0, len(sound), BLOCK_FRAMES):
            listener.process(sound[start : start + BLOCK_FRAMES])
        listener.finish()
        return tuple(replace(r, at_s=max(0.0, r.at_s - start_s)) for r in results)

    def _listener(self, results: list[Understood]) -> Listener:
        silent_player = Player()
        nothing = Clip(silent_player.read(0), "")
        return Listener(
            self._detectors.recogniser,
            self._vocabulary,
            Reflex(silent_player, nothing, lambda _: None),
            lambda _: None,
            commands=self._situation.commands,
            spotter=self._detectors.spotter,
            watch=results.append,
            looker=self._detectors.looker,
        )


def _as_json(result: Understood) -> dict[str, Any]:
    return {
        "t": round(result.at_s, 3),
        "command": result.command.value if result.command else None,
        "text": result.text,
        "stop": result.stop,
        "near_miss": result.near_miss,
        "witness": result.source.value,
    }


def _in_words(result: Understood) -> str:
    command = result.command.value if result.command else "-"
    mark = "!" if result.stop else "?" if result.near_miss else ""
    by = "" if result.source is Source.RECOGNISER else f", {result.source}"
    return f"{result.at_s:.2f} {command}{mark} ({result.text or 'no word'}{by})"
