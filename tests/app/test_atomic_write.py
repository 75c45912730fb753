"""Places to write to: refused before the work is done, and left as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.app import atomic_write
from backtalk.errors import BacktalkError


def test_a_place_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.wav").write_text("what was there")
    atomic_write.refuse_unwritable(tmp_path / "old.wav")
    atomic_write.refuse_unwritable(tmp_path / "new.wav")
    assert (tmp_path / "old.wav").read_text() == "what was there"
    assert not (tmp_path / "new.wav").exists()


@pytest.mark.parametrize("place", ["", "file/report.wav", "a" * 300, "/dev/null/report.wav"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BacktalkError, match="cannot be written") as refused:
        atomic_write.refuse_unwritable(tmp_path / place)
    assert refused.value.remedy == "Choose another path."
