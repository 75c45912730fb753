"""When the hearing check is due, and what is remembered of it."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from backtalk.app.runtime.hearing_check_record import Check, check_of, left_out_today, remember
from backtalk.app.settings import Paths, user_paths
from backtalk.app.voices.stored_voice import StoredVoice
from backtalk.core.dialogue.hearing_check import EVERY_DAY, FIRST_TIME
from backtalk.core.model.events import phrase
from backtalk.core.model.person import UNNAMED
from backtalk.core.model.records import CheckResult
from backtalk.errors import BacktalkError
from backtalk.journal.people import called
from tests.people import ANNA, BERT

NOW = datetime(2026, 3, 2, 18, 30)


@pytest.fixture
def paths() -> Paths:
    return user_paths()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "check.json"


def test_nothing_remembered_means_that_it_is_due(file: Path) -> None:
    assert not left_out_today(file, NOW)


def test_left_out_by_the_persons_word_it_is_not_due_that_day(file: Path) -> None:
    remember(file, CheckResult.SKIPPED, NOW)
    assert left_out_today(file, NOW + timedelta(hours=5))


def test_on_the_next_day_it_is_due_again(file: Path) -> None:
    remember(file, CheckResult.SKIPPED, NOW)
    assert not left_out_today(file, NOW + timedelta(hours=6))


@pytest.mark.parametrize("result", [CheckResult.PASSED, CheckResult.FAILED])
def test_a_check_that_was_made_is_made_again_before_the_next_session(
    file: Path, result: CheckResult
) -> None:
    remember(file, result, NOW)
    assert not left_out_today(file, NOW)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"result": "skipped"}', '{"at": 3}'])
def test_an_unreadable_file_means_that_it_is_due(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content)
    assert not left_out_today(file, NOW)


def test_what_is_remembered_is_its_owners_alone(file: Path) -> None:
    remember(file, CheckResult.PASSED, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BacktalkError, match="cannot be saved"):
        remember(tmp_path / "file" / "check.json", CheckResult.PASSED, NOW)


def test_a_check_that_is_not_due_is_said_to_be_left_out(tmp_path: Path, file: Path) -> None:
    check = Check(StoredVoice(tmp_path / "voice"), file, due=False)
    assert check.prompts() == ()
    assert check.opening() == (phrase("check_left_out"),)


def test_the_first_check_learns_two_words_and_the_next_ones_do_not(
    tmp_path: Path, file: Path
) -> None:
    check = Check(StoredVoice(tmp_path / "voice"), file, due=True)
    assert check.prompts() == FIRST_TIME
    (tmp_path / "voice").mkdir()
    (tmp_path / "voice" / "stop-000001.wav").touch()
    assert check.prompts() == EVERY_DAY
    assert check.opening() == ()


def test_while_it_is_not_known_who_it_is_no_voice_is_learnt(paths: Paths) -> None:
    assert check_of(UNNAMED, paths, NOW, keeps=False).prompts() == EVERY_DAY
    assert check_of(UNNAMED, paths, NOW).prompts() == FIRST_TIME


def test_one_person_leaves_out_no_check_but_their_own(paths: Paths) -> None:
    assert not check_of(ANNA, paths, NOW, leave_out=True).due
    assert not check_of(called("ANNA"), paths, NOW).due
    assert check_of(BERT, paths, NOW).due
    assert check_of(UNNAMED, paths, NOW).due


def test_each_person_has_a_first_check_of_their_own(paths: Paths) -> None:
    check_of(UNNAMED, paths, NOW).stored.keep("stop", np.ones(1600, np.int16))
    check_of(ANNA, paths, NOW).stored.keep("stop", np.ones(1600, np.int16))
    begun = [check_of(person, paths, NOW).stored.begun for person in (UNNAMED, ANNA, BERT)]
    assert begun == [True, True, False]
