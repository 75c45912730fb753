"""`backtalk enrol`, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.command_line import Capture, complaint_of, output_of, sound_file, word

pytestmark = pytest.mark.usefixtures("home")


def clips(folder: Path, text: str) -> list[Path]:
    return [sound_file(folder / f"{text}-{number}.wav", word(text)) for number in range(3)]


def test_a_word_is_learnt_from_recordings_and_forgotten(
    capsys: Capture, tmp_path: Path, home: Path
) -> None:
    files = clips(tmp_path, "stop")
    assert "Learnt how you say 'stop'." in output_of(capsys, "enrol", "stop", "--clips", *files)
    assert (home / "data" / "voice" / "head.npz").exists()
    assert "3 examples of your voice are gone." in output_of(capsys, "enrol", "--forget")
    assert not (home / "data" / "voice").exists()


def test_recordings_without_their_word_are_refused(capsys: Capture, tmp_path: Path) -> None:
    assert "which word" in complaint_of(capsys, "enrol", "--clips", *clips(tmp_path, "stop"))


def test_a_word_that_is_another_command_is_refused(capsys: Capture, tmp_path: Path) -> None:
    complaint = complaint_of(capsys, "enrol", "skip", "--clips", *clips(tmp_path, "skip"))
    assert "skip" in complaint


def test_a_recording_that_does_not_exist_is_named(capsys: Capture, tmp_path: Path) -> None:
    missing = tmp_path / "nothing.wav"
    assert str(missing) in complaint_of(capsys, "enrol", "stop", "--clips", missing)
