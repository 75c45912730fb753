"""The command line as people and scripts use it: what it prints and what it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import soundfile

from backtalk.app.cli.main import USER_ERROR, main
from backtalk.ports import RATE_HZ
from tests.app.cli.command_line import Capture, output_of, sound_file, word

SHOWN = {"id", "name", "position", "equipment", "dose", "rungs", "traits", "texts"}
DOSE = {"repetitions", "hold_s", "rest_s", "sides"}


# ------------------------------------------------------------------ list, show, check


def test_list_gives_the_ids_of_everything(capsys: Capture) -> None:
    listed = json.loads(output_of(capsys, "list", "--json"))
    assert set(listed) == {"programmes", "routines", "exercises"}
    assert all(set(programme) == {"id", "routines"} for programme in listed["programmes"])
    assert all(set(routine) == {"id", "level", "exercises"} for routine in listed["routines"])
    routines = {routine["id"]: routine["exercises"] for routine in listed["routines"]}
    assert routines["big-three"] == ["bird-dog", "side-plank", "modified-curl-up"]
    assert {exercise for ids in routines.values() for exercise in ids} <= set(listed["exercises"])


def test_list_shows_the_users_own_routines_too(quick: str, capsys: Capture) -> None:
    assert quick in output_of(capsys, "list")
    assert "quick-lift" in json.loads(output_of(capsys, "list", "--json"))["exercises"]


def test_every_exercise_can_be_shown(capsys: Capture) -> None:
    exercises = json.loads(output_of(capsys, "list", "--json"))["exercises"]
    for exercise_id in exercises[::8]:
        shown = json.loads(output_of(capsys, "show", exercise_id, "--json"))
        assert shown["id"] == exercise_id
        assert set(shown) >= SHOWN
        assert set(shown["dose"]) > DOSE
        assert ("series" in shown["dose"]) != ("sets" in shown["dose"])
        assert shown["texts"]["setup"]
        assert shown["name"] in output_of(capsys, "show", exercise_id)


def test_a_descending_series_is_shown_as_one(capsys: Capture) -> None:
    dose = json.loads(output_of(capsys, "show", "bird-dog", "--json"))["dose"]
    assert (dose["series"], dose["hold_s"], dose["sides"]) == ([5, 3, 1], 10, "each")


def test_a_routine_is_shown_with_its_exercises(capsys: Capture) -> None:
    shown = json.loads(output_of(capsys, "show", "big-three", "--json"))
    assert shown["exercises"] == ["bird-dog", "side-plank", "modified-curl-up"]
    assert "bird-dog" in output_of(capsys, "show", "big-three")


def test_check_finds_nothing_wrong_with_a_good_file(
    quick: str, home: Path, capsys: Capture
) -> None:
    file = home / "config" / "catalogue" / "routine.yaml"
    assert quick in file.read_text()
    assert output_of(capsys, "check", file) == "No problems.\n"


@pytest.mark.parametrize("content", ["id: [", "id: quick\nexcercises: [bird-dgo]\n", "\0", "- 1"])
def test_check_names_the_file_and_the_line_of_a_mistake(
    tmp_path: Path, capsys: Capture, content: str
) -> None:
    (tmp_path / "mine.yaml").write_text(content)
    assert main(["check", str(tmp_path / "mine.yaml")]) == USER_ERROR
    output = capsys.readouterr()
    assert f"{tmp_path / 'mine.yaml'}:" in output.out
    assert "Traceback" not in output.out + output.err


# ------------------------------------------------------------------ rehearse


def test_a_rehearsal_reports_what_happened(quick: str, tmp_path: Path, capsys: Capture) -> None:
    report_file, wav = tmp_path / "report.json", tmp_path / "sound.wav"
    said = sound_file(tmp_path / "pain.flac", word("pain"), 44_100, channels=2)
    text = output_of(
        capsys,
        *("rehearse", quick, "--ear", "sphinx", "--voice", "en-us+f2"),
        *("--say", "6:stop", "20:continue", "--say-wav", f"30:{said}"),
        *("--record", wav, "--json", report_file),
    )
    report: dict[str, Any] = json.loads(report_file.read_text())
    expected = {"routine", "ear", "duration_s", "finished", "phase", "sets_done", "timeline"}
    assert expected | {"reactions"} <= set(report)
    assert (report["routine"], report["ear"], report["phase"]) == ("quick", "sphinx", "finished")
    kinds = {"phase", "spoke", "heard", "said", "silenced"}
    assert {entry["kind"] for entry in report["timeline"]} == kinds
    assert all(set(entry) == {"t", "kind", "text"} for entry in report["timeline"])
    stop, going_on, pain = report["reactions"]
    assert (stop["said"], stop["command"]) == ("stop", "stop")
    # Each of the three is rounded to a tenth of a millisecond.
    assert stop["reaction_ms"] == pytest.approx(
        (stop["silent_s"] - stop["word_end_s"]) * 1000, abs=0.16
    )
    assert going_on["command"] == "continue"
    assert set(going_on) == {"said", "word_end_s", "command", "acted_s"}
    assert (pain["said"], pain["command"]) == ("pain", "pain")
    assert "quick with sphinx: finished" in text
    info = soundfile.info(str(wav))
    assert (info.samplerate, info.channels) == (RATE_HZ, 1)
    assert info.duration == pytest.approx(report["duration_s"], abs=0.03)


def test_a_rehearsal_in_a_noisy_room_with_echo_runs_to_its_end(
    quick: str, tmp_path: Path, capsys: Capture
) -> None:
    noise = sound_file(tmp_path / "noise.wav", word("water")[:RATE_HZ])
    words = ("rehearse", quick, "--ear", "sphinx", "--echo-db", "-30", "--snr-db", "30")
    report = json.loads(output_of(capsys, *words, "--noise", noise, "--json", "-"))
    assert report["finished"]
    assert report["reactions"] == []


# ------------------------------------------------------------------ hear


@pytest.mark.parametrize(
    ("name", "rate_hz", "channels"),
    [("a.wav", 16_000, 1), ("a.wav", 44_100, 2), ("a.flac", 48_000, 2), ("a.wav", 22_050, 1)],
)
def test_hear_tells_what_is_said_in_a_recording_of_any_kind(
    tmp_path: Path, capsys: Capture, name: str, rate_hz: int, channels: int
) -> None:
    file = sound_file(tmp_path / name, word("ouch"), rate_hz, channels)
    heard = json.loads(output_of(capsys, "hear", file, "--ear", "sphinx", "--json"))
    assert set(heard) == {"file", "seconds", "heard"}
    assert heard["file"] == str(file)
    assert heard["seconds"] == pytest.approx(len(word("ouch")) / RATE_HZ, abs=0.01)
    result = next(result for result in heard["heard"] if result["stop"])
    assert set(result) == {"t", "command", "text", "stop", "near_miss", "witness"}
    assert (result["command"], result["near_miss"]) == ("pain", False)
    assert 1.0 < result["t"] < heard["seconds"]


def test_hear_prints_a_line_for_each_file(tmp_path: Path, capsys: Capture) -> None:
    files = [sound_file(tmp_path / f"{text}.wav", word(text)) for text in ("ouch", "skip")]
    lines = output_of(capsys, "hear", *files, "--ear", "sphinx").splitlines()
    assert [line.split()[0] for line in lines] == [str(file) for file in files]
    assert "pain!" in lines[0]
    assert "skip" in lines[1]


def test_hear_uses_the_vosk_model_it_is_given(
    tmp_path: Path, tiny_vosk_model: Path, capsys: Capture
) -> None:
    file = sound_file(tmp_path / "a.wav", word("three"))
    words = ("hear", file, "--model", tiny_vosk_model, "--json", "--situation")
    answer = json.loads(output_of(capsys, *words, "score"))["heard"]
    assert [result["command"] for result in answer] == ["three"]
    assert "three" not in [
        r["command"] for r in json.loads(output_of(capsys, *words, "flow"))["heard"]
    ]


def test_a_bad_recording_does_not_keep_the_others_from_being_heard(
    tmp_path: Path, capsys: Capture
) -> None:
    good, bad = sound_file(tmp_path / "good.wav", word("ouch")), tmp_path / "bad.wav"
    bad.touch()
    assert main(["hear", str(bad), str(good), "--ear", "sphinx"]) == USER_ERROR
    output = capsys.readouterr()
    assert "bad.wav cannot be read as sound" in output.err
    assert "good.wav" in output.out
