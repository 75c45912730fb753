"""Mistakes on the command line: one sentence, one remedy, exit code 2, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from backtalk.app.cli.main import main
from tests.app.cli.command_line import Capture, complaint_of, sound_file, word
from tests.needs import needs

PROGRAM = Path(sys.executable).with_name("backtalk")
LIMIT_S = 60


def environment() -> dict[str, str]:
    """Return the environment without the sound card that other tests may have set up in it."""
    sound = ("PULSE_SERVER", "PULSE_CLIENTCONFIG", "ALSA_CONFIG_PATH")
    return {name: value for name, value in os.environ.items() if name not in sound}


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed program as a shell would."""
    return subprocess.run(
        [str(PROGRAM), *(str(word) for word in words)],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("start", "big-tree"), "There is no routine 'big-tree'. Did you mean 'big-three'?"),
        (("rehearse", "mian"), "There is no routine 'mian'."),
        (("show", "bird-dgo"), "There is no exercise 'bird-dgo'. Did you mean 'bird-dog'?"),
        (("hear", "nowhere.wav", "--ear", "sphinx"), "There is no file nowhere.wav."),
        (("hear", "a.wav", "--ear", "siri"), "invalid choice: 'siri'"),
        (("hear",), "required: FILE"),
        (("train",), "invalid choice: 'train'"),
        ((), "required: COMMAND"),
        (("rehearse", "main", "--snr-db", "loud"), "invalid float value: 'loud'"),
    ],
)
def test_what_is_not_there_is_named(words: tuple[str, ...], said: str, capsys: Capture) -> None:
    assert said.lower() in complaint_of(capsys, *words).lower()


@pytest.mark.parametrize("device", ["--microphone", "--loudspeaker"])
def test_a_device_that_is_named_must_be_there(device: str, capsys: Capture) -> None:
    complaint_of(capsys, "start", device, "a golden trumpet")


def test_a_recording_of_zero_length_is_refused(tmp_path: Path, capsys: Capture) -> None:
    soundfile.write(str(tmp_path / "a.wav"), np.zeros(0), 16_000)
    complaint = complaint_of(capsys, "hear", tmp_path / "a.wav", "--ear", "sphinx")
    assert "a.wav contains no sound. Use a WAV or FLAC file" in complaint


def test_a_text_that_is_called_a_recording_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.wav").write_text("pain " * 100)
    complaint = complaint_of(capsys, "hear", tmp_path / "a.wav", "--ear", "sphinx")
    assert "a.wav cannot be read as sound" in complaint


