"""The same coach at 0 dB echo before a bare recogniser: nothing cancels, nothing pauses.

The loudspeaker's sound reaches the microphone as it is; what the recogniser makes of it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from backtalk.core.session.situations import Situation
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.room.virtual_room import SpokenWords, VirtualRoom
from backtalk.speaking.rendering import level
from hearing_bench import material
from hearing_bench.coaching import (
    ECHO_DB,
    GAP_S,
    INTO_SENTENCE_S,
    LISTEN_ON_S,
    LONG_ENOUGH_S,
    SAID_AGAIN_S,
    Coached,
)
from hearing_bench.contestants import Contestant, hearing


def alone(contestant: Contestant, seconds: float, first: int, file: Path) -> Coached:
    """Let the coach talk to an empty room for so long, beginning with the sentence `first`."""
    sentences = material.load(file).coach
    frames = round(seconds * RATE_HZ)
    played = np.resize(_line((*sentences[first:], *sentences[:first])), frames)
    stops_s = _stops_s(contestant, _heard(played, ()))
    return Coached(seconds, len(stops_s))


def barged_in(contestant: Contestant, numbers: Iterable[int], file: Path) -> Coached:
    """Have the stop clips with these numbers said twice over the coach, one after another."""
    sound = material.load(file)
    long_enough = [pcm for _, pcm in sound.coach if len(pcm) / RATE_HZ >= LONG_ENOUGH_S]
    said: list[SpokenWords] = []
    lines: list[Pcm] = []
    spans: list[tuple[float, float, float]] = []
    now_s = 0.0
    for turn, number in enumerate(numbers):
        clip = sound.stops[number]
        start, end = clip.word_frames
        word = level(clip.sound[start:end])
        word_s, began_s = len(word) / RATE_HZ, now_s + INTO_SENTENCE_S
        again_s = began_s + word_s + SAID_AGAIN_S
        said += [SpokenWords(began_s, clip.text, word), SpokenWords(again_s, clip.text, word)]
        spans.append((began_s, again_s, again_s + word_s + LISTEN_ON_S))
        pause = np.zeros(round((GAP_S + 2 * LISTEN_ON_S) * RATE_HZ), np.int16)
        lines += [long_enough[turn % len(long_enough)], pause]
        now_s += (len(lines[-2]) + len(pause)) / RATE_HZ
    stops_s = _stops_s(contestant, _heard(np.concatenate(lines), tuple(said)))
    caught = [[at_s for at_s in stops_s if began <= at_s <= over] for began, _, over in spans]
    first = [
        any(at_s < again for at_s in own) for own, (_, again, _) in zip(caught, spans, strict=True)
    ]
    return Coached(now_s, len(stops_s), len(spans), sum(map(bool, caught)), sum(first))


def _line(sentences: Sequence[tuple[str, Pcm]]) -> Pcm:
    gap = np.zeros(round(GAP_S * RATE_HZ), np.int16)
    return np.concatenate([part for _, pcm in sentences for part in (pcm, gap)])


def _heard(played: Pcm, said: tuple[SpokenWords, ...]) -> Pcm:
    room = VirtualRoom(said, echo_db=ECHO_DB)
    whole = len(played) - len(played) % BLOCK_FRAMES
    blocks = [room.exchange(played[at : at + BLOCK_FRAMES]) for at in range(0, whole, BLOCK_FRAMES)]
    return np.concatenate(blocks)


def _stops_s(contestant: Contestant, sound: Pcm) -> list[float]:
    perceived = hearing(contestant, Situation.FLOW).perceive(sound)
    return [result.at_s for result in perceived if result.stop]
