"""The file that ships: whole, or an error in words."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from backtalk.errors import BacktalkError
from backtalk.hearing.second_pass.second_pass import SecondPass
from backtalk.hearing.second_pass.weights import BLOCK_OUTPUTS, BUILT_IN, Matrix

CHECKSUM = BUILT_IN.with_suffix(".sha256")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(CHECKSUM, tmp_path)
    return Path(shutil.copy(BUILT_IN, tmp_path))


def test_the_file_matches_its_checksum_and_its_note_names_it() -> None:
    found = hashlib.sha256(BUILT_IN.read_bytes()).hexdigest()
    assert CHECKSUM.read_text(encoding="ascii") == f"{found}  {BUILT_IN.name}\n"
    assert found in BUILT_IN.with_suffix(".md").read_text(encoding="utf-8")


def test_a_missing_file_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match=r"network x\.npz cannot be read: No such file"):
        SecondPass.open(tmp_path / "x.npz")


def test_a_missing_checksum_is_an_error_in_words(copy: Path) -> None:
    copy.with_suffix(".sha256").unlink()
    with pytest.raises(BacktalkError, match="cannot be read: No such file"):
        SecondPass.open(copy)


@pytest.mark.parametrize("place", [0, 1_000_000, -1])
def test_one_flipped_bit_is_an_error_in_words(copy: Path, place: int) -> None:
    data = bytearray(copy.read_bytes())
    data[place] ^= 1
    copy.write_bytes(data)
    with pytest.raises(BacktalkError, match="does not match its checksum") as error:
        SecondPass.open(copy)
    assert "scripts/build_second_pass" in error.value.remedy


@pytest.mark.parametrize("data", [b"", b"something else", BUILT_IN.read_bytes()[:5000]])
def test_another_file_with_a_right_checksum_is_an_error_in_words(copy: Path, data: bytes) -> None:
    copy.write_bytes(data)
    checksum = hashlib.sha256(data).hexdigest()
    copy.with_suffix(".sha256").write_text(f"{checksum}  {copy.name}\n", encoding="ascii")
    with pytest.raises(BacktalkError, match="cannot be read"):
        SecondPass.open(copy)


def test_a_matrix_larger_than_a_block_is_applied_whole() -> None:
    values = np.random.default_rng(4)
    matrix = Matrix(
        values.integers(-127, 128, (BLOCK_OUTPUTS + 3, 5)).astype(np.int8),
        values.random(BLOCK_OUTPUTS + 3).astype(np.float32),
    )
    rows = values.random((2, 5)).astype(np.float32)
    whole = rows @ matrix.outputs(np.arange(BLOCK_OUTPUTS + 3)).T
    assert matrix.apply(rows) == pytest.approx(whole, rel=1e-4)
