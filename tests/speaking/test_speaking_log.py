"""What the voice leaves in the log: its worker and its times, never a text."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest

from backtalk.errors import BacktalkError
from backtalk.speaking.rendering import RenderedSpeech
from backtalk.speaking.voice_pyttsx3 import Pyttsx3Voice


def test_a_worker_and_a_batch_are_logged_without_their_texts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "backtalk.speaking")
    with closing(Pyttsx3Voice()) as voice:
        RenderedSpeech(voice, tmp_path, voice.key).prepare(["Zebra.", "Quagga.", "Zebra."], 150)
    assert "a voice worker with driver default started in " in caplog.text
    assert "2 texts ready in " in caplog.text
    assert "a voice worker was ended" in caplog.text
    assert [word for word in ("Zebra", "Quagga") if word in caplog.text] == []


def test_a_worker_that_is_too_slow_is_logged_each_time_it_is_replaced(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "backtalk.speaking")
    with closing(Pyttsx3Voice(time_limit_s=0.0)) as voice, pytest.raises(BacktalkError):
        voice.render("Zebra.", 150)
    assert caplog.text.count("the voice worker did not answer within 0 s") == 2
    assert caplog.text.count("started in ") == 2
    assert "Zebra" not in caplog.text
