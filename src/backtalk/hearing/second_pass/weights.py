"""The network's weights as they ship: int8 matrices with a scale for each output, small tensors.

They stay int8 in memory, a quarter of float32, and are widened where they are used, a block at a
time. Names are those of CTranslate2, from whose model the extract is made (whisper_tiny_en.md):
'linear_0' of self attention makes queries, keys and values at once, 'linear_1' of the attention to
the sound its keys and values.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.errors import BacktalkError
from backtalk.hearing.second_pass.features import Floats

BUILT_IN = Path(__file__).with_name("whisper_tiny_en.npz")
"""The extract of this package; its checksum lies beside it, as sha256sum writes it."""

BLOCK_OUTPUTS = 512
"""Outputs of a matrix that are widened at a time: small enough to stay in the cache."""

MATRIX, SCALE = "/weight", "/scale"

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Matrix:
    """A matrix in eight bits."""

    values: npt.NDArray[np.int8]
    """Outputs by inputs."""
    scales: Floats
    """What to multiply each output with."""

    def apply(self, rows: Floats) -> Floats:
        """Return `rows`, any number by inputs, times the matrix: that number by outputs."""
        result = np.empty((len(rows), len(self.values)), np.float32)
        for start in range(0, len(self.values), BLOCK_OUTPUTS):
            block = slice(start, start + BLOCK_OUTPUTS)
            np.matmul(rows, self.values[block].astype(np.float32).T, out=result[:, block])
            result[:, block] *= self.scales[block]
        return result

    def outputs(self, indices: Indices) -> Floats:
        """Return the weights of some outputs: their number by inputs."""
        return self.values[indices].astype(np.float32) * self.scales[indices, None]


@dataclass(frozen=True)
class Weights:
    """All that the network has learnt, and its tokens."""

    matrices: Mapping[str, Matrix]
    """By name, without the ending '/weight'."""
    tensors: Mapping[str, Floats]
    """Biases, gains, shifts and positions by name."""
    tokens: tuple[bytes, ...]
    """The text of each ordinary token, by its number."""


def load(path: Path = BUILT_IN) -> Weights:
    """Read an extract and compare it with the checksum beside it.

    Raises:
        BacktalkError: a file is missing or damaged.
    """
    try:
        data = path.read_bytes()
        expected = path.with_suffix(".sha256").read_text(encoding="ascii").split()[0]
        if hashlib.sha256(data).hexdigest() != expected:
            raise ValueError("it does not match its checksum")  # noqa: TRY301 - one way out
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            return _weights(dict(stored))
    except OSError as error:
        raise _unreadable(path, error.strerror or "unknown error") from error
    except (EOFError, IndexError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable(path, str(error)) from error


def _weights(stored: dict[str, npt.NDArray[np.generic]]) -> Weights:
    spelt = stored.pop("tokens/bytes").tobytes()
    ends = np.cumsum(stored.pop("tokens/lengths"), dtype=np.intp).tolist()
    matrices = {
        name.removesuffix(MATRIX): Matrix(
            values.astype(np.int8, copy=False),
            stored[name.removesuffix(MATRIX) + SCALE].astype(np.float32),
        )
        for name, values in stored.items()
        if name.endswith(MATRIX)
    }
    tensors = {
        name: values.astype(np.float32)
        for name, values in stored.items()
        if not name.endswith((MATRIX, SCALE))
    }
    tokens = tuple(spelt[a:b] for a, b in zip([0, *ends], ends, strict=False))
    return Weights(matrices, tensors, tokens)


def _unreadable(path: Path, reason: str) -> BacktalkError:
    return BacktalkError(
        f"The second pass's network {path.name} cannot be read: {reason}.",
        "Reinstall Backtalk, or build the file with 'scripts/build_second_pass'.",
    )
