from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backtalk.app.models.download import ATTEMPTS, fetch, install, part_file
from backtalk.app.models.index import VoiceModel
from backtalk.errors import BacktalkError
from tests.app.models.model_server import ModelServer, serving
from tests.needs import needs

WEIGHTS = hashlib.shake_256(b"weights").digest(300_000)
CHUNK_BYTES = 16_384
"""What is written at once; of a chunk under way at a drop nothing is kept."""


def _zip_of(weights: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tiny-model/am/final.mdl", weights)
        archive.writestr("tiny-model/conf/model.conf", "--beam=10\n")
    return packed.getvalue()


ARCHIVE = _zip_of(WEIGHTS)
OTHER_ARCHIVE = _zip_of(WEIGHTS[::-1])


def _model_of(archive: bytes) -> VoiceModel:
    return VoiceModel(
        name="tiny",
        language="en-US",
        url="https://example.invalid/tiny.zip",
        bytes=len(archive),
        sha256=hashlib.sha256(archive).hexdigest(),
        licence="Apache-2.0",
        source="https://example.invalid",
        folder="tiny-model",
        max_unpacked_bytes=1_000_000,
    )


MODEL = _model_of(ARCHIVE)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving(ARCHIVE) as running:
        yield running


def _fetch(server: ModelServer, folder: Path, model: VoiceModel = MODEL) -> Path:
    return fetch(model, folder, lambda _done: None, url=server.url)


def _begin(folder: Path, content: bytes) -> Path:
    """Leave the part file of an earlier run behind."""
    part = part_file(MODEL, folder)
    part.write_bytes(content)
    return part


def test_a_model_is_downloaded_and_unpacked_whole(server: ModelServer, tmp_path: Path) -> None:
    folder = _fetch(server, tmp_path / "new")

    assert folder == tmp_path / "new" / "tiny-model"
    assert (folder / "am" / "final.mdl").read_bytes() == WEIGHTS
    assert list((tmp_path / "new").iterdir()) == [folder]


def test_progress_grows_to_the_length_of_the_file(server: ModelServer, tmp_path: Path) -> None:
    seen: list[int] = []

    fetch(MODEL, tmp_path, seen.append, url=server.url)

    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] == MODEL.bytes


def test_a_part_file_is_continued_where_it_ended(server: ModelServer, tmp_path: Path) -> None:
    _begin(tmp_path, ARCHIVE[:100_000])

    _fetch(server, tmp_path)

    assert server.asked_ranges == ["bytes=100000-"]


def test_a_connection_that_drops_is_resumed_in_the_same_run(
    server: ModelServer, tmp_path: Path
) -> None:
    server.drops_after_bytes = [4 * CHUNK_BYTES, 5 * CHUNK_BYTES]

    folder = _fetch(server, tmp_path)

    assert server.asked_ranges == [None, "bytes=65536-", "bytes=147456-"]
    assert (folder / "am" / "final.mdl").read_bytes() == WEIGHTS


def test_a_connection_that_drops_again_and_again_leaves_the_part_file(
    server: ModelServer, tmp_path: Path
) -> None:
    server.drops_after_bytes = [CHUNK_BYTES + 100] * 50

    with pytest.raises(BacktalkError, match="was lost") as caught:
        _fetch(server, tmp_path)

    assert "resume the download" in caught.value.remedy
    assert len(server.asked_ranges) == ATTEMPTS
    assert part_file(MODEL, tmp_path).read_bytes() == ARCHIVE[: ATTEMPTS * CHUNK_BYTES]


def test_a_server_without_ranges_sends_everything_again(
    server: ModelServer, tmp_path: Path
) -> None:
    server.knows_ranges = False
    _begin(tmp_path, b"x" * 100_000)

    folder = _fetch(server, tmp_path)

    assert (folder / "am" / "final.mdl").read_bytes() == WEIGHTS
    assert len(server.asked_ranges) == 1


def test_a_part_file_that_is_too_long_is_begun_afresh(server: ModelServer, tmp_path: Path) -> None:
    _begin(tmp_path, ARCHIVE + b"more")

    assert _fetch(server, tmp_path).is_dir()
    assert server.asked_ranges == [None]


def test_a_range_that_the_server_cannot_satisfy_leads_to_a_fresh_start(tmp_path: Path) -> None:
    part = _begin(tmp_path, ARCHIVE[:200_000])

    with serving(ARCHIVE[:150_000]) as short_server, pytest.raises(BacktalkError, match="150000"):
        _fetch(short_server, tmp_path)

    assert short_server.asked_ranges == ["bytes=200000-", None]
    assert not part.exists()


def test_a_part_of_an_older_file_is_thrown_away_and_the_new_file_fetched_whole(
    server: ModelServer, tmp_path: Path
) -> None:
    _begin(tmp_path, OTHER_ARCHIVE[:100_000])

    folder = _fetch(server, tmp_path)

    assert server.asked_ranges == ["bytes=100000-", None]
    assert (folder / "am" / "final.mdl").read_bytes() == WEIGHTS


