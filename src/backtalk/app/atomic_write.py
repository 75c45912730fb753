"""Writing a file for a person: whole or not at all, and for the owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from backtalk.errors import BacktalkError


def make_folder(folder: Path) -> None:
    """Make `folder`, and what is missing on the way to it, each for its owner only.

    Raises:
        OSError: it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


_REMEDY = "Choose another path."
_SAME = {".htm": ".html"}
"""Endings that mean another one."""


def write_as(what: str, file: Path, makers: Mapping[str, Callable[[], bytes]]) -> None:
    """Write `what` (such as 'A sheet') into `file`, made by the maker that its ending names.

    Raises:
        BacktalkError: another ending, or the file cannot be written.
    """
    ending = file.suffix.lower()
    make = makers.get(_SAME.get(ending, ending))
    if make is None:
        remedy = f"Write {' or '.join(makers)}."
        raise BacktalkError(f"{what} cannot be a '{file.suffix}' file.", remedy)
    write(file, make())


def write(file: Path, data: bytes) -> None:
    """Write `data` into `file`; a file that is there is replaced only by a whole one.

    Raises:
        BacktalkError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _refusal(file, error) from error


def refuse_unwritable(file: Path, remedy: str = _REMEDY) -> None:
    """Refuse a place that cannot be written, before the work whose result goes there.

    A file that is there stays as it is; of one that is not, only the folder is made.

    Raises:
        BacktalkError: it cannot be written.
    """
    try:
        there = file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab"):
            pass
        if not there:
            file.unlink()
    except OSError as error:
        raise _refusal(file, error, remedy) from error


def _refusal(file: Path, error: OSError, remedy: str = _REMEDY) -> BacktalkError:
    reason = error.strerror or "it cannot be opened"
    return BacktalkError(f"The file {file} cannot be written: {reason}.", remedy)
