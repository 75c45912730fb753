"""Spoken words with the quiet around them that a listener cuts out."""

from __future__ import annotations

from functools import cache

import numpy as np

from backtalk.hearing.second_pass.second_pass import SecondPass
from backtalk.language import vocabulary
from backtalk.ports import RATE_HZ, Pcm
from tests.tiny_vosk.espeak import say_afresh

BEFORE_S, BEHIND_S = 0.3, 0.25

SPEED_WPM = 150

VOICES = ("en-us", "en-us+f3")

WORDS = ("pain", "stop", "skip", "continue", "yes", "six", "it hurts")

REFUSALS = ("I can't go on", "do not continue", "don't skip")

SENTENCES = {
    "I can't go on": "i can't go on",
    "Can we skip this one, please?": "can we skip this one please",
    "I do not know": "i do not know",
    "no no stop": "no no stop",
}
"""What is said, and its words as they are to be read."""

TALK = "Tell him that Mary called about the house"

PHRASES = tuple(vocabulary.load().meanings)


@cache
def opened() -> SecondPass:
    """The network of the package, loaded once for all tests of a process."""
    return SecondPass.open()


def spoken(text: str, voice: str = VOICES[0]) -> Pcm:
    return np.pad(_clips()[text, voice], (round(BEFORE_S * RATE_HZ), round(BEHIND_S * RATE_HZ)))


@cache
def _clips() -> dict[tuple[str, str], Pcm]:
    """Return all that is said, by text and voice: in one go, so that it always sounds the same."""
    texts = dict.fromkeys([*WORDS, *REFUSALS, *SENTENCES, TALK])
    said = [(text, voice, SPEED_WPM) for voice in VOICES for text in texts]
    return {(t, v): pcm for (t, v, _), pcm in zip(said, say_afresh(said), strict=True)}


def noise(level: float, seconds: float = 2.0) -> Pcm:
    values = np.random.default_rng(3).standard_normal(round(seconds * RATE_HZ)) * level
    return values.astype(np.int16)