def test_a_complete_part_file_needs_no_connection(tmp_path: Path) -> None:
    _begin(tmp_path, ARCHIVE)

    assert fetch(MODEL, tmp_path, lambda _done: None, url="http://127.0.0.1:1/x.zip").is_dir()


def test_a_wrong_checksum_deletes_the_part_and_keeps_the_old_model(tmp_path: Path) -> None:
    old = tmp_path / "tiny-model"
    old.mkdir()
    (old / "old.mdl").write_text("old")

    with serving(OTHER_ARCHIVE) as changed, pytest.raises(BacktalkError, match="checksum"):
        _fetch(changed, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["tiny-model"]
    assert (old / "old.mdl").read_text() == "old"


def test_a_new_download_replaces_the_old_model(server: ModelServer, tmp_path: Path) -> None:
    (tmp_path / "tiny-model").mkdir()
    (tmp_path / "tiny-model" / "old.mdl").write_text("old")

    folder = _fetch(server, tmp_path)

    assert sorted(path.name for path in folder.iterdir()) == ["am", "conf"]
    assert [path.name for path in tmp_path.iterdir()] == ["tiny-model"]


@pytest.mark.parametrize("says_length", [True, False])
@pytest.mark.parametrize("content", [b"<html>Please sign in</html>", ARCHIVE + b"and more"])
def test_a_file_of_another_length_is_refused_and_not_kept(
    *, content: bytes, says_length: bool, tmp_path: Path
) -> None:
    with serving(content) as odd:
        odd.says_length = says_length
        with pytest.raises(BacktalkError, match=f"where the index says {MODEL.bytes}"):
            _fetch(odd, tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_refusal_of_the_server_is_reported_with_its_number(
    status: int, server: ModelServer, tmp_path: Path
) -> None:
    server.status = status
    part = _begin(tmp_path, ARCHIVE[:1_000])

    with pytest.raises(BacktalkError, match=f"answered {status}"):
        _fetch(server, tmp_path)

    assert part.stat().st_size == 1_000


def test_without_a_connection_the_error_says_so_and_keeps_the_part(tmp_path: Path) -> None:
    with serving(ARCHIVE) as gone:
        pass
    part = _begin(tmp_path, ARCHIVE[:1_000])

    with pytest.raises(BacktalkError, match="cannot be reached") as caught:
        _fetch(gone, tmp_path)

    assert "--from" in caught.value.remedy
    assert part.stat().st_size == 1_000


@pytest.mark.parametrize("url", ["model.zip", "gopher://127.0.0.1/x", "http:///"])
def test_what_is_no_address_is_named(url: str, tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="not a download address"):
        fetch(MODEL, tmp_path, lambda _done: None, url=url)


def test_ctrl_c_leaves_the_part_file_to_go_on_with(server: ModelServer, tmp_path: Path) -> None:
    def interrupt(done: int) -> None:
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(MODEL, tmp_path, interrupt, url=server.url)
    kept = part_file(MODEL, tmp_path).stat().st_size
    _fetch(server, tmp_path)

    assert kept > 100_000
    assert server.asked_ranges == [None, f"bytes={kept}-"]


def test_a_folder_that_cannot_be_written_is_named(server: ModelServer, tmp_path: Path) -> None:
    in_the_way = tmp_path / "models"
    in_the_way.write_text("a file, not a folder")

    with pytest.raises(BacktalkError, match=str(in_the_way)):
        _fetch(server, in_the_way)


def test_a_full_disk_is_reported_as_such(server: ModelServer, tmp_path: Path) -> None:
    needs(Path("/dev/full").exists(), "the device that is always full")
    part_file(MODEL, tmp_path).symlink_to("/dev/full")

    with pytest.raises(BacktalkError, match="No space left"):
        _fetch(server, tmp_path)


def test_a_copy_on_this_machine_is_verified_and_unpacked(tmp_path: Path) -> None:
    copy = tmp_path / "copy.zip"
    copy.write_bytes(ARCHIVE)

    folder = install(MODEL, copy, tmp_path / "models")

    assert (folder / "am" / "final.mdl").read_bytes() == WEIGHTS
    assert copy.exists()


@pytest.mark.parametrize("content", [OTHER_ARCHIVE, ARCHIVE[:-1], b""])
def test_a_copy_that_is_another_file_is_refused(content: bytes, tmp_path: Path) -> None:
    copy = tmp_path / "copy.zip"
    copy.write_bytes(content)

    with pytest.raises(BacktalkError, match="is not tiny"):
        install(MODEL, copy, tmp_path / "models")

    assert not (tmp_path / "models").exists()


def test_a_genuine_archive_that_unpacks_to_too_much_changes_nothing(
    server: ModelServer, tmp_path: Path
) -> None:
    with pytest.raises(BacktalkError, match="would unpack to"):
        _fetch(server, tmp_path, replace(MODEL, max_unpacked_bytes=1_000))

    assert not (tmp_path / "tiny-model").exists()