@pytest.mark.parametrize("content", [{}, {"am/final.mdl": b"x", "conf/mfcc.conf": b"\0" * 99}])
def test_a_folder_of_rubbish_is_no_model(
    tmp_path: Path, capsys: Capture, content: dict[str, bytes]
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    for name, data in content.items():
        (model / name).parent.mkdir()
        (model / name).write_bytes(data)
    file = sound_file(tmp_path / "a.wav", word("ouch"))
    assert str(model) in complaint_of(capsys, "hear", file, "--model", model)


def test_a_model_that_is_not_there_is_named(tmp_path: Path, capsys: Capture) -> None:
    file = sound_file(tmp_path / "a.wav", word("ouch"))
    assert "nowhere" in complaint_of(capsys, "hear", file, "--model", tmp_path / "nowhere")


@pytest.mark.parametrize("item", ["pain", "pain:35", "35:", "-3:pain", "nan:pain", "inf:pain"])
def test_words_need_a_time(quick: str, capsys: Capture, item: str) -> None:
    words = ("rehearse", quick, "--ear", "sphinx", f"--say={item}")
    assert f"--say {item} is not a time followed by words. Write --say 35:pain." in complaint_of(
        capsys, *words
    )


def test_a_voice_that_does_not_exist_is_named(quick: str, capsys: Capture) -> None:
    words = ("rehearse", quick, "--ear", "sphinx", "--say", "5:pain", "--voice", "unknown")
    assert "unknown" in complaint_of(capsys, *words)


@pytest.mark.parametrize("option", ["--say-wav=5:nowhere.wav", "--noise=nowhere.wav"])
def test_a_recording_for_the_room_must_be_there(quick: str, capsys: Capture, option: str) -> None:
    words = ("rehearse", quick, "--ear", "sphinx", option)
    assert "There is no file nowhere.wav." in complaint_of(capsys, *words)


@pytest.mark.parametrize("option", ["--json", "--record", "--journal"])
def test_a_place_that_cannot_be_written_is_named(
    quick: str, tmp_path: Path, capsys: Capture, option: str
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "report"
    words = ("rehearse", quick, "--ear", "sphinx", option, place)
    assert f"{place} cannot be written" in complaint_of(capsys, *words)


@pytest.mark.parametrize("option", ["--json", "--record"])
def test_a_place_that_cannot_be_written_is_named_before_anything_is_rehearsed(
    quick: str, tmp_path: Path, capsys: Capture, option: str
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "report"
    later = "--say-wav=5:nowhere.wav"  # found out when the room is set up
    words = ("rehearse", quick, "--ear", "sphinx", later, option, place)
    assert f"The file {place} cannot be written" in complaint_of(capsys, *words)


def test_a_mistake_found_later_leaves_no_empty_recording(
    quick: str, tmp_path: Path, capsys: Capture
) -> None:
    words = ("rehearse", quick, "--ear", "sphinx", "--say-wav=5:nowhere.wav")
    complaint_of(capsys, *words, "--record", tmp_path / "out.wav", "--json", tmp_path / "out.json")
    assert not list(tmp_path.glob("out.*"))


@pytest.mark.parametrize("content", ["ear: siri", "voize: en-us", "[", "routine: 3"])
def test_wrong_settings_are_named_with_their_file(
    home: Path, capsys: Capture, content: str
) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.yaml").write_text(content)
    assert "settings.yaml" in complaint_of(capsys, "list")


def test_a_wrong_file_of_the_users_own_is_named_and_skipped(
    quick: str, home: Path, capsys: Capture
) -> None:
    (home / "config" / "catalogue" / "mine.yaml").write_text("id: [")
    assert main(["plan", quick]) == 0
    reported = " ".join(capsys.readouterr().err.split())
    assert reported.startswith("Skipped 1 invalid file (")
    assert "mine.yaml:2: This is not YAML" in reported
    complaint = complaint_of(capsys, "rehearse", "mine")
    assert "There is no routine 'mine'." in complaint
    assert "mine.yaml:2:" in complaint


# ------------------------------------------------------------------ as a process of its own


def test_a_mistake_ends_the_process_with_two_and_keeps_standard_output_clean(
    tmp_path: Path,
) -> None:
    process = run("start", "big-tree", cwd=tmp_path)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == (
        "backtalk: There is no routine 'big-tree'. Did you mean 'big-three'?\n"
    )


def test_help_is_printed_on_request(tmp_path: Path) -> None:
    process = run("--help", cwd=tmp_path)
    assert process.returncode == 0
    assert all(command in process.stdout for command in ("start", "rehearse", "hear", "doctor"))


def needs_no_sound_devices() -> None:
    """With devices, `start` would start, and would not end by itself."""
    with_devices = "print(any(d.outputs for d in devices.list_devices()))"
    code = f"from backtalk.room import devices; {with_devices}"
    process = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False
    )
    needs(process.stdout.strip() != "True", "this machine has sound devices")


def test_doctor_says_what_is_off_and_how_to_fix_it(tmp_path: Path) -> None:
    needs_no_sound_devices()
    process = run("doctor", cwd=tmp_path)
    assert process.returncode == 0
    lines = {
        line.split()[1]: line for line in process.stdout.splitlines() if line[:2] in {"ok", "of"}
    }
    assert lines["voice"].startswith("ok ")
    assert lines["pocketsphinx"].startswith("ok ")
    assert lines["microphone"].startswith("off")
    assert process.stdout.endswith("No sound devices.\n")


def test_start_without_sound_devices_says_so_rehearses_and_leaves_a_recording(
    quick: str, tmp_path: Path
) -> None:
    needs_no_sound_devices()
    process = run("start", quick, "--ear", "sphinx", cwd=tmp_path)
    assert process.returncode == 0, process.stderr
    assert "rehearsal: a synthetic person says what you would say" in process.stderr
    assert "said      easier" in process.stdout
    recording = tmp_path / "backtalk-rehearsal.wav"
    assert f"Listen to it: {recording}" in process.stdout
    assert soundfile.info(str(recording)).duration > LIMIT_S


def test_start_without_sound_devices_refuses_at_once_where_no_recording_can_be_left(
    quick: str, tmp_path: Path
) -> None:
    needs_no_sound_devices()
    recording = tmp_path / "backtalk-rehearsal.wav"
    recording.mkdir()
    process = run("start", quick, "--ear", "sphinx", cwd=tmp_path)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == (
        f"backtalk: The file {recording} cannot be written: Is a directory."
        " Without sound devices, a recording is left there: start in a folder of your own.\n"
    )
