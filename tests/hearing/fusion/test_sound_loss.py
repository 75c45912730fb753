"""The session is told of a loss once, and the log where it came from, never what was said."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import Event, SoundFound, SoundLost
from backtalk.hearing.fusion.sound_loss import SoundLoss


def test_a_loss_is_told_once_and_its_end_once() -> None:
    events: list[Event] = []
    loss = SoundLoss(events.append)
    loss.end()
    for _ in range(3):
        loss.begin("the microphone gives a flat line")
    loss.end()
    loss.end()
    assert events == [SoundLost("the microphone gives a flat line"), SoundFound()]


def test_the_log_names_the_place_and_keeps_the_words_out(caplog: pytest.LogCaptureFixture) -> None:
    def open_grammar() -> None:
        raise ValueError("cannot pronounce 'ouch'")

    with caplog.at_level("WARNING"):
        try:
            open_grammar()
        except ValueError as error:
            SoundLoss(lambda _: None).begin("the recogniser failed (ValueError)", error)
    (line,) = caplog.messages
    assert "open_grammar" in line
    assert "ouch" not in line
