"""The coach's own voice is taken out, and who speaks over it is noticed."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.hearing.echo.canceller import (
    PassThrough,
    WebRtcEcho,
    open_canceller,
    unavailable_reason,
)
from backtalk.hearing.echo.double_talk import DoubleTalk
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.room.virtual_room import SpokenWords, VirtualRoom
from tests.tiny_vosk.espeak import Espeak

COACH, PERSON = "en-us", "en-us+f4"
SENTENCES = (
    "Lie on your back. Bend your knees and put your feet flat on the floor.",
    "Breathe in and draw your chin to your chest. Breathe out and roll down slowly.",
    "Come onto your hands and knees. Place your hands under your shoulders.",
)
CONVERGED_S = 8.0


@pytest.fixture(scope="module")
def coach() -> Pcm:
    espeak = Espeak()
    return np.concatenate([espeak.say_pcm(text, COACH) for text in SENTENCES * 2])


@pytest.fixture(scope="module")
def pain() -> Pcm:
    return Espeak().say_pcm("pain", PERSON)


def through_the_room(coach: Pcm, said: tuple[SpokenWords, ...]) -> tuple[list[bool], float]:
    """Return for each block whether double talk was noticed, and the echo reduction in dB."""
    room, canceller, watch = VirtualRoom(said, echo_db=0.0), WebRtcEcho(), DoubleTalk()
    noticed, before, after = [], 0.0, 0.0
    for start in range(0, len(coach) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        reference = coach[start : start + BLOCK_FRAMES]
        microphone = room.exchange(reference)
        cleaned = canceller.process(microphone, reference)
        noticed.append(watch.process(microphone, cleaned, reference))
        if start > CONVERGED_S * RATE_HZ:
            before += float(np.sum(microphone.astype(float) ** 2))
            after += float(np.sum(cleaned.astype(float) ** 2))
    return noticed, 10 * np.log10(before / after)


def test_the_coach_alone_is_all_but_gone_and_never_looks_like_a_person(coach: Pcm) -> None:
    noticed, reduction_db = through_the_room(coach, ())
    assert reduction_db > 25
    assert not any(noticed)


def test_a_word_over_the_coach_is_noticed_before_it_is_over(coach: Pcm, pain: Pcm) -> None:
    said = SpokenWords(CONVERGED_S + 1.0, "pain", pain)
    noticed, _ = through_the_room(coach, (said,))
    times = [(index + 1) * BLOCK_FRAMES / RATE_HZ for index, hot in enumerate(noticed) if hot]
    assert times
    assert said.at_s < times[0] < said.end_s + 0.1


def test_blocks_that_are_no_whole_frames_are_refused_and_not_passed_on() -> None:
    odd = np.zeros(BLOCK_FRAMES + 1, np.int16)
    with pytest.raises(ValueError, match="whole frames"):
        WebRtcEcho().process(odd, odd)
    with pytest.raises(ValueError, match="whole frames"):
        WebRtcEcho().process(odd[:BLOCK_FRAMES], odd[: BLOCK_FRAMES // 2])


def test_where_there_is_no_canceller_the_sound_passes_unchanged(pain: Pcm) -> None:
    assert PassThrough().process(pain, np.zeros_like(pain)) is pain


def test_this_machine_has_the_canceller() -> None:
    assert unavailable_reason() is None
    assert isinstance(open_canceller(), WebRtcEcho)
