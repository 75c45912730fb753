"""What is done to examples while networks learn, each time otherwise: noise, microphones, gaps.

It works on the rows of a spectrum, where it costs next to nothing: no scene is made again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

NOISIER_SHARE = 0.45
"""Examples that get more noise or talk of others on top."""

LEAST_BELOW_DB, MOST_BELOW_DB = -13.0, 28.0
"""How far the added noise lies below the word."""

LEVEL_DB, TILT_DB, CURVE_DB = 2.6, 3.0, 1.7
"""Deviations of an example's level, tilt and bow over the bands: other microphones."""

MOST_HIDDEN = 0.15
"""Of an example's bands, at most this share is hidden in one stripe."""

MOST_HIDDEN_ROWS = 5
"""As many rows at most are hidden, too."""


@dataclass(frozen=True)
class Augmenter:
    """Augments examples of one kind of spectrum."""

    row_per_db: float
    """How much a value of a row grows with each decibel."""

    def augment(
        self, rows: torch.Tensor, noise: torch.Tensor, rng: np.random.Generator
    ) -> torch.Tensor:
        """Return examples augmented: examples by rows by bands; `noise` alike."""
        return _hidden(self._elsewhere(self._noisier(rows, noise, rng)), rng)

    def _noisier(
        self, rows: torch.Tensor, noise: torch.Tensor, rng: np.random.Generator
    ) -> torch.Tensor:
        """Add the noise to some of the examples."""
        below_db = rng.uniform(LEAST_BELOW_DB, MOST_BELOW_DB, len(rows)).astype(np.float32)
        loud = rows.amax(-1).quantile(0.9, dim=1) - noise.mean(-1).quantile(0.8, dim=1)
        louder = noise + (loud - torch.tensor(below_db) * self.row_per_db)[:, None, None]
        to_power = np.log(10) / 10 / self.row_per_db
        mixed = torch.logaddexp(to_power * rows, to_power * louder) / to_power
        picked = torch.tensor(rng.random(len(rows)) < NOISIER_SHARE)
        return torch.where(picked[:, None, None], mixed, rows)

    def _elsewhere(self, rows: torch.Tensor) -> torch.Tensor:
        """Change level, tilt and bow of each example."""
        count, _, bands = rows.shape
        level, tilt, bow = torch.randn(3, count, 1, 1)
        across = torch.linspace(-1, 1, bands)
        curve = torch.cos(torch.linspace(0, 2 * torch.pi, bands))
        change_db = level * LEVEL_DB + tilt * TILT_DB * across + bow * CURVE_DB * curve
        return rows + change_db * self.row_per_db


def _hidden(rows: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Hide a stripe of bands and one of rows of each example behind its mean."""
    _, length, bands = rows.shape
    over_bands = _stripes(len(rows), bands, round(MOST_HIDDEN * bands), rng)[:, None, :]
    over_rows = _stripes(len(rows), length, MOST_HIDDEN_ROWS, rng)[:, :, None]
    return torch.where(over_bands | over_rows, rows.mean((1, 2), keepdim=True), rows)


def _stripes(count: int, length: int, most: int, rng: np.random.Generator) -> torch.Tensor:
    """Return `count` rows of `length`, each true along one stretch of at most `most`."""
    first = rng.integers(length, size=(count, 1))
    at = np.arange(length)
    return torch.tensor((at >= first) & (at < first + rng.integers(most + 1, size=(count, 1))))
