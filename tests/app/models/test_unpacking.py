from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from backtalk.app.models.unpacking import MAX_FILES, unpack_folder
from backtalk.errors import BacktalkError

GOOD = {"model/am/final.mdl": b"weights", "model/README": b"hello"}


def _pack(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def old_model(tmp_path: Path) -> Path:
    """A model that is already there and must outlive every refusal."""
    folder = tmp_path / "models" / "model"
    folder.mkdir(parents=True)
    (folder / "old.mdl").write_text("old")
    return folder


def _everything_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _refuses(archive: Path, target: Path, reason: str, max_bytes: int = 1_000_000) -> None:
    """Unpack, and see that it is refused for `reason` and that nothing at all was written."""
    before = _everything_under(archive.parent)
    with pytest.raises(BacktalkError, match=reason):
        unpack_folder(archive, target, max_bytes)
    assert _everything_under(archive.parent) == before
    assert not (archive.parent.parent / "evil").exists()


def test_a_sound_archive_replaces_the_old_folder(tmp_path: Path, old_model: Path) -> None:
    unpack_folder(_pack(tmp_path / "a.zip", GOOD), old_model, 1_000)

    assert _everything_under(old_model.parent) == [
        "model",
        "model/README",
        "model/am",
        "model/am/final.mdl",
    ]


def test_a_folder_that_is_not_there_yet_is_made_with_its_parents(tmp_path: Path) -> None:
    target = tmp_path / "some" / "where" / "model"

    unpack_folder(_pack(tmp_path / "a.zip", GOOD), target, 1_000)

    assert (target / "am" / "final.mdl").read_bytes() == b"weights"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil", "outside"),
        ("model/../../evil", "outside"),
        ("/evil", "outside"),
        ("model/..\\..\\evil", "outside"),
        ("C:/evil", "outside"),
        ("evil", "not inside"),
        ("other/evil", "not inside"),
        ("model", "not inside"),
        ("model/readme", "same name twice"),
    ],
)
def test_a_name_that_leads_astray_is_refused_before_anything_is_written(
    name: str, reason: str, tmp_path: Path, old_model: Path
) -> None:
    archive = _pack(tmp_path / "a.zip", GOOD | {name: b"evil"})

    _refuses(archive, old_model, reason)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_special_files_are_refused(kind: int, tmp_path: Path, old_model: Path) -> None:
    archive = _pack(tmp_path / "a.zip", GOOD)
    link = zipfile.ZipInfo("model/link")
    link.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(link, "/etc/passwd")

    _refuses(archive, old_model, "link or a special file")


def test_a_bomb_is_refused_by_its_declared_size(tmp_path: Path, old_model: Path) -> None:
    archive = _pack(tmp_path / "a.zip", GOOD | {"model/bomb": bytes(5_000_000)})
    assert archive.stat().st_size < 10_000

    _refuses(archive, old_model, "would unpack to 5000012 bytes")


def test_a_bomb_that_lies_about_its_size_is_cut_off_and_cleared_away(
    tmp_path: Path, old_model: Path
) -> None:
    archive = _pack(tmp_path / "a.zip", {"model/bomb": bytes(5_000_000)})
    true_size, false_size = (n.to_bytes(4, "little") for n in (5_000_000, 10))
    archive.write_bytes(archive.read_bytes().replace(true_size, false_size))

    _refuses(archive, old_model, "not a valid .zip")


def test_too_many_files_are_refused(tmp_path: Path, old_model: Path) -> None:
    archive = _pack(tmp_path / "a.zip", {f"model/{n}": b"" for n in range(MAX_FILES + 1)})

    _refuses(archive, old_model, f"more than {MAX_FILES}")


@pytest.mark.parametrize("entries", [{}, {"model/": b""}])
def test_an_archive_without_files_is_refused(
    entries: dict[str, bytes], tmp_path: Path, old_model: Path
) -> None:
    _refuses(_pack(tmp_path / "a.zip", entries), old_model, "no files")


def test_an_unsupported_compression_is_refused(tmp_path: Path, old_model: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_LZMA) as opened:
        opened.writestr("model/am", b"weights" * 100)

    _refuses(archive, old_model, "unsupported")


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"PK\x05\x06" + bytes(9)])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path, old_model: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(content)

    _refuses(archive, old_model, "not a valid .zip")


def test_a_damaged_file_inside_is_refused_and_cleared_away(tmp_path: Path, old_model: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("model/a", b"sound")
        opened.writestr("model/b", b"weights")
    archive.write_bytes(archive.read_bytes().replace(b"weights", b"weighty"))

    _refuses(archive, old_model, "not a valid .zip")


def test_a_file_that_is_also_a_folder_is_refused_and_cleared_away(
    tmp_path: Path, old_model: Path
) -> None:
    archive = _pack(tmp_path / "a.zip", {"model/am": b"file", "model/am/final.mdl": b"weights"})

    _refuses(archive, old_model, "cannot be unpacked")
