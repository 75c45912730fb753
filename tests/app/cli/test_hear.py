"""`hear` over many recordings: each as if it were the only one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backtalk.app.cli.main import USER_ERROR, main
from backtalk.app.transcription import pool
from backtalk.app.transcription.room_tone import room_tone
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from tests.app.cli.command_line import Capture, complaint_of, output_of, sound_file, word
from tests.tiny_vosk.espeak import Espeak


def bare_word(text: str) -> Pcm:
    """Return `text` without a pause before or after it."""
    return Espeak().say_pcm(text, "en-us+f2", 140)


def heard(capsys: Capture, *words: str | Path) -> list[dict[str, Any]]:
    lines = output_of(capsys, "hear", *words, "--ear", "sphinx", "--json").splitlines()
    return [json.loads(line) for line in lines]


def level(pcm: Pcm) -> float:
    return float(np.sqrt(np.mean(pcm.astype(np.float64) ** 2)))


def test_a_clip_that_begins_and_ends_with_the_word_is_heard_within_its_time(
    tmp_path: Path, capsys: Capture
) -> None:
    file = sound_file(tmp_path / "a.wav", bare_word("ouch"))
    (found,) = heard(capsys, file)
    stop = next(result for result in found["heard"] if result["stop"])
    assert stop["command"] == "pain"
    assert 0.1 < stop["t"] < found["seconds"] + 0.8


def test_what_was_heard_before_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    loud = np.clip(word("skip") * 3.0, -32768, 32767).astype(np.int16)
    files = [
        sound_file(tmp_path / "soft.wav", (word("ouch") * 0.2).astype(np.int16)),
        sound_file(tmp_path / "loud.wav", loud),
        sound_file(tmp_path / "unfinished.wav", bare_word("my back hurts")[: RATE_HZ // 2]),
    ]
    there = heard(capsys, *files)
    back = heard(capsys, *reversed(files))
    assert there == back[::-1]


def test_each_detector_can_be_asked_alone(tmp_path: Path, capsys: Capture) -> None:
    file = sound_file(tmp_path / "a.wav", word("ouch"))
    for detector in ("recogniser", "spotter"):
        (found,) = heard(capsys, file, "--detector", detector)
        assert heard(capsys, file, "--witness", detector) == [found]
        assert {result["witness"] for result in found["heard"]} - {"cry"} <= {detector}


def test_the_spotter_alone_needs_no_recogniser(tmp_path: Path, capsys: Capture) -> None:
    file = sound_file(tmp_path / "a.wav", word("ouch"))
    nowhere = tmp_path / "nowhere"
    words = ("hear", file, "--model", nowhere)
    assert output_of(capsys, *words, "--witness", "spotter").startswith(str(file))
    assert "nowhere" in complaint_of(capsys, *words, "--witness", "recogniser")


def test_an_unknown_detector_is_refused(capsys: Capture) -> None:
    complaint = complaint_of(capsys, "hear", "a.wav", "--detector", "neighbour")
    assert "invalid choice: 'neighbour'" in complaint


def test_many_files_are_shared_out_and_reported_in_their_order_with_the_bad_one_named(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "FEW_FILES", 2)
    monkeypatch.setattr(pool, "FILES_A_TURN", 1)
    spoken = ("skip", "ouch", "pause")
    files = [sound_file(tmp_path / f"{text}.wav", word(text)) for text in spoken]
    missing = tmp_path / "missing.wav"
    words = [str(file) for file in (*files[:2], missing, files[2])]
    assert main(["hear", *words, "--ear", "sphinx", "--json"]) == USER_ERROR
    output = capsys.readouterr()
    reported = [json.loads(line) for line in output.out.splitlines()]
    assert [found["file"] for found in reported] == [str(file) for file in files]
    assert output.err == (
        f"backtalk: There is no file {missing}. Use a WAV or FLAC file that contains sound.\n"
    )


# ------------------------------------------------------------------ the room around a recording


@pytest.mark.parametrize("noise_level", [40.0, 300.0])
def test_room_tone_is_as_loud_as_the_quiet_part_of_the_recording(noise_level: float) -> None:
    noise = np.random.default_rng(1).normal(0, noise_level, 2 * RATE_HZ)
    noise[RATE_HZ // 2 : RATE_HZ] += 40 * noise_level * np.sin(np.arange(RATE_HZ // 2) / 5)
    tone = room_tone(noise.astype(np.int16), 1.0)
    assert len(tone) == RATE_HZ
    assert level(tone) == pytest.approx(noise_level, rel=0.25)


def test_room_tone_has_the_colour_of_the_room() -> None:
    hum = 200 * np.sin(2 * np.pi * 100 * np.arange(2 * RATE_HZ) / RATE_HZ)
    hum[:RATE_HZ] *= 20
    spectrum = np.abs(np.fft.rfft(room_tone(hum.astype(np.int16), 1.0))) ** 2
    hertz = np.arange(len(spectrum))
    assert spectrum[hertz < 300].sum() > 0.95 * spectrum.sum()


def test_room_tone_stays_far_below_a_clip_that_is_all_word() -> None:
    clip = np.full(RATE_HZ, 8000, np.int16) * np.where(np.arange(RATE_HZ) % 40 < 20, 1, -1)
    assert level(room_tone(clip.astype(np.int16), 1.0)) < level(clip.astype(np.int16)) / 9


@pytest.mark.parametrize("frames", [0, 1, BLOCK_FRAMES - 1, 3 * BLOCK_FRAMES])
def test_silence_and_snippets_get_a_quiet_microphones_hiss(frames: int) -> None:
    assert level(room_tone(np.zeros(frames, np.int16), 0.5)) == pytest.approx(8, rel=0.2)
