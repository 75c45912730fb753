"""Single YAML values turned into text, numbers and flags, with a word for each YAML trap.

The traps: `1:30` read as 90, unquoted no/yes/on/off read as true or false, numbers in quotes,
octal numbers, dates. Each is reported with what to write instead; none is guessed.
"""

from __future__ import annotations

import re

from backtalk.catalogue.nodes import Entries, Items, Node, Scalar
from backtalk.catalogue.problem import Findings, did_you_mean, shown

STOP_WORDS = ("pain", "ouch", "hurt", "stop", "halt", "dizzy", "sick")
"""Words that silence the coach; it must not say them itself, nor words made from them."""

_STOP_WORD = re.compile(rf"\b({'|'.join(STOP_WORDS)})\w*", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{1,6})?")
_STARTS_WITH_NUMBER = re.compile(r"(0|[1-9]\d{0,8})(?!\d)")


def as_text(node: Node, label: str, findings: Findings) -> str | None:
    """Return one line of text with single spaces, or None and a finding."""
    if not isinstance(node, Scalar):
        findings.add(node.line, f"{label} is {_what(node)}, not text.", "Write one sentence.")
        return None
    text = " ".join(node.text.split())
    if node.kind == "null" or not text:
        findings.add(node.line, f"{label} is empty.", "Write its text after the colon.")
        return None
    if node.kind == "bool":
        findings.add(
            node.line,
            f"{label} is {node.text} without quotes, which YAML reads as true or false.",
            f'Write "{node.text}".',
        )
        return None
    if node.kind != "str":
        findings.add(
            node.line,
            f"{label} is {shown(text)}, which YAML does not read as text.",
            "Put it in quotes.",
        )
        return None
    if not text.isprintable():
        findings.add(node.line, f"{label} contains unprintable characters.", "Delete them.")
        return None
    return text


def as_spoken(node: Node, label: str, findings: Findings) -> str | None:
    """Return text the coach may say: as `as_text`, and without any stop word."""
    text = as_text(node, label, findings)
    found = _STOP_WORD.search(text) if text else None
    if found:
        findings.add(
            node.line,
            f"{label} contains '{found.group()}', which people say to end an exercise at once.",
            "Use another word.",
        )
        return None
    return text


def as_number(node: Node, label: str, findings: Findings) -> float | None:
    """Return a plain decimal number, or None and a finding."""
    if not isinstance(node, Scalar):
        findings.add(node.line, f"{label} is {_what(node)}, not a number.", "Write one number.")
        return None
    if not node.quoted and node.kind in {"int", "float"} and _DECIMAL.fullmatch(node.text):
        return float(node.text)
    findings.add(node.line, *_no_number(node, label))
    return None


def as_whole(node: Node, label: str, findings: Findings) -> int | None:
    """Return a whole number, or None and a finding."""
    number = as_number(node, label, findings)
    if number is None or number.is_integer():
        return None if number is None else int(number)
    findings.add(node.line, f"{label} is {number:g}.", "Write a whole number.")
    return None


def as_flag(node: Node, label: str, findings: Findings) -> bool | None:
    """Return true or false as written, or None and a finding."""
    if isinstance(node, Scalar) and node.kind == "bool" and node.text in {"true", "false"}:
        return node.text == "true"
    findings.add(node.line, f"{label} is neither true nor false.", "Write true or false.")
    return None


def as_choice(node: Node, label: str, options: tuple[str, ...], findings: Findings) -> str | None:
    """Return one of `options`, or None and a finding with what was probably meant."""
    text = as_text(node, label, findings)
    if text is None or text in options:
        return text
    findings.add(node.line, f"{label} is {shown(text)}.", did_you_mean(text, options))
    return None


def _no_number(node: Scalar, label: str) -> tuple[str, str]:
    """Return message and remedy for a value that is no plain decimal number."""
    clock = _CLOCK.fullmatch(node.text.strip())
    if clock:
        seconds = int(clock[1]) * 60 + int(clock[2])
        return (
            f"{label} is {node.text.strip()}, a clock time, which YAML misreads.",
            f"Write the seconds: {seconds}.",
        )
    if node.kind == "null" or not node.text.strip():
        return f"{label} is empty.", "Write a number after the colon."
    if node.kind == "bool":
        return f"{label} is {node.text}, which YAML reads as true or false.", "Write a number."
    if node.quoted and _DECIMAL.fullmatch(node.text):
        return (
            f"{label} is the number {node.text} in quotes, which makes it text.",
            f"Write {node.text} without quotes.",
        )
    start = _STARTS_WITH_NUMBER.match(node.text)
    remedy = f"Write {start.group()}." if start else "Write a plain number such as 10."
    return f"{label} is {shown(node.text)}, not a plain number.", remedy


def _what(node: Entries | Items) -> str:
    return "a list" if isinstance(node, Items) else "a group of keys"
