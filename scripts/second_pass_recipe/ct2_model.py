"""Reads CTranslate2's `model.bin`, in the layout of its version 6 and before.

Little-endian: version (u32), name of the specification, revision (u32), number of variables (u32);
then for each variable its name, rank (u8), dimensions (u32 each), type (u8), size in bytes (u32)
and values. A name is its length (u16) and that many bytes, the last one zero. What follows, names
that stand for other names, is not needed here.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from backtalk.errors import BacktalkError

Halves = npt.NDArray[np.float16]

FLOAT16 = 4
"""The type number of half precision; all weights of this package have it."""

SPECIFICATION = "WhisperSpec"


class _Cursor:
    """A place in the bytes that moves on with every read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, kind: str) -> int:
        (value,) = struct.unpack_from(f"<{kind}", self._data, self._at)
        self._at += struct.calcsize(kind)
        return int(value)

    def bytes(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise struct.error("the file ends too early")
        self._at += count
        return self._data[self._at - count : self._at]

    def name(self) -> str:
        return self.bytes(self.number("H")).rstrip(b"\0").decode()


def read(data: bytes) -> Mapping[str, Halves]:
    """Return the half-precision variables of a model by name.

    Raises:
        BacktalkError: the bytes are no Whisper model of CTranslate2.
    """
    try:
        return _variables(_Cursor(data))
    except (struct.error, UnicodeDecodeError, ValueError) as error:
        raise BacktalkError(
            f"model.bin is not a CTranslate2 model of Whisper: {error}.",
            "Use the package version that src/backtalk/hearing/second_pass/whisper_tiny_en.md "
            "names.",
        ) from error


def _variables(cursor: _Cursor) -> dict[str, Halves]:
    cursor.number("I")
    specification = cursor.name()
    if specification != SPECIFICATION:
        raise ValueError(f"it says {specification!r}")
    cursor.number("I")
    found: dict[str, Halves] = {}
    for _ in range(cursor.number("I")):
        name = cursor.name()
        shape = [cursor.number("I") for _ in range(cursor.number("B"))]
        kind = cursor.number("B")
        values = cursor.bytes(cursor.number("I"))
        if kind == FLOAT16:
            found[name] = np.frombuffer(values, np.float16).reshape(shape)
    return found
