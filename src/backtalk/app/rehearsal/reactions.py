"""How the coach reacted to each thing the person said in a rehearsal, to the sample."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backtalk.core.model.events import Command
from backtalk.ports import RATE_HZ, Pcm
from backtalk.room.virtual_room import SpokenWords

ANSWER_WITHIN_S = 2.5
"""What was not understood this long after its end was not understood."""


@dataclass(frozen=True)
class Reaction:
    """What came of one thing the person said."""

    said: str
    word_end_s: float
    command: Command | None = None
    acted_s: float | None = None
    silent_s: float | None = None
    """Stop class only: the last audible sample before the stop clip, or the moment of acting
    when nothing sounded; from then on the loudspeaker is latched."""

    @property
    def reaction_ms(self) -> float | None:
        """From the end of the word to silence; negative when it came before the word was over."""
        return None if self.silent_s is None else (self.silent_s - self.word_end_s) * 1000

    def as_json(self) -> dict[str, Any]:
        """Return the fields of the report."""
        fields: dict[str, Any] = {
            "said": self.said,
            "word_end_s": round(self.word_end_s, 4),
            "command": self.command.value if self.command else None,
            "acted_s": None if self.acted_s is None else round(self.acted_s, 4),
        }
        if self.silent_s is not None and self.reaction_ms is not None:
            fields["silent_s"] = round(self.silent_s, 4)
            fields["reaction_ms"] = round(self.reaction_ms, 1)
        return fields


@dataclass(frozen=True)
class _Act:
    at_s: float
    command: Command
    stop: bool
    silent_s: float | None = None


class Reactions:
    """Collects acts and the sound around them, then says which act answered which word."""

    def __init__(self, said: tuple[SpokenWords, ...], stop_text: str) -> None:
        """`stop_text` is what the stop clip says."""
        self._said = list(said)
        self._stop_text = stop_text
        self._acts: list[_Act] = []

    def say(self, utterance: SpokenWords) -> None:
        """Note that the person says `utterance`, after all that was said before."""
        self._said.append(utterance)

    def acted(self, at_s: float, command: Command, *, stop: bool) -> None:
        """Note that `command` was understood and acted on at `at_s`."""
        self._acts.append(_Act(at_s, command, stop))

    def played(self, start_s: float, block: Pcm, saying: str) -> float | None:
        """Take the block played from `start_s` on; return when a stop's silence began in it.

        `saying` is the text of the clip under way at the end of the block.
        """
        if not self._acts or not self._acts[-1].stop or self._acts[-1].silent_s is not None:
            return None
        audible = np.flatnonzero(block)
        cut = len(audible) and saying != self._stop_text
        silent_s = start_s + (int(audible[-1]) + 1) / RATE_HZ if cut else self._acts[-1].at_s
        self._acts[-1] = replace(self._acts[-1], silent_s=silent_s)
        return silent_s

    def all(self) -> list[Reaction]:
        """Return the reaction to each utterance, in order."""
        starts = (*(utterance.at_s for utterance in self._said[1:]), float("inf"))
        return [self._to(u, next_s) for u, next_s in zip(self._said, starts, strict=False)]

    def _to(self, utterance: SpokenWords, limit_s: float) -> Reaction:
        latest_s = min(utterance.end_s + ANSWER_WITHIN_S, limit_s)
        for act in self._acts:
            if utterance.at_s < act.at_s <= latest_s:
                return Reaction(
                    utterance.text, utterance.end_s, act.command, act.at_s, act.silent_s
                )
        return Reaction(utterance.text, utterance.end_s)
