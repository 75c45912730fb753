"""One YAML mapping read key by key; whatever is wrong goes into the findings.

A method returns None (or nothing) when its key is absent or wrong; only `findings` tell which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from backtalk.catalogue.nodes import Entries, Items, Node, Scalar
from backtalk.catalogue.problem import Findings, did_you_mean, shown
from backtalk.catalogue.scalars import as_choice, as_number, as_spoken, as_text, as_whole

T = TypeVar("T")
NO_OLD_NAMES: Mapping[str, str] = MappingProxyType({})


class Fields:
    """The entries of one mapping, by key."""

    def __init__(
        self,
        node: Entries,
        name: str,
        known: tuple[str, ...],
        findings: Findings,
        old_names: Mapping[str, str] = NO_OLD_NAMES,
    ) -> None:
        """Read `node`, called `name` in messages, and report unknown keys.

        Args:
            node: the mapping.
            name: what it is called in messages; '' for the whole file.
            known: the keys it may have.
            findings: where problems go.
            old_names: keys of earlier versions that are still read, and what they are called now.
        """
        self.line = node.line
        self._prefix = f"{name}." if name else ""
        self._findings = findings
        self._values: dict[str, Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.pairs:
            self._take(key, value, old_names.get(key.text, key.text))
        free = [key for key in known if key not in self._values]
        for unknown in [key for key in self._values if key not in known]:
            message = f"Unknown key {shown(self._prefix + unknown)}."
            findings.add(self._lines[unknown], message, did_you_mean(unknown, free))
            del self._values[unknown]

    def _take(self, key: Scalar, value: Node, name: str) -> None:
        if name in self._values:
            message = f"'{self._prefix}{name}' is there twice, once under its old name."
            self._findings.add(key.line, message, f"Keep one of them, as '{name}'.")
            return
        self._values[name] = value
        self._lines[name] = key.line

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def line_of(self, key: str) -> int:
        """Return the line of `key`, or of the mapping when it is absent."""
        return self._lines.get(key, self.line)

    def require(self, *keys: str) -> None:
        """Report each of `keys` that is missing."""
        for key in keys:
            if key not in self._values:
                self._findings.add(
                    self.line, f"'{self._prefix}{key}' is missing.", f"Add '{key}:'."
                )

    def read(self, key: str, convert: Callable[[Node, str, Findings], T | None]) -> T | None:
        """Return the value of `key` as `convert` makes it."""
        if key not in self._values:
            return None
        return convert(self._values[key], self._prefix + key, self._findings)

    def text(self, key: str) -> str | None:
        """Return text that is shown, not spoken."""
        return self.read(key, as_text)

    def spoken(self, key: str) -> str | None:
        """Return text that the coach says."""
        return self.read(key, as_spoken)

    def whole(self, key: str) -> int | None:
        """Return a whole number."""
        return self.read(key, as_whole)

    def number(self, key: str) -> float | None:
        """Return a number."""
        return self.read(key, as_number)

    def choice(self, key: str, options: tuple[str, ...]) -> str | None:
        """Return one of `options`."""
        return self.read(key, lambda node, label, found: as_choice(node, label, options, found))

    def each(
        self, key: str, convert: Callable[[Node, str, Findings], T | None]
    ) -> tuple[tuple[int, T], ...]:
        """Return the items of a list with their lines; those that are wrong are left out."""
        node = self._values.get(key)
        if node is None:
            return ()
        label = self._prefix + key
        if not isinstance(node, Items):
            self._findings.add(
                node.line, f"'{label}' is not a list.", "Start each item on its own line with '- '."
            )
            return ()
        converted = ((item.line, convert(item, label, self._findings)) for item in node.nodes)
        return tuple((line, value) for line, value in converted if value is not None)

    def list_of(
        self, key: str, convert: Callable[[Node, str, Findings], T | None]
    ) -> tuple[T, ...]:
        """Return the items of a list; those that are wrong are left out."""
        return tuple(value for _, value in self.each(key, convert))

    def require_items(self, key: str, at_least: int, at_most: int | None = None) -> None:
        """Report a list under `key` that is too short or too long."""
        node = self._values.get(key)
        if not isinstance(node, Items):
            return
        count = len(node.nodes)
        if count < at_least or (at_most is not None and count > at_most):
            wanted = f"{at_least} to {at_most}" if at_most else f"at least {at_least}"
            items = "1 item" if count == 1 else f"{count} items"
            message = f"'{self._prefix}{key}' has {items}."
            self._findings.add(node.line, message, f"It needs {wanted}.")

    def sections(self, key: str, known: tuple[str, ...]) -> tuple[Fields, ...]:
        """Return the mappings in the list under `key`."""
        return self.list_of(key, lambda node, label, found: as_fields(node, label, known, found))

    def section(self, key: str, known: tuple[str, ...]) -> Fields | None:
        """Return the mapping under `key`."""
        return self.read(key, lambda node, label, found: as_fields(node, label, known, found))


def as_fields(node: Node, label: str, known: tuple[str, ...], findings: Findings) -> Fields | None:
    """Return `node` as a mapping, or None and a finding."""
    if isinstance(node, Entries):
        return Fields(node, label, known, findings)
    findings.add(
        node.line,
        f"{shown(label) if label else 'The file'} has no keys.",
        f"Add keys such as '{known[0]}:'.",
    )
    return None
