"""The journal: on disk before `write` returns, readable after a power cut, private."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from backtalk.core.model.records import PainReported, TroubleNoticed
from backtalk.errors import BacktalkError
from backtalk.journal.journal import NoJournal
from backtalk.journal.json_lines import JsonLinesJournal
from tests.journal.book import a_set
from tests.journal.lines import read_records

SET = a_set()
PAIN = PainReported(score=2, exercise="bird-dog")


def test_a_record_can_be_read_as_soon_as_write_has_returned(tmp_path: Path) -> None:
    journal = JsonLinesJournal(tmp_path / "journal.jsonl")
    journal.write(SET, "2026-01-05T07:00:00Z")
    assert read_records(tmp_path / "journal.jsonl") == [
        {
            "at": "2026-01-05T07:00:00Z",
            "kind": "set",
            "exercise": "bird-dog",
            "set": 1,
            "side": "right",
            "repetitions": 5,
            "planned": 5,
            "hold_s": 10.0,
            "variation": "standard",
        }
    ]
    journal.close()


def test_write_returns_only_after_the_disk_was_told_to_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    kept: list[bytes] = []

    def sync(handle: int) -> None:
        os.fsync(handle)
        kept.append(path.read_bytes())

    journal = JsonLinesJournal(path, sync)
    journal.write(SET, "now")
    assert [json.loads(each)["kind"] for each in kept] == ["set"]
    journal.write(PAIN, "now")
    assert kept[-1] == path.read_bytes()
    journal.close()


def test_the_next_session_goes_on_in_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    for entry in (SET, PAIN):
        journal = JsonLinesJournal(path)
        journal.write(entry, "now")
        journal.close()
    assert [entry["kind"] for entry in read_records(path)] == ["set", "pain"]


@pytest.mark.parametrize("bytes_lost", [1, 2, 5, 20, 60])
def test_a_line_torn_by_a_power_cut_costs_that_line_and_no_other(
    tmp_path: Path, bytes_lost: int
) -> None:
    path = tmp_path / "journal.jsonl"
    journal = JsonLinesJournal(path)
    for entry in (SET, PAIN):
        journal.write(entry, "2026-01-05T07:00:00Z")
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-bytes_lost])
    again = JsonLinesJournal(path)
    again.write(SET, "later")
    again.close()
    kinds = [(entry["kind"], entry["at"]) for entry in read_records(path)]
    pain = [("pain", "2026-01-05T07:00:00Z")] if bytes_lost == 1 else []
    assert kinds == [("set", "2026-01-05T07:00:00Z"), *pain, ("set", "later")]


def test_words_of_every_script_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = JsonLinesJournal(path)
    journal.write(TroubleNoticed("Gerät\r\nfehlt \u2028 背中"), "now")
    journal.close()
    assert read_records(path)[0]["reason"] == "Gerät\r\nfehlt \u2028 背中"


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "journal.jsonl"
    JsonLinesJournal(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_journal_that_cannot_be_written_is_one_sentence_and_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for path in (tmp_path / "file" / "journal.jsonl", tmp_path):
        with pytest.raises(BacktalkError) as caught:
            JsonLinesJournal(path)
        assert caught.value.message.startswith(f"The journal {path} cannot be written:")
        assert "--journal" in caught.value.remedy


def test_no_journal_keeps_nothing(tmp_path: Path) -> None:
    NoJournal().write(SET, "now")
    assert list(tmp_path.iterdir()) == []
