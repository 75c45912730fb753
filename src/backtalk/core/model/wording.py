"""How a thing is named inside a sentence."""

from __future__ import annotations


def with_article(thing: str) -> str:
    """Return `thing` as one speaks of one of it: 'a bar', 'an armchair', 'weights'."""
    if thing.endswith("s"):
        return thing
    return f"{'an' if thing[0].lower() in 'aeiou' else 'a'} {thing}"
