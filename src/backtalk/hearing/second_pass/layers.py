"""The layers that encoder and decoder are made of: those of the Transformer, with numpy.

Rows are steps of time or tokens; every function works on all rows at once. A. Vaswani and others,
'Attention Is All You Need' (2017), with the layer normalisation in front of each part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backtalk.hearing.second_pass.features import Floats
from backtalk.hearing.second_pass.weights import Weights

WIDTH = 384
"""Values of a row."""

HEADS = 6
HEAD_WIDTH = WIDTH // HEADS

NORM_FLOOR = 1e-5
"""Keeps the layer normalisation from dividing by nothing."""

MASKED = np.float32(-1e9)
"""Added to the score of what may not be seen."""

Visible = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Memory:
    """What attention looks at: keys and values, heads first."""

    keys: Floats
    """Heads by head width by rows."""
    values: Floats
    """Heads by rows by head width."""

    @classmethod
    def of(cls, keys: Floats, values: Floats) -> Memory:
        """Return keys and values, both rows by `WIDTH`, for `attend`."""
        return cls(_by_head(keys).transpose(0, 2, 1), _by_head(values))

    def followed_by(self, later: Memory) -> Memory:
        """Return this memory and what came after it."""
        return Memory(
            np.concatenate([self.keys, later.keys], axis=2),
            np.concatenate([self.values, later.values], axis=1),
        )


def attend(queries: Floats, memory: Memory, visible: Visible | None = None) -> Floats:
    """Return for each query the mean of the values, weighted by how its key fits.

    Args:
        queries: rows by `WIDTH`.
        memory: what to look at.
        visible: queries by rows of the memory; None: everything is seen.
    """
    scores = _by_head(queries) * np.float32(HEAD_WIDTH**-0.5) @ memory.keys
    if visible is not None:
        scores += np.where(visible, np.float32(0), MASKED)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    mixed = (scores @ memory.values).transpose(1, 0, 2)
    return np.asarray(mixed, np.float32).reshape(len(queries), WIDTH)


def linear(rows: Floats, weights: Weights, name: str) -> Floats:
    """Return `rows` through the matrix and bias called `name`."""
    result = weights.matrices[name].apply(rows)
    result += weights.tensors[f"{name}/bias"]
    return result


def normalised(rows: Floats, weights: Weights, name: str) -> Floats:
    """Return `rows`, each with mean 0 and deviation 1, times the gain plus the shift of `name`."""
    centred = rows - rows.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + NORM_FLOOR)
    gain, shift = weights.tensors[f"{name}/gamma"], weights.tensors[f"{name}/beta"]
    return np.asarray(centred / deviation * gain + shift, np.float32)


def feed_forward(rows: Floats, weights: Weights, name: str) -> Floats:
    """Return `rows` plus what the two matrices of `name` make of them."""
    inner = gelu(
        linear(normalised(rows, weights, f"{name}/layer_norm"), weights, f"{name}/linear_0")
    )
    return rows + linear(inner, weights, f"{name}/linear_1")


def gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit of `values`, by the usual approximation with tanh."""
    inner = values * values
    inner *= np.float32(0.7978845608 * 0.044715)
    inner += np.float32(0.7978845608)
    inner *= values
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= np.float32(0.5)
    return inner


def split(rows: Floats, parts: int) -> list[Floats]:
    """Return the `parts` blocks of `WIDTH` values that `rows` stand side by side of."""
    return list(np.split(rows, parts, axis=-1))


def _by_head(rows: Floats) -> Floats:
    return rows.reshape(len(rows), HEADS, HEAD_WIDTH).transpose(1, 0, 2)
