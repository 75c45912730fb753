"""The training speech: words, phrases, garbage, babble and noise in many synthetic voices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soxr

from backtalk.ports import RATE_HZ, Pcm

from .espeak import ESPEAK_RATE_HZ, Espeak, Sound
from .hmm import UNKNOWN
from .words import ACCENTS, GARBAGE, PHRASES, SPEEDS_WPM, VARIANTS, WORDS

ACCENTS_PER_VARIANT = 2
RANDOM_STRINGS, GARBAGE_WORDS, MADE_UP_WORDS = 6, 10, 12
"""How many of each are added to the words of every voice."""

CROWDS, QUIET_ROOMS = 150, 60
STATE_S = 0.03
"""An HMM state lasts one decoded frame at least."""

SHORTEST_WORD, LONGEST_WORD = 3, 7
"""Limits of a word's number of states."""


@dataclass(frozen=True)
class Utterance:
    """One recording of the training speech."""

    text: str
    """Known words, `[unk]`, or nothing."""
    pcm: Pcm
    start: int
    """First sample of the speech."""
    end: int
    """First sample after the speech."""


@dataclass(frozen=True)
class Corpus:
    """The recordings, and how many HMM states each word gets."""

    utterances: list[Utterance]
    states: dict[str, int]


def noise(length: int, kind: int, random: np.random.Generator) -> Sound:
    """Return noise of power one: 0 white, 1 a room's rumble, 2 mains hum with a little hiss."""
    sound = random.standard_normal(length)
    if kind == 1:
        spectrum = np.fft.rfft(sound)
        delay = np.exp(-1j * np.linspace(0, np.pi, len(spectrum)))
        sound = np.fft.irfft(spectrum / (1 - 0.97 * delay), length)
    if kind == 2:
        mains_hz = random.choice([50, 60, 120])
        sound = 0.2 * sound + np.sin(2 * np.pi * mains_hz * np.arange(length) / RATE_HZ)
    of_power_one: Sound = (sound / (np.sqrt(np.mean(sound * sound)) + 1e-9)).astype(np.float32)
    return of_power_one


def _recorded(text: str, speech: Sound, random: np.random.Generator) -> Utterance:
    """Put speech into a recording: another vocal tract, a level, silence around it, noise."""
    # Reading the sound at another rate moves the formants: many more voices for nothing.
    rate_hz = ESPEAK_RATE_HZ * random.uniform(0.875, 1.16)
    speech = soxr.resample(speech, rate_hz, RATE_HZ, quality="MQ")
    speech *= 10 ** random.uniform(3.2, 4.45) / (np.abs(speech).max() + 1e-9)
    lead = int(RATE_HZ * random.uniform(0.15, 0.5))
    tail = int(RATE_HZ * random.uniform(0.15, 0.4))
    sound = np.concatenate([np.zeros(lead), speech, np.zeros(tail)])
    kind = int(random.integers(4))
    digital_silence = 3
    if kind != digital_silence:
        snr_db = random.uniform(10, 45)
        sound += (
            noise(len(sound), kind, random) * np.sqrt(np.mean(speech**2)) * 10 ** (-snr_db / 20)
        )
    return Utterance(text, _pcm(sound), lead, lead + len(speech))


def _pcm(sound: np.typing.NDArray[np.floating]) -> Pcm:
    return np.clip(np.round(sound), -32768, 32767).astype(np.int16)


def _made_up_word(random: np.random.Generator) -> str:
    """Return one to three syllables that are no word."""
    starts = [*"bdfghjklmnprstvwz", "sh", "ch", "tr", "pl", "st", ""]
    middles = [*"aeiou", "ee", "oo", "ow", "ay"]
    ends = [*"dklmnprstz", "ng", "sh", "", "", ""]
    return "".join(
        str(random.choice(starts)) + str(random.choice(middles)) + str(random.choice(ends))
        for _ in range(random.integers(1, 4))
    )


def _texts(random: np.random.Generator) -> list[str]:
    strings = [" ".join(random.choice(WORDS, random.integers(2, 4))) for _ in range(RANDOM_STRINGS)]
    garbage = [str(word) for word in random.choice(GARBAGE, GARBAGE_WORDS)]
    return [
        *WORDS,
        *PHRASES,
        *strings,
        *garbage,
        *(_made_up_word(random) for _ in range(MADE_UP_WORDS)),
    ]


def _spoken(random: np.random.Generator) -> list[tuple[str, Sound]]:
    espeak = Espeak()
    spoken = []
    for index, variant in enumerate(VARIANTS):
        for turn in range(ACCENTS_PER_VARIANT):
            voice = f"{ACCENTS[(ACCENTS_PER_VARIANT * index + turn) % len(ACCENTS)]}+{variant}"
            speed, pitch = int(random.choice(SPEEDS_WPM)), int(random.integers(20, 80))
            spoken += [(text, espeak.say(text, voice, speed, pitch)) for text in _texts(random)]
    return spoken


def _state_counts(spoken: list[tuple[str, Sound]]) -> dict[str, int]:
    """Return the states of each word: as many as three quarters of a hurried one can hold."""
    counts = {}
    for word in WORDS:
        hurried_s = np.quantile([len(s) for t, s in spoken if t == word], 0.05) / ESPEAK_RATE_HZ
        counts[word] = int(np.clip(hurried_s / STATE_S * 0.75, SHORTEST_WORD, LONGEST_WORD))
    return counts


def make_corpus(random: np.random.Generator) -> Corpus:
    """Speak, mix and label the training speech."""
    spoken = _spoken(random)
    known = set(WORDS)
    is_known = [set(text.split()) <= known for text, _ in spoken]
    strangers = [sound for (_, sound), ours in zip(spoken, is_known, strict=True) if not ours]
    utterances = [
        _recorded(text if ours else UNKNOWN, sound, random)
        for (text, sound), ours in zip(spoken, is_known, strict=True)
    ]
    for _ in range(CROWDS):
        length = int(random.uniform(0.4, 1.2) * ESPEAK_RATE_HZ)
        crowd = sum(np.resize(strangers[random.integers(len(strangers))], length) for _ in range(4))
        utterances.append(_recorded(UNKNOWN, np.asarray(crowd, np.float32), random))
    for index in range(QUIET_ROOMS):
        length = int(random.uniform(0.5, 1.5) * RATE_HZ)
        level = 0 if index % 6 == 0 else 10 ** random.uniform(0, 3.3)
        room = _pcm(noise(length, index % 3, random) * level)
        utterances.append(Utterance("", room, length, length))
    return Corpus(utterances, _state_counts(spoken))
