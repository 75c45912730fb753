"""Whisper's encoder, run on a few seconds in place of thirty.

Whisper pads all sound to 30 s: 1,500 steps. The encoder's positions are sines, and it hears single
words as well when the context ends after 2.5 s (125 steps), in a thirtieth of the time.
"""

from __future__ import annotations

import numpy as np

from backtalk.hearing.second_pass.features import Floats
from backtalk.hearing.second_pass.layers import (
    Memory,
    attend,
    feed_forward,
    gelu,
    linear,
    normalised,
    split,
)
from backtalk.hearing.second_pass.weights import Weights

LAYERS = 4
STEPS_PER_S = 50
"""Rows of the encoder in a second: half as many as of features."""


def encode(features: Floats, weights: Weights) -> Floats:
    """Return what the encoder makes of rows of features: half as many rows of 384 values."""
    rows = _convolved(features, weights, "encoder/conv1", stride=1)
    rows = _convolved(rows, weights, "encoder/conv2", stride=2)
    rows += weights.tensors["encoder/position_encodings/encodings"][: len(rows)]
    for layer in range(LAYERS):
        rows = _through_layer(rows, weights, f"encoder/layer_{layer}")
    return normalised(rows, weights, "encoder/layer_norm")


def _convolved(rows: Floats, weights: Weights, name: str, stride: int) -> Floats:
    """Return `rows` through a convolution over three of them, and its non-linearity."""
    padded = np.pad(rows, ((1, 1), (0, 0)))
    taps = np.concatenate([padded[:-2], padded[1:-1], padded[2:]], axis=1)[::stride]
    return gelu(linear(taps, weights, name))


def _through_layer(rows: Floats, weights: Weights, name: str) -> Floats:
    own = f"{name}/self_attention"
    normed = normalised(rows, weights, f"{own}/layer_norm")
    queries, keys, values = split(linear(normed, weights, f"{own}/linear_0"), 3)
    rows = rows + linear(attend(queries, Memory.of(keys, values)), weights, f"{own}/linear_1")
    return feed_forward(rows, weights, f"{name}/ffn")
