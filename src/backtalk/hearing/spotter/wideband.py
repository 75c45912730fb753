"""The wideband network: a second opinion inside the spotter, on the whole band up to 7.8 kHz.

The speech embedding hears up to 3.8 kHz; much of 's', 't' and 'ch' lies above. This small
convolutional network of our own hears all of it, but knows nothing beside our own examples;
together they miss less than either alone (`stop_head.md`). It decides nothing, and does not
learn here: `scripts/train_spotter` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.errors import BacktalkError
from backtalk.hearing.spotter.embedding import Floats
from backtalk.ports import RATE_HZ

BANDS = 48
"""Mel bands, from `LOWEST_HZ` to `HIGHEST_HZ`."""

LOWEST_HZ, HIGHEST_HZ = 60.0, 7800.0

FFT_FRAMES, HOP_FRAMES = 512, 160
"""One row each 10 ms, over 25 ms of sound."""

TAPER = np.pad(np.hanning(401)[:400], 56).astype(np.float32)

QUIETEST = 1e3
"""Added to each band's power, of samples on int16's scale, before the logarithm."""

STRIDE_ROWS = 8
"""Rows from one output to the next: 80 ms, as the embedding's step."""

WINDOW_ROWS = 95
"""Rows under one output."""

BLOCKS = 3
"""Each halves the rate of rows."""

BUILT_IN = Path(__file__).with_name("wideband.npz")


@dataclass(frozen=True)
class Wideband:
    """A trained network."""

    weights: Mapping[str, Floats]
    """Kernels (width by inputs by outputs) and biases, with all scales folded in."""
    classes: tuple[str, ...]
    """Names of the outputs; the background is the first."""

    def log_shares(self, rows: Floats) -> Floats:
        """Return the log-probability of each class, outputs by classes, oldest first.

        Args:
            rows: of `BANDS` values. `WINDOW_ROWS` give one output, each `STRIDE_ROWS` more
                another, which ends with the newest row.
        """
        w = self.weights
        heard = np.maximum(_convolved(rows, w["first"], w["first bias"]), 0)
        for block in range(BLOCKS):
            heard = self._block(heard, block)
        given = _convolved(heard, w["last"], w["last bias"])
        given -= given.max(1, keepdims=True)
        return np.asarray(given - np.log(np.exp(given).sum(1, keepdims=True)), np.float32)

    def _block(self, heard: Floats, number: int) -> Floats:
        """Two convolutions, the first at half the rate, and a way past both."""
        w, name = self.weights, f"block {number} "
        inner = np.maximum(_convolved(heard, w[name + "a"], w[name + "a bias"], stride=2), 0)
        inner = _convolved(inner, w[name + "b"], w[name + "b bias"])
        past = _convolved(heard, w[name + "past"], w[name + "past bias"], stride=2)
        cut = (len(past) - len(inner)) // 2
        return np.asarray(np.maximum(inner + past[cut : cut + len(inner)], 0), np.float32)


def load(path: Path = BUILT_IN) -> Wideband:
    """Read a network.

    Raises:
        BacktalkError: the file is missing or is no such network.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            names = [name for name in stored.files if name != "classes"]
            weights = {name: stored[name].astype(np.float32) for name in names}
            found = Wideband(weights, tuple(str(name) for name in stored["classes"]))
            found.log_shares(np.zeros((WINDOW_ROWS, BANDS), np.float32))
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise BacktalkError(
            f"The spotter's network {path.name} cannot be read.",
            "Reinstall Backtalk, or build it with 'scripts/train_spotter'.",
        ) from error
    return found


def save(network: Wideband, path: Path) -> None:
    """Write a network, in half precision."""
    weights = {name: value.astype(np.float16) for name, value in network.weights.items()}
    np.savez_compressed(path, allow_pickle=False, **weights, classes=np.array(network.classes))


def powers_of(sound: Floats) -> Floats:
    """Return the power of each spectral line, one row each 10 ms of `sound`.

    Args:
        sound: samples on int16's scale; the last row needs `FFT_FRAMES` of them.
    """
    frames = np.lib.stride_tricks.sliding_window_view(sound, FFT_FRAMES)[::HOP_FRAMES]
    spectra = np.fft.rfft(frames * TAPER, axis=1)
    return np.asarray(spectra.real**2 + spectra.imag**2, np.float32)


def rows_of(sound: Floats) -> Floats:
    """Return `BANDS` half logarithms of power for each row of `powers_of`."""
    powers = powers_of(sound) @ _FILTERS + np.float32(QUIETEST)
    return np.asarray(np.log(powers) / 2, np.float32)


def _convolved(rows: Floats, kernel: Floats, bias: Floats, stride: int = 1) -> Floats:
    """Return rows convolved in time: the kernel's width less one fewer of them."""
    width = len(kernel)
    count = (len(rows) - width) // stride + 1
    taps = [rows[at : at + stride * (count - 1) + 1 : stride] for at in range(width)]
    spread = np.concatenate(taps, axis=1)
    return np.asarray(spread @ kernel.reshape(-1, kernel.shape[2]) + bias, np.float32)


def _filters() -> npt.NDArray[np.float32]:
    """Return triangular filters of equal weight, spectral lines by bands."""
    lines_hz = np.linspace(0, RATE_HZ / 2, FFT_FRAMES // 2 + 1)
    lowest, highest = (1127 * np.log1p(hz / 700) for hz in (LOWEST_HZ, HIGHEST_HZ))
    edges_hz = 700 * np.expm1(np.linspace(lowest, highest, BANDS + 2) / 1127)
    rising = (lines_hz[:, None] - edges_hz[:-2]) / np.diff(edges_hz)[:-1]
    falling = (edges_hz[2:] - lines_hz[:, None]) / np.diff(edges_hz)[1:]
    weights = np.maximum(np.minimum(rising, falling), 0)
    return np.asarray(weights / np.maximum(weights.sum(0), 1e-6), np.float32)


_FILTERS = _filters()
