"""What the room leaves in the log: devices, faults and returns, never what was said."""

from __future__ import annotations

import logging

import pytest

from backtalk.ports import Pcm
from backtalk.room.sound_card import SoundCard
from tests.pulse_audio import PulseAudio
from tests.room.test_sound_card import Person, card_of, killed, wait_until


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "backtalk.room")
    return caplog


@pytest.mark.usefixtures("pulse_audio")
def test_devices_are_named_when_they_open_and_close(log: pytest.LogCaptureFixture) -> None:
    person = Person(playing=False)
    with card_of(person):
        person.hears(blocks=2)
    for device in ("loudspeaker 'va_speaker'", "microphone 'va_mic'"):
        assert f"{device} opened: 16000 Hz, blocks of 320 samples" in log.text
        assert f"{device} closed; samples were lost " in log.text


def test_a_loss_and_a_return_are_logged_once(
    pulse_audio: PulseAudio, log: pytest.LogCaptureFixture
) -> None:
    person = Person(playing=False)
    with card_of(person) as card:
        person.hears(blocks=2)
        with killed(pulse_audio):
            wait_until(lambda: card.lost is not None)
            assert card.lost
            assert [card.try_reopen() for _ in range(2)] == [False, False]
        assert card.try_reopen()
    assert log.text.count("sound is lost: ") == 1
    assert log.text.count("sound is still lost: ") == 1
    assert log.text.count("both devices are back") == 1


@pytest.mark.usefixtures("pulse_audio")
def test_an_exception_is_logged_by_its_class_and_not_by_its_words(
    log: pytest.LogCaptureFixture,
) -> None:
    person = Person(playing=False)

    def process(_microphone: Pcm, _reference: Pcm) -> None:
        raise LookupError("my back hurts")

    with SoundCard(person.play, process, output="va_speaker", input="va_mic") as card:
        wait_until(lambda: card.lost is not None)
    assert "the listener failed with LookupError" in log.text
    assert "sound is lost: LookupError" in log.text
    assert "hurts" not in log.text
