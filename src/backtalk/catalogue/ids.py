"""Ids of exercises, routines and programmes: lower-case letters, digits and single hyphens."""

from __future__ import annotations

import re

from backtalk.catalogue.nodes import Node
from backtalk.catalogue.problem import Findings, shown
from backtalk.catalogue.scalars import as_text

MAX_ID_CHARACTERS = 60
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def as_id(node: Node, label: str, findings: Findings) -> str | None:
    """Return an id such as 'bird-dog', or None and a finding."""
    text = as_text(node, label, findings)
    if text is None or (_ID.fullmatch(text) and len(text) <= MAX_ID_CHARACTERS):
        return text
    slug = "-".join(re.findall("[a-z0-9]+", text.lower()))[:MAX_ID_CHARACTERS].strip("-")
    findings.add(
        node.line,
        f"{label} is {shown(text)}; use lower-case letters, digits and single hyphens.",
        f"Write '{slug or 'my-exercise'}'.",
    )
    return None
