"""`backtalk enrol`, as a person types it."""

from __future__ import annotations

import shutil
import stat
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from backtalk.app.cli.main import main
from tests.app.cli.command_line import Capture, complaint_of, output_of, sound_file, word

pytestmark = pytest.mark.usefixtures("home")


def clips(folder: Path, text: str) -> list[Path]:
    return [sound_file(folder / f"{text}-{number}.wav", word(text)) for number in range(3)]


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the owner and Anna were learnt: learning takes seconds.

    What the program printed is in `owner.txt` and `anna.txt`; tests take a copy of it.
    """
    folder = tmp_path_factory.mktemp("learnt")
    files = clips(folder, "stop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKTALK_HOME", str(folder / "home"))
        for name, person in (("owner", ()), ("anna", ("--person", "Anna"))):
            with (folder / f"{name}.txt").open("w") as reported, redirect_stdout(reported):
                words = ("enrol", "stop", *person, "--clips", *files)
                assert main([str(word) for word in words]) == 0
    return folder


@pytest.fixture
def voices(learnt: Path, home: Path) -> Path:
    """The folder `data` of a home in which the owner and Anna were learnt."""
    shutil.copytree(learnt / "home" / "data", home / "data")
    return home / "data"


def test_a_word_is_learnt_from_recordings_and_forgotten(
    capsys: Capture, learnt: Path, voices: Path
) -> None:
    assert "Learnt how you say 'stop'." in (learnt / "owner.txt").read_text()
    assert (voices / "voice" / "head.npz").exists()
    assert "3 examples of your voice were deleted." in output_of(capsys, "enrol", "--forget")
    assert not (voices / "voice").exists()


def test_each_person_is_learnt_and_forgotten_alone(
    capsys: Capture, learnt: Path, voices: Path
) -> None:
    reported = (learnt / "anna.txt").read_text()
    assert "Learnt how Anna says 'stop'. 'backtalk enrol --person 'Anna'" in reported
    shutil.copytree(voices / "voices" / "anna", voices / "voices" / "boris")
    reported = output_of(capsys, "enrol", "--person", "anna", "--forget")
    assert reported == "3 examples of anna's voice were deleted.\n"
    assert [folder.name for folder in (voices / "voices").iterdir()] == ["boris"]
    assert (voices / "voice" / "head.npz").exists()


def test_the_folders_of_the_people_are_their_owners_alone(learnt: Path) -> None:
    folder = learnt / "home" / "data" / "voices"
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, folder / "anna")} == {0o700}


def test_who_the_home_belongs_to_has_its_clips_by_name_too(
    capsys: Capture, tmp_path: Path, home: Path
) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.yaml").write_text("person: Anna\n")
    output_of(capsys, "enrol", "stop", "--clips", *clips(tmp_path, "stop"))
    assert (home / "data" / "voice" / "head.npz").exists()
    assert "3 examples" in output_of(capsys, "enrol", "--person", "anna", "--forget")
    assert not (home / "data" / "voice").exists()


def test_a_name_that_is_a_path_is_refused(capsys: Capture, home: Path) -> None:
    (home / "data" / "voice").mkdir(parents=True)
    words = ("enrol", "--forget", "--person", "../voice")
    assert "cannot be a person's name" in complaint_of(capsys, *words)
    assert (home / "data" / "voice").exists()


def test_a_rehearsal_listens_with_what_was_learnt_of_the_person(
    quick: str, capsys: Capture, home: Path
) -> None:
    """Only Anna's recogniser is broken, and only her rehearsal needs it."""
    (home / "data" / "voices" / "anna").mkdir(parents=True)
    (home / "data" / "voices" / "anna" / "head.npz").write_bytes(b"no head")
    words = ("rehearse", quick, "--ear", "sphinx")
    complaint_of(capsys, *words, "--person", "Anna")
    output_of(capsys, *words, "--person", "Boris")


def test_recordings_without_their_word_are_refused(capsys: Capture, tmp_path: Path) -> None:
    assert "need the word" in complaint_of(capsys, "enrol", "--clips", *clips(tmp_path, "stop"))


def test_a_word_that_is_another_command_is_refused(capsys: Capture, tmp_path: Path) -> None:
    complaint = complaint_of(capsys, "enrol", "skip", "--clips", *clips(tmp_path, "skip"))
    assert "skip" in complaint


def test_a_recording_that_does_not_exist_is_named(capsys: Capture, tmp_path: Path) -> None:
    missing = tmp_path / "nothing.wav"
    assert str(missing) in complaint_of(capsys, "enrol", "stop", "--clips", missing)
