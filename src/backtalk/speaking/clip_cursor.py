"""A clip under way: how far it has sounded, its next samples, and how it fades where it is cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backtalk.ports import Pcm
from backtalk.speaking.clip import Clip

FADE_FRAMES = 80
"""5 ms from full sound to silence: too short to hear as a word, long enough not to click."""


@dataclass
class ClipCursor:
    """One clip, the era in which it was queued, and the sample of it that sounds next."""

    clip: Clip
    era: int
    position: int = 0

    @property
    def at_end(self) -> bool:
        """Whether the whole clip has sounded."""
        return self.position >= len(self.clip.pcm)

    def fill(self, out: Pcm, gain: float) -> int:
        """Write the next samples into `out`, as many as fit; return how many there were."""
        pcm = self.clip.pcm[self.position : self.position + len(out)]
        out[: len(pcm)] = pcm if gain == 1.0 else _scaled(pcm, gain)
        self.position += len(pcm)
        return len(pcm)

    def fade(self, out: Pcm, gain: float) -> None:
        """Write the end of a clip that is cut here into `out`; its place stays as it is."""
        # From the clip's own samples, so that there is no step at the cut to be heard as a click.
        rest = self.clip.pcm[self.position : self.position + FADE_FRAMES]
        ramp = np.linspace(1.0, 0.0, len(rest), endpoint=False)
        count = min(len(rest), len(out))
        out[:count] = _scaled(rest, ramp * gain)[:count]

    def go_back(self, frames: int) -> None:
        """Let the last `frames` samples sound once more, as far as there are so many."""
        self.position = max(0, self.position - frames)


def _scaled(pcm: Pcm, gain: float | npt.NDArray[np.float64]) -> Pcm:
    # Clipped, not wrapped: int16 arithmetic would turn a peak into a crack of full amplitude.
    scaled: Pcm = np.clip(pcm * gain, -32768, 32767).astype(np.int16)
    return scaled
