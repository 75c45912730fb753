"""What the real recogniser and the spotter make of sounds that are no words.

Counted on the make of stand-ins that no threshold was chosen on, in flow, score and confirm; what
was heard, before and since commands and questions need a voice:

    cough, water, laughter, shout     0 of 45 each                       0
    sneeze                            3 of 45 questions (one sneeze)     3
    bark                              4 of 45 'back' (two barks)         4
    breath shaped like a word         32 of 45 commands, 2 questions    16, 0
    the same words with their voice   35 of 45 commands                 35
    yes, no, zero to nine by people   245 of 260 commands              245

A bark and the end of a sneeze have a voice, so that this check lets them pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from backtalk.core.model.events import CommandHeard, Event
from backtalk.core.session.situations import Situation
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.sphinx.recogniser import open_recogniser
from backtalk.hearing.spotter import classifier_head
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.language import vocabulary
from backtalk.ports import BLOCK_FRAMES, Pcm
from backtalk.reflex import Reflex, stop_clip
from backtalk.speaking.player import Player
from tests.hearing.breathed import breathed
from tests.hearing.recogniser_contract import blocks, in_a_quiet_room
from tests.hearing.stand_ins import Half, stand_ins
from tests.tiny_vosk.espeak import say_afresh

Hear = Callable[[Pcm, Situation], list[Event]]

CLIP = stop_clip(np.full(BLOCK_FRAMES, 77, dtype=np.int16), "Stopped.")
WORDS = {
    Situation.CONFIRM: ("yes", "no"),
    Situation.SCORE: ("one", "three", "nine"),
    Situation.FLOW: ("back", "wait", "next", "repeat"),
}


@pytest.fixture(scope="module")
def hear() -> Iterator[Hear]:
    recogniser = open_recogniser()
    head = classifier_head.load()
    spotter = Spotter(head, near_miss_margin=head.near_miss_margin)
    words = vocabulary.load()

    def heard(sound: Pcm, situation: Situation) -> list[Event]:
        recogniser.reset()
        spotter.reset()
        events: list[Event] = []
        reflex = Reflex(Player(), CLIP, events.append)
        listener = Listener(
            recogniser,
            words,
            reflex,
            events.append,
            commands=situation.commands,
            spotter=spotter,
        )
        for block in blocks(in_a_quiet_room(sound, 1.2)):
            listener.process(block)
        listener.finish()
        return events

    yield heard
    recogniser.close()


def commands(hear: Hear, sounds: dict[Situation, list[Pcm]]) -> int:
    return sum(
        any(isinstance(event, CommandHeard) for event in hear(sound, situation))
        for situation, some in sounds.items()
        for sound in some
    )


@pytest.mark.parametrize("kind", ["cough", "sneeze", "water"])
def test_a_sound_of_a_home_is_no_answer_and_no_stop(hear: Hear, kind: str) -> None:
    for sound in stand_ins(kind, Half.REPORTING, 4):
        assert not [e for e in hear(sound, Situation.CONFIRM) if isinstance(e, CommandHeard)]


def test_breath_in_the_shape_of_a_word_is_less_often_a_command_than_the_word(hear: Hear) -> None:
    said = [(word, "en-us-nyc", 150) for words in WORDS.values() for word in words]
    spoken = dict(zip([word for word, _, _ in said], say_afresh(said), strict=True))
    voiced = {s: [spoken[word] for word in words] for s, words in WORDS.items()}
    breath = {s: [breathed(pcm) for pcm in some] for s, some in voiced.items()}
    assert commands(hear, voiced) == 9
    assert commands(hear, breath) <= 5
