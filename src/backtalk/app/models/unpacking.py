"""Unpacking a downloaded .zip archive without trusting it.

Every name and size is checked before anything is written; the folder appears whole or not at all.
It refuses links, names that lead outside, more than one top folder, and archives beyond a limit.
"""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from backtalk.errors import BacktalkError

MAX_FILES = 1_000
"""The most entries an archive may have; speech models have about twenty."""

_ENCRYPTED = 0x1
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_REMEDY = "Nothing was changed; report it to the publisher of the file."


def unpack_folder(archive: Path, target: Path, max_bytes: int) -> None:
    """Unpack the one folder inside `archive` as `target`, replacing a folder that is there.

    The archive's folder must be called `target.name` and unpack to at most `max_bytes`. It is
    written beside `target` and renamed when it is whole; on failure the old folder stays.

    Raises:
        BacktalkError: the archive is damaged or refused, or there is no room or right to write.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            _check(archive, entries, target.name, max_bytes)
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=target.parent) as scratch:
                opened.extractall(scratch)
                _replace(Path(scratch) / target.name, target, Path(scratch) / "old")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BacktalkError(
            f"{archive.name} is not a valid .zip archive ({error}).", _REMEDY
        ) from error
    except OSError as error:
        raise BacktalkError(
            f"The model cannot be unpacked into {target}: {error.strerror or error}.",
            f"Free some disk space, check that {target.parent} is writable, and try again.",
        ) from error


def _replace(new: Path, target: Path, old: Path) -> None:
    """Put `new` where `target` is; what was there moves to `old`, and back if that fails."""
    if not target.exists():
        new.rename(target)
        return
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def _check(archive: Path, entries: list[zipfile.ZipInfo], folder: str, max_bytes: int) -> None:
    """Raise BacktalkError when anything in `entries` must not be unpacked."""
    reason = _reason_against_all(entries, max_bytes)
    for entry in entries:
        reason = reason or _reason_against(entry, folder)
    if reason:
        raise BacktalkError(f"{archive.name} was not unpacked: {reason}.", _REMEDY)


def _reason_against_all(entries: list[zipfile.ZipInfo], max_bytes: int) -> str | None:
    """Say why the archive as a whole is refused, or return None.

    The declared sizes may be trusted as an upper limit: `zipfile` reads no more than that of each
    entry, and fails on its checksum when there was more.
    """
    if not any(not entry.is_dir() for entry in entries):
        return "it contains no files"
    if len(entries) > MAX_FILES:
        return f"it contains {len(entries)} entries, more than {MAX_FILES}"
    unpacked_bytes = sum(entry.file_size for entry in entries)
    if unpacked_bytes > max_bytes:
        return f"it would unpack to {unpacked_bytes} bytes, more than {max_bytes}"
    names = [entry.filename.rstrip("/").casefold() for entry in entries]
    if len(set(names)) < len(names):
        return "it contains the same name twice"
    return None


def _reason_against(entry: zipfile.ZipInfo, folder: str) -> str | None:
    """Say why one entry is refused, or return None."""
    name = entry.filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
        return f"the name '{name}' leads outside its folder"
    if parts[:1] != (folder,) or (parts == (folder,) and not entry.is_dir()):
        return f"'{name}' is not inside the folder '{folder}'"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"'{name}' is a link or a special file"
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _COMPRESSIONS:
        return f"'{name}' is encrypted or compressed in an unsupported way"
    return None
