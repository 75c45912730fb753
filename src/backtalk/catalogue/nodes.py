"""YAML as plain values that know their line.

Files are rejected that are more than a catalogue can need: too large, nested too deeply, tagged, or
with anchors and aliases. No Python object is ever made from what a file says.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from backtalk.catalogue.problem import Findings, shown

MAX_FILE_BYTES = 256 * 1024
MAX_DEPTH = 8
TOO_DEEP = (f"Lists and keys are more than {MAX_DEPTH} levels deep here.", "Use fewer levels.")
MAX_ENTRIES = 100
"""Items of one list, or keys of one mapping."""
_TAG = "tag:yaml.org,2002:"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser, ten times as fast, where PyYAML was built with it."""


@dataclass(frozen=True)
class Scalar:
    """A single value as it was written."""

    text: str
    kind: str
    """How YAML reads it: str, int, float, bool, null, timestamp, merge or value."""
    quoted: bool
    line: int


@dataclass(frozen=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True)
class Entries:
    """A mapping with text keys, each of them once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Items | Entries


def parse(data: bytes, findings: Findings) -> Node | None:
    """Return the one document in `data`, or None when `findings` say why there is none."""
    text = _decode(data, findings)
    if text is None:
        return None
    tabs = _find_tabs(text, findings)
    text = text.expandtabs(2)
    try:
        if _find_forbidden(text, findings):
            return None
        root = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # ValueError and OverflowError: PyYAML's own scanner on escapes beyond Unicode.
        if not tabs:
            findings.add(*_explain(error))
        return None
    if root is None:
        findings.add(1, "The file is empty.", "Write an exercise or a routine into it.")
        return None
    return _convert(root, findings)


def _decode(data: bytes, findings: Findings) -> str | None:
    """Return the text, or None when it is too long, not UTF-8 or not printable."""
    if len(data) > MAX_FILE_BYTES:
        findings.add(
            1,
            f"The file is too large: {len(data)} bytes.",
            f"Split it; at most {MAX_FILE_BYTES} bytes are allowed.",
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        findings.add(line, "The file is not UTF-8 text.", "Save it again as UTF-8.")
        return None
    strange = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if strange:
        line = text[: strange.start()].count("\n") + 1
        findings.add(line, f"The character {strange.group()!r} is unprintable.", "Delete it.")
        return None
    return text


def _find_tabs(text: str, findings: Findings) -> bool:
    """Report every line with a tab; return whether there was one."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "\t" in line]
    for number in lines:
        findings.add(number, "This line contains a tab.", "Use spaces instead.")
    return bool(lines)


def _find_forbidden(text: str, findings: Findings) -> bool:
    """Report tags, anchors, aliases and too much depth; return whether there were any.

    The parser's events come without recursion, so that depth is known before anything recurses.
    """
    before = len(findings)
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            _find_extras(event, line, findings)
            depth += isinstance(event, yaml.CollectionStartEvent)
            if depth > MAX_DEPTH:
                findings.add(line, *TOO_DEEP)
                return True
    return len(findings) > before


def _find_extras(event: yaml.NodeEvent, line: int, findings: Findings) -> None:
    if isinstance(event, yaml.AliasEvent):
        findings.add(line, f"'*{event.anchor}' is an alias.", "Write the value out.")
        return
    if event.anchor is not None:
        findings.add(line, f"'&{event.anchor}' is an anchor.", "Remove it.")
    if getattr(event, "tag", None) is not None:
        findings.add(line, "There is a YAML tag, a word after '!'.", "Remove it, or use quotes.")


def _explain(error: Exception) -> tuple[int, str, str]:
    """Return line, message and remedy for what the YAML parser could not read."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    problem = getattr(error, "problem", None) or "it cannot be read"
    if "nesting depth" in problem:  # a limit that newer parsers have of their own
        return line, *TOO_DEEP
    remedy = "Check the indentation, colons, dashes and quotes here and one line above."
    if "mapping values are not allowed" in problem:
        remedy = "Put text that contains a colon in quotes, or check the indentation."
    elif "another document" in problem or "document start" in problem:
        remedy = "A file holds one exercise or routine; look for '---' or text after its end."
    return line, f"This is not YAML: {problem}.", remedy


def _convert(node: yaml.Node, findings: Findings) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.CollectionNode) and len(node.value) > MAX_ENTRIES:
        findings.add(
            line,
            f"There are {len(node.value)} entries here.",
            f"At most {MAX_ENTRIES} are allowed in one place.",
        )
        node.value = node.value[:MAX_ENTRIES]
    if isinstance(node, yaml.MappingNode):
        return Entries(_convert_pairs(node, findings), line)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_convert(item, findings) for item in node.value), line)
    quoted = isinstance(node, yaml.ScalarNode) and bool(node.style)
    return Scalar(node.value, node.tag.removeprefix(_TAG), quoted, line)


def _convert_pairs(node: yaml.MappingNode, findings: Findings) -> tuple[tuple[Scalar, Node], ...]:
    pairs: dict[str, tuple[Scalar, Node]] = {}
    for key_node, value_node in node.value:
        key, value = _convert(key_node, findings), _convert(value_node, findings)
        if not isinstance(key, Scalar):
            findings.add(key.line, "A key must be a word, not a list.", "Write 'word: value'.")
        elif key.text in pairs:
            first = pairs[key.text][0].line
            findings.add(
                key.line,
                f"Duplicate key {shown(key.text)}.",
                f"Keep one of them; the first is in line {first}.",
            )
        else:
            pairs[key.text] = (key, value)
    return tuple(pairs.values())
