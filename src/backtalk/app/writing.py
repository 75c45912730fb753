"""Writing a file for a person: whole or not at all, and for the owner only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from backtalk.errors import BacktalkError


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
        reason = error.strerror or "it cannot be opened"
        raise BacktalkError(
            f"The file {file} cannot be written: {reason}.", "Choose another place."
        ) from error
