"""The noise floor that the denoiser and the segmenter hold each block of 20 ms against."""

from __future__ import annotations

from backtalk.hearing.acoustics.noise_floor import NoiseFloor
from backtalk.ports import BLOCK_S

WINDOW_S = 3.0
"""The floor looks back this far: longer than a sentence goes without a gap."""

PERCENTILE = 20.0
"""Low enough for the gaps between words to set the floor, not the words."""

RENEWAL_BLOCKS = 5
"""The floor is worked out again every 0.1 s: sorting is most of what a quiet room costs."""

LEAST_LEVEL = 20.0
"""Root mean square of int16 samples below which the floor is never taken to be."""


def room_floor() -> NoiseFloor:
    """Return a floor for root mean squares of int16 samples, one each 20 ms, after quiet."""
    return NoiseFloor(
        round(WINDOW_S / BLOCK_S),
        PERCENTILE,
        least=LEAST_LEVEL,
        renewal=RENEWAL_BLOCKS,
        begins_quiet=True,
    )
