"""Running the command line in tests: what it printed, and what it complained about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from backtalk.app.cli.main import USER_ERROR, main
from backtalk.ports import RATE_HZ, Pcm
from backtalk.speaking.rendering import level
from tests.tiny_vosk.espeak import Espeak

Capture = pytest.CaptureFixture[str]


def word(text: str) -> Pcm:
    """Return `text` as a person says it, with a pause before and after."""
    said = level(Espeak().say_pcm(text, "en-us+f2", 140))
    pause = np.random.default_rng(0).normal(0, 8, RATE_HZ).astype(np.int16)
    return np.concatenate([pause, said, pause])


def sound_file(file: Path, pcm: Pcm, rate_hz: int = RATE_HZ, channels: int = 1) -> Path:
    samples = soxr.resample(pcm.astype(np.float64) / 32768, RATE_HZ, rate_hz)
    soundfile.write(str(file), np.stack([samples] * channels, axis=1), rate_hz)
    return file


def output_of(capsys: Capture, *words: str | Path) -> str:
    """Run the program, which must succeed, and return what it printed."""
    code = main([str(word) for word in words])
    output = capsys.readouterr()
    assert code == 0, output.err
    return output.out


def complaint_of(capsys: Capture, *words: str | Path) -> str:
    """Run the program, which must refuse in one line, and return what it said."""
    code = main([str(word) for word in words])
    output = capsys.readouterr()
    assert code == USER_ERROR
    assert "Traceback" not in output.err
    complaint = output.err.strip()
    assert len(complaint.splitlines()) == 1, complaint
    assert complaint.startswith("backtalk: ")
    assert complaint.endswith((".", "?"))
    return complaint
