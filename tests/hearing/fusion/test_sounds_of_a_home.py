"""What the real recogniser and the spotter make of sounds that are no words."""

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
from tests.hearing.recogniser_contract import blocks, in_a_quiet_room
from tests.hearing.stand_ins import Half, stand_ins

Hear = Callable[[Pcm, Situation], list[Event]]

CLIP = stop_clip(np.full(BLOCK_FRAMES, 77, dtype=np.int16), "Stopped.")


@pytest.fixture(scope="module")
def hear() -> Iterator[Hear]:
    recogniser = open_recogniser()
    spotter = Spotter(classifier_head.load())
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


@pytest.mark.parametrize("kind", ["cough", "sneeze", "water"])
def test_a_sound_of_a_home_is_no_answer_and_no_stop(hear: Hear, kind: str) -> None:
    for sound in stand_ins(kind, Half.REPORTING, 4):
        assert not [e for e in hear(sound, Situation.CONFIRM) if isinstance(e, CommandHeard)]
