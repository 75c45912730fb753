"""What the parts of Backtalk ask of one another's devices: recognisers, voices and rooms.

Only shapes and constants live here; no device, thread or file.
One format everywhere: 16 kHz, mono, int16, in blocks of 20 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
"""Samples a second of all sound inside Backtalk."""

BLOCK_FRAMES = 320
"""Samples in a block: 20 ms."""

BLOCK_S = BLOCK_FRAMES / RATE_HZ
"""Seconds in a block."""

Pcm = npt.NDArray[np.int16]
"""Sound: a one-dimensional array of int16 samples at `RATE_HZ`."""


@dataclass(frozen=True)
class Grammar:
    """The phrases a recogniser listens for, in lower case, words separated by single spaces."""

    stops: tuple[str, ...]
    """The stop class: acted on at the first partial result, open in every grammar."""
    commands: tuple[str, ...]
    """Everything else that means something now: acted on when final."""
    decoys: tuple[str, ...] = ()
    """Other words people say: they give a recogniser somewhere to put what is no command."""


@dataclass(frozen=True)
class Heard:
    """One result of a recogniser."""

    text: str
    """The recognised words in lower case; decoys and unknown words may be among them."""
    final: bool
    """False for a partial result: the recogniser's best guess while the person still speaks."""
    at_s: float
    """When the recogniser knew it, in seconds of sound fed since it was opened."""
    sure: bool = True
    """False for a phrase the recogniser only suspects."""
    alone: bool = False
    """Of a final result: whether it was short, with quiet before and behind it. Of such an
    utterance a recogniser may report that it knew no phrase for it: `text` is '' then."""


class Recogniser(Protocol):
    """A streaming recogniser. Not thread-safe: one thread feeds it."""

    name: str
    """Short name for people and for `--recogniser`."""
    needs_confirmation: bool
    """Whether it is wrong too often for its words to count without a second opinion."""

    def open_grammar(self, grammar: Grammar) -> None:
        """Listen for `grammar` from the next utterance on (at once if no voice is heard)."""

    def process(self, block: Pcm) -> list[Heard]:
        """Take one block of any length; return what became known with it, in order."""

    def finish(self) -> list[Heard]:
        """Close the utterance under way, if any, and return its final result."""

    def reset(self) -> None:
        """Forget all sound heard, what is under way too: another stream begins, same grammar."""

    def close(self) -> None:
        """Give back memory and files; the recogniser is not used afterwards."""


class Voice(Protocol):
    """A speech synthesiser that renders text to sound, never plays it."""

    def render(self, text: str, words_per_minute: int) -> Pcm:
        """Return `text` spoken, trimmed of leading and trailing silence.

        Raises:
            BacktalkError: the synthesiser is missing, died or did not answer in time.
        """

    def close(self) -> None:
        """End the synthesiser."""
