"""The log: it tells what ran and what failed, and nothing of what a person said or felt."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import pytest

from backtalk.app import log
from backtalk.app.cli import commands
from backtalk.app.cli.main import OUR_FAULT, USER_ERROR, main
from backtalk.app.context import Context
from backtalk.errors import BacktalkError
from tests.app.cli.command_line import Capture, complaint_of, output_of

FULL_DISK = Path("/dev/full")
LOGGER = logging.getLogger("backtalk.tests")


@pytest.fixture
def file(home: Path) -> Path:
    return home / "state" / log.FILE_NAME


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_each_command_leaves_what_ran_and_how_it_ended(capsys: Capture, file: Path) -> None:
    output_of(capsys, "list")
    text = file.read_text(encoding="utf-8")
    assert "backtalk.app.cli.main: list of version" in text
    assert "reading the catalogue: 0." in text
    assert text.endswith("ended with exit code 0\n")


def test_the_log_and_its_folder_are_their_owners_alone(capsys: Capture, file: Path) -> None:
    output_of(capsys, "list")
    assert (mode(file.parent), mode(file)) == (0o700, 0o600)


def test_the_log_stays_small_and_every_part_of_it_is_the_owners_alone(tmp_path: Path) -> None:
    with log.opened(tmp_path):
        for _ in range(5000):
            LOGGER.info("%s", "x" * 400)
    parts = sorted(tmp_path.iterdir())
    assert len(parts) == log.FILES
    assert all(part.stat().st_size <= log.FILE_BYTES for part in parts)
    assert {mode(part) for part in parts} == {0o600}


# ---------------------------------------------------------------- it never stops the program


def quiet(capsys: Capture) -> bool:
    """Run a command, and return whether it worked without a word to people."""
    code = main(["list"])
    return code == 0 and capsys.readouterr().err == ""


def test_where_its_folder_cannot_be_made_the_program_goes_without(
    capsys: Capture, home: Path
) -> None:
    home.mkdir()
    (home / "state").touch()
    assert quiet(capsys)


def test_where_its_file_cannot_be_opened_the_program_goes_without(
    capsys: Capture, file: Path
) -> None:
    file.mkdir(parents=True)
    assert quiet(capsys)


@pytest.mark.skipif(not FULL_DISK.exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_passed_over_in_silence(capsys: Capture, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.symlink_to(FULL_DISK)
    assert quiet(capsys)


def test_a_process_without_a_log_prints_no_warning(capsys: Capture) -> None:
    LOGGER.warning("trouble")
    assert capsys.readouterr().err == ""


def test_after_a_command_nothing_more_is_written(capsys: Capture, file: Path) -> None:
    output_of(capsys, "list")
    before = file.read_bytes()
    LOGGER.warning("trouble")
    assert file.read_bytes() == before


# ---------------------------------------------------------------- what it tells of a fault


def test_a_fault_is_reported_by_class_and_place_with_what_it_came_from(
    capsys: Capture, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(_: object, __: Context) -> int:
        try:
            return {"here": 1}["Zaphod"]
        except KeyError as error:
            raise ValueError("Zaphod has a pain of 7") from error

    monkeypatch.setitem(commands.COMMANDS, "list", look_up)
    assert main(["list"]) == OUR_FAULT
    assert "inside the program" in capsys.readouterr().err
    text = file.read_text(encoding="utf-8")
    assert "ERROR" in text
    assert "the program failed: ValueError (backtalk.app.cli.main:" in text
    assert "look_up) <- KeyError (tests.app.test_log:" in text
    assert "Zaphod" not in text
    assert "pain" not in text


def test_a_mistake_of_the_user_is_reported_without_its_words(capsys: Capture, file: Path) -> None:
    complaint_of(capsys, "plan", "main", "--profile", "/home/zaphod/profile.yaml")
    text = file.read_text(encoding="utf-8")
    assert "the command failed: BacktalkError (" in text
    assert f"ended with exit code {USER_ERROR}" in text
    assert "zaphod" not in text


def test_a_recogniser_that_cannot_work_is_reported_with_the_one_in_its_place(
    capsys: Capture, file: Path, quick: str, home: Path
) -> None:
    (home / "config" / "settings.yaml").write_text("model: /home/zaphod/model\n")
    assert main(["rehearse", quick]) == 0
    capsys.readouterr()
    text = file.read_text(encoding="utf-8")
    assert "the recogniser failed: BacktalkError (" in text
    assert "opening the recogniser sphinx: " in text
    assert "rendering " in text
    assert "zaphod" not in text


def test_how_long_something_took_is_reported_where_it_failed_too(tmp_path: Path) -> None:
    times_s = iter((10.0, 12.5))
    with (
        log.opened(tmp_path),
        pytest.raises(BacktalkError),
        log.timed(LOGGER, "waiting", lambda: next(times_s)),
    ):
        raise BacktalkError("No.", "Try again.")
    assert "waiting: 2.50 s" in (tmp_path / log.FILE_NAME).read_text(encoding="utf-8")


# ---------------------------------------------------------------- what it never tells


def test_nothing_of_what_was_said_or_felt_or_by_whom_is_in_the_log(
    capsys: Capture, quick: str, file: Path, tmp_path: Path
) -> None:
    journal = tmp_path / "zaphod.db"
    words = ("--say", "6:pain", "24:seven", "--person", "Zaphod", "--journal", journal)
    report = json.loads(
        output_of(capsys, "rehearse", quick, "--ear", "sphinx", "--json", "-", *words)
    )
    commands_heard = [reaction["command"] for reaction in report["reactions"]]
    assert commands_heard == ["pain", "seven"]
    history = json.loads(
        output_of(capsys, "history", "--person", "Zaphod", "--journal", journal, "--json")
    )
    assert history["person"] == "Zaphod"
    assert history["sessions"][0]["pain"][0]["score"] == 7
    text = file.read_text(encoding="utf-8").lower()
    assert "rehearse of version" in text
    for private in ("zaphod", "pain", "seven", "score", quick, str(tmp_path).lower()):
        assert private not in text
