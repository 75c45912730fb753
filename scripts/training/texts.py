"""What the synthetic speakers say: the stop class, other commands, near-rhymes, the coach."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import yaml

STOPS: dict[str, dict[str, int]] = {
    "pain": {"pain": 12, "pain!": 8, "ow, pain": 1, "in pain": 1, "I feel pain": 1, "back pain": 1,
             "pain, pain": 1, "pain.": 4},
    "ouch": {"ouch": 12, "ouch!": 10, "ow! ouch": 2, "ouch, ouch": 1, "oh, ouch": 1},
    "hurt": {"hurts": 7, "hurts!": 3, "it hurts": 7, "it hurts!": 3, "that hurts": 7,
             "that hurts!": 3, "my back hurts": 7, "ow that hurts": 1, "my knee hurts": 1},
    "stop": {"stop": 12, "stop!": 10, "stop it": 8, "stop it!": 2, "please stop": 2,
             "stop, stop": 1, "okay stop": 1, "no stop": 1},
    "halt": {"halt": 12, "halt!": 6},
    "unwell": {"dizzy": 12, "dizzy!": 3, "sick": 12, "sick!": 3, "I'm dizzy": 2, "feel dizzy": 2,
               "feel sick": 2},
}  # fmt: skip
"""By class: texts that end with the word, and how often each is drawn."""

TEST_STOPS = {"pain": "pain", "ouch": "ouch", "it hurts": "hurt", "that hurts": "hurt",
              "my back hurts": "hurt", "hurts": "hurt", "stop": "stop", "stop it": "stop",
              "halt": "halt", "dizzy": "unwell", "sick": "unwell"}  # fmt: skip

_LISTED = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))

NEAR: list[str] = _LISTED["near"]
"""Words that sound like one of the stop class."""

WORDS: list[str] = _LISTED["words"]
SENTENCES: list[str] = _LISTED["sentences"]

OF_THE_CLASS = re.compile(
    r"\b(pain\w*|ouch|hurt\w*|stop\w*|halt\w*|dizz\w*|sick\w*|ow|unwell)\b", re.IGNORECASE
)


def draw_stop(kind: str, rng: np.random.Generator) -> str:
    """Return a text of the class `kind`."""
    texts = list(STOPS[kind])
    shares = np.array([STOPS[kind][text] for text in texts], float)
    return texts[rng.choice(len(texts), p=shares / shares.sum())]


def strung(rng: np.random.Generator) -> str:
    """Return some words in a row that make no sense: talk with near-rhymes in it."""
    return " ".join(str(word) for word in rng.choice([*NEAR, *WORDS], rng.integers(3, 9)))


def commands(language: Path) -> list[str]:
    """Return the phrases of all commands that are not of the stop class."""
    listed = yaml.safe_load((language / "commands.yaml").read_text("utf-8"))["commands"]
    return [
        phrase
        for name, phrases in listed.items()
        if name not in ("pain", "stop", "unwell")
        for phrase in phrases
    ]


def decoys(language: Path) -> list[str]:
    """Return the words that are no commands and that the recogniser listens for as such."""
    listed = yaml.safe_load((language / "commands.yaml").read_text("utf-8"))["decoys"]
    return [str(word) for word in listed]


def coach(language: Path, catalogue: Path, rng: np.random.Generator) -> list[str]:
    """Return every sentence the coach can say, with gaps filled, without those of the class."""
    found: list[str] = []
    for file in [language / "phrases.yaml", *sorted(catalogue.glob("exercises/*.yaml"))]:
        _collect(yaml.safe_load(file.read_text("utf-8")), found)
    filled = {
        re.sub(r"\{\w+\}", lambda _: str(rng.integers(1, 60)), text)
        for text in found
        if " " in text or text.endswith((".", "!"))
    }
    return sorted(text for text in filled if not OF_THE_CLASS.search(text))


def _collect(node: object, found: list[str]) -> None:
    if isinstance(node, str):
        found += re.split(r"(?<=[.!?])\s+", node.strip())
    elif isinstance(node, dict):
        for value in node.values():
            _collect(value, found)
    elif isinstance(node, list):
        for value in node:
            _collect(value, found)
