"""The symbol tables at the head of a grammar in OpenFst's binary format, read and rewritten."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace

INT32, INT64 = struct.Struct("<i"), struct.Struct("<q")
COUNTS = struct.Struct("<iiQqqq")
"""Version, flags, properties, start, states and arcs: what ends the header."""

MAGIC = 2125659606
INPUT_SYMBOLS, OUTPUT_SYMBOLS = 1, 2
"""Flags of the header: which tables follow. Another would say that what follows is aligned."""


@dataclass(frozen=True)
class SymbolTable:
    """The words of a grammar and their numbers."""

    magic: int
    name: bytes
    next_number: int
    words: tuple[tuple[str, int], ...]

    def renamed(self, rename: Callable[[str], str]) -> SymbolTable:
        """Return the table with other words for the same numbers."""
        words = tuple((rename(word), number) for word, number in self.words)
        if len({word for word, _ in words}) != len(words):
            raise ValueError("two words would have the same name")
        return replace(self, words=words)

    def to_bytes(self) -> bytes:
        """Return the table as it stands in a file."""
        parts = [INT32.pack(self.magic), _packed(self.name)]
        parts += [INT64.pack(self.next_number), INT64.pack(len(self.words))]
        parts += [_packed(word.encode()) + INT64.pack(number) for word, number in self.words]
        return b"".join(parts)


class _Reader:
    """Takes one value after another from the bytes of a file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self, kind: struct.Struct) -> int:
        (value,) = self.numbers(kind)
        return value

    def numbers(self, kind: struct.Struct) -> tuple[int, ...]:
        values = kind.unpack_from(self.data, self.at)
        self.at += kind.size
        return values

    def string(self) -> bytes:
        length = self.number(INT32)
        self.at += length
        return self.data[self.at - length : self.at]

    def table(self) -> SymbolTable:
        magic, name = self.number(INT32), self.string()
        next_number, count = self.number(INT64), self.number(INT64)
        words = ((self.string().decode(), self.number(INT64)) for _ in range(count))
        return SymbolTable(magic, name, next_number, tuple(words))


def with_words_renamed(grammar: bytes, rename: Callable[[str], str]) -> bytes:
    """Return `grammar` with every word called what `rename` calls it.

    Raises:
        ValueError: it is no grammar whose words can be renamed in place.
    """
    reader = _Reader(grammar)
    if reader.number(INT32) != MAGIC:
        raise ValueError("not in OpenFst's format")
    reader.string(), reader.string()  # the kinds of graph and arc
    flags = reader.numbers(COUNTS)[1]
    if flags != INPUT_SYMBOLS | OUTPUT_SYMBOLS:
        raise ValueError("both symbol tables are wanted, and nothing aligned behind them")
    head = grammar[: reader.at]
    tables = [reader.table().renamed(rename).to_bytes() for _ in range(2)]
    return b"".join([head, *tables, grammar[reader.at :]])


def _packed(text: bytes) -> bytes:
    return INT32.pack(len(text)) + text
