"""What is kept of the model, in what precision, and how it is written.

Matrices become int8 with one scale for each output: half the size of float16, and log P of the
phrases moves by hundredths. Everything else is small and stays in half precision. Positions beyond
ten seconds of sound and 64 tokens are cut off, and so are the marks for languages and times, which
a short command in English never needs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from second_pass_recipe.ct2_model import Halves

Arrays = dict[str, npt.NDArray[Any]]

ENCODER_POSITIONS = 500
"""Steps of 20 ms: ten seconds."""

DECODER_POSITIONS = 64
"""Tokens of one utterance, its two marks counted."""

MARKS = ("<|endoftext|>", "<|startoftranscript|>", "<|notimestamps|>")
"""The marks that are kept, in the order of their new numbers behind the ordinary tokens."""

EMBEDDINGS = "decoder/embeddings/weight"

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member of the archive: the same input gives the same bytes."""


def extract(variables: Mapping[str, Halves], vocabulary: list[str]) -> Arrays:
    """Return the arrays that ship.

    Args:
        variables: those of the model.
        vocabulary: its tokens by number, in GPT-2's spelling of bytes.
    """
    ordinary = vocabulary.index(MARKS[0])
    kept = [*range(ordinary), *map(vocabulary.index, MARKS)]
    arrays: Arrays = _token_arrays(vocabulary[:ordinary])
    for name, values in variables.items():
        arrays |= _stored(name, values[kept] if name == EMBEDDINGS else values)
    return arrays


def quantised(
    matrix: npt.NDArray[np.floating],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return a matrix, outputs by inputs, as int8 and the scale of each output."""
    exact = matrix.astype(np.float32)
    largest = np.abs(exact).max(axis=1)
    scales = np.maximum(largest, np.float32(1e-10)) / np.float32(127)
    return np.rint(exact / scales[:, None]).astype(np.int8), scales


def write(arrays: Arrays, path: Path) -> None:
    """Write an npz archive whose bytes depend on nothing but `arrays`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            member = io.BytesIO()
            np.lib.format.write_array(member, arrays[name], version=(1, 0), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", EPOCH), member.getvalue())


def _stored(name: str, values: Halves) -> Arrays:
    if name.startswith("encoder/position_encodings"):
        return {name: values[:ENCODER_POSITIONS]}
    if name.startswith("decoder/position_encodings"):
        return {name: values[:DECODER_POSITIONS]}
    if not name.endswith("/weight"):
        return {name: values}
    if values.ndim == len(("outputs", "inputs", "taps")):  # a convolution, as a matrix: taps first
        values = values.transpose(0, 2, 1).reshape(len(values), -1)
    matrix, scales = quantised(values)
    return {name: matrix, name.removesuffix("weight") + "scale": scales}


def _token_arrays(tokens: list[str]) -> Arrays:
    """Return all tokens as bytes in a row, and the length of each."""
    byte_of = {letter: value for value, letter in enumerate(_byte_letters())}
    spelt = [bytes(byte_of[letter] for letter in token) for token in tokens]
    return {
        "tokens/bytes": np.frombuffer(b"".join(spelt), np.uint8),
        "tokens/lengths": np.array([len(token) for token in spelt], np.uint8),
    }


def _byte_letters() -> list[str]:
    """Return the letter that GPT-2 writes for each byte: itself where it can be printed."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    letters = []
    unprintable = 0
    for value in range(256):
        letters.append(chr(value if value in printable else 256 + unprintable))
        unprintable += value not in printable
    return letters
