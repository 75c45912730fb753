"""The spotter's networks: read together, known by a digest, and a broken one is reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import networks
from backtalk.hearing.spotter.embedding import WINDOW_MELS, SpeechEmbedding
from backtalk.hearing.spotter.networks import BUILT_IN, EMBEDDING, HEAD, WIDEBAND


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (HEAD, EMBEDDING, WIDEBAND):
        shutil.copyfile(BUILT_IN / name, tmp_path / name)
    return tmp_path


def test_a_copy_of_the_built_in_networks_has_their_fingerprint(folder: Path) -> None:
    assert networks.fingerprint(folder) == networks.fingerprint()


@pytest.mark.parametrize("name", [HEAD, EMBEDDING, WIDEBAND])
def test_each_of_the_networks_is_part_of_the_fingerprint(folder: Path, name: str) -> None:
    with (folder / name).open("ab") as file:
        file.write(b"!")
    assert networks.fingerprint(folder) != networks.fingerprint()


def test_networks_of_another_folder_hear_with_their_own_files(folder: Path) -> None:
    found = networks.load(folder)
    assert found.embedding == folder / EMBEDDING
    assert found.spotter().kinds == found.head.kinds


def test_a_missing_network_is_told_in_words(folder: Path) -> None:
    (folder / EMBEDDING).unlink()
    with pytest.raises(BacktalkError, match="networks cannot be read"):
        networks.fingerprint(folder)


HALF = (BUILT_IN / EMBEDDING).read_bytes()[:700_000]


@pytest.mark.parametrize("broken", [b"", b"no network at all", HALF, None])
def test_a_broken_embedding_is_told_in_words(broken: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "other.tflite"
    if broken is not None:
        file.write_bytes(broken)
    with pytest.raises(BacktalkError, match=r"other\.tflite"):
        SpeechEmbedding(2, file)


@pytest.mark.parametrize(("rows", "embeddings"), [(75, 0), (76, 1), (83, 1), (84, 2), (500, 54)])
def test_mel_rows_give_an_embedding_for_each_eight(rows: int, embeddings: int) -> None:
    mels = np.zeros((rows, 32), np.float32)
    assert SpeechEmbedding(3).along(mels).shape == (embeddings, 96)
    assert WINDOW_MELS == 76
