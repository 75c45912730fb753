"""`hear`: the listening chain over recordings, one file after another on one loaded model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backtalk.app import recordings
from backtalk.core.messages import Situation
from backtalk.hearing.listener import Listener, Understood
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Ear
from backtalk.reflex import Reflex
from backtalk.speaking.player import Clip, Player


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
            "heard": [
                {
                    "t": round(result.at_s, 3),
                    "command": result.command.value if result.command else None,
                    "text": result.text,
                    "stop": result.stop,
                }
                for result in self.heard
            ],
        }

    def as_text(self) -> str:
        """Return it as one line."""
        heard = ", ".join(_in_words(result) for result in self.heard) or "nothing"
        return f"{self.file}  {self.seconds:.2f} s  {heard}"


def _in_words(result: Understood) -> str:
    command = result.command.value if result.command else "-"
    mark = "!" if result.stop else ""
    return f"{result.at_s:.2f} {command}{mark} ({result.text})"


class Recognition:
    """Hears recordings as a session would hear them in `situation`."""

    def __init__(self, ear: Ear, vocabulary: Vocabulary, situation: Situation) -> None:
        self._results: list[Understood] = []
        silent_player = Player()
        nothing = Clip(silent_player.read(0), "")
        self._listener = Listener(
            ear,
            vocabulary,
            Reflex(silent_player, nothing, lambda _: None),
            lambda _: None,
            watch=self._results.append,
        )
        self._listener.open(situation)

    def hear(self, file: Path) -> HeardFile:
        """Hear one file.

        Raises:
            BacktalkError: it cannot be read as sound.
        """
        pcm = recordings.read(file)
        self._results.clear()
        start_s = self._listener.heard_s
        for start in range(0, len(pcm), BLOCK_FRAMES):
            self._listener.hear(pcm[start : start + BLOCK_FRAMES])
        self._listener.finish()
        moved = [
            Understood(max(0.0, r.at_s - start_s), r.text, r.command, r.stop, r.final)
            for r in self._results
        ]
        return HeardFile(file, len(pcm) / RATE_HZ, tuple(moved))
