"""Fetching a speech model: the only module of Backtalk that opens a connection.

A download goes into a `.part` file and is resumed from there. Nothing is unpacked unless length
and checksum are those of the index, so neither server nor line has to be trusted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import requests

from backtalk.app.models.index import VoiceModel
from backtalk.app.models.unpacking import unpack_folder
from backtalk.errors import BacktalkError

CONNECT_TIMEOUT_S: Final = 5.0
"""How long to wait for the server to take the connection."""

READ_TIMEOUT_S: Final = 30.0
"""How long to wait for the next bytes."""

ATTEMPTS: Final = 5
"""How often a connection may break off in one run before it is left to the next one."""

_CHUNK_BYTES = 16 * 1024  # a connection that breaks off loses the chunk under way
_AGAIN = "Run 'scripts/fetch_voice_model' again to resume the download."

_NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
)

Progress = Callable[[int], None]
"""Called with the number of bytes that are on disk."""


class _BrokenOffError(Exception):
    """The connection ended in the middle of the file; what arrived is kept."""


class _UnusablePartError(Exception):
    """The part file cannot be continued; fetch it from the start."""


def part_file(model: VoiceModel, models_dir: Path) -> Path:
    """Return where an unfinished download of `model` lies."""
    return models_dir / f"{model.name}.zip.part"


def fetch(
    model: VoiceModel, models_dir: Path, on_progress: Progress, url: str | None = None
) -> Path:
    """Download, verify and unpack `model`; return its folder.

    `url` overrides the index's address. A model that is installed already is replaced only at the
    very end. KeyboardInterrupt may be raised at any time and leaves the part file.

    Raises:
        BacktalkError: no network, no such file, wrong content, no room or right to write.
    """
    part = part_file(model, models_dir)
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        _download(model, url or model.url, part, on_progress)
    except OSError as error:
        raise BacktalkError(
            f"The download cannot be written to {part}: {error.strerror or error}.",
            f"Free some disk space, check that {models_dir} is writable, and try again.",
        ) from error
    install(model, part, models_dir)
    part.unlink()
    return model.folder_in(models_dir)


def install(model: VoiceModel, archive: Path, models_dir: Path) -> Path:
    """Verify `archive`, a copy of the model's .zip file, and unpack it; return its folder.

    Raises:
        BacktalkError: it is not that file, or it cannot be unpacked.
    """
    if not is_genuine(model, archive):
        raise BacktalkError(
            f"{archive} is not {model.name}: its length or checksum does not match the index.",
            f"Download it from {model.source}.",
        )
    unpack_folder(archive, model.folder_in(models_dir), model.max_unpacked_bytes)
    return model.folder_in(models_dir)


def is_genuine(model: VoiceModel, archive: Path) -> bool:
    """Say whether `archive` has the length and the checksum of the index.

    Raises:
        BacktalkError: the file cannot be read.
    """
    try:
        if archive.stat().st_size != model.bytes:
            return False
        with archive.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == model.sha256
    except OSError as error:
        raise BacktalkError(
            f"{archive} cannot be read: {error.strerror or error}.",
            "Check the path and its permissions.",
        ) from error


def _download(model: VoiceModel, url: str, part: Path, on_progress: Progress) -> None:
    """Complete `part`, and see that it is what the index says."""
    resumed = part.exists()
    _complete(model, url, part, on_progress)
    if is_genuine(model, part):
        return
    part.unlink()
    if resumed:
        # The old bytes may be those of another version of the file: once more, all from one piece.
        _download(model, url, part, on_progress)
        return
    raise BacktalkError(
        f"{url} sent a file whose checksum does not match the index; it was deleted.",
        f"Try again later, or compare voice_models/index.yaml with {model.source}.",
    )


def _complete(model: VoiceModel, url: str, part: Path, on_progress: Progress) -> None:
    """Ask for what is missing until `part` is as long as it must be, or give up for now."""
    for _ in range(ATTEMPTS):
        have = _size(part)
        if have == model.bytes:
            return
        if have > model.bytes:
            part.unlink()
        try:
            _request_rest(model, url, part, on_progress)
        except _UnusablePartError:
            part.unlink(missing_ok=True)
        except _BrokenOffError:
            continue
    if _size(part) != model.bytes:
        raise BacktalkError(f"The connection to {url} was lost {ATTEMPTS} times.", _AGAIN)


def _size(part: Path) -> int:
    """Return how many bytes of the file are on disk."""
    return part.stat().st_size if part.exists() else 0


def _request_rest(model: VoiceModel, url: str, part: Path, on_progress: Progress) -> None:
    """Make one request for the bytes that `part` lacks, and append what comes."""
    with _answer(model, url, _size(part)) as response:
        start = _accepted_start(model, response, _size(part))
        try:
            _append(model, response, part, start, on_progress)
        except requests.RequestException as error:
            raise _BrokenOffError from error


def _answer(model: VoiceModel, url: str, start: int) -> requests.Response:
    """Ask for the file from byte `start` on; return the answer, its body still unread."""
    # Without 'identity' a server may compress, and lengths and ranges would mean something else.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    timeout = (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
    try:
        return requests.get(url, headers=headers, stream=True, timeout=timeout)
    except _NO_ADDRESS as error:
        raise BacktalkError(
            f"'{url}' is not a download address.", f"Use the one at {model.source}."
        ) from error
    except requests.RequestException as error:
        raise BacktalkError(
            f"{url} cannot be reached: {_in_a_word(error)}.",
            "Connect to the network and run 'scripts/fetch_voice_model' again, "
            "or download the file on another machine and pass it with --from.",
        ) from error


def _accepted_start(model: VoiceModel, response: requests.Response, start: int) -> int:
    """Return where the body of `response` belongs in the file.

    Raises:
        _UnusablePartError: the server cannot go on where the part file ends.
        BacktalkError: the server has no such file, or one of another length.
    """
    if start and response.status_code == requests.codes.requested_range_not_satisfiable:
        raise _UnusablePartError
    if response.status_code == requests.codes.partial_content:
        if (
            response.headers.get("Content-Range")
            != f"bytes {start}-{model.bytes - 1}/{model.bytes}"
        ):
            raise _UnusablePartError
        return start
    if response.status_code != requests.codes.ok:
        raise BacktalkError(
            f"{response.url} answered {response.status_code} {response.reason}.",
            f"Try again later, or see {model.source}.",
        )
    length = response.headers.get("Content-Length", str(model.bytes))
    if length != str(model.bytes):
        raise _wrong_length(model, response.url, length)
    return 0


def _append(
    model: VoiceModel, response: requests.Response, part: Path, start: int, on_progress: Progress
) -> None:
    """Write the body of `response` into `part` from `start` on."""
    with part.open("r+b" if start else "wb") as opened:
        opened.seek(start)
        have = start
        for chunk in response.iter_content(_CHUNK_BYTES):
            have += len(chunk)
            if have > model.bytes:
                break
            opened.write(chunk)
            on_progress(have)
    if have != model.bytes:
        # The body ended as its sender meant it to, so asking for more would not help.
        part.unlink()
        raise _wrong_length(model, response.url, "more" if have > model.bytes else str(have))


def _wrong_length(model: VoiceModel, url: str, length: str) -> BacktalkError:
    """Return the error for a file that is not as long as the index says."""
    return BacktalkError(
        f"{url} sent {length} bytes where the index says {model.bytes}.",
        f"The network's sign-in page may be in the way; otherwise compare with {model.source}.",
    )


def _in_a_word(error: requests.RequestException) -> str:
    """Say what went wrong on the line, without the library's nesting of reasons."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not valid"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if "Name" in str(error) and "resol" in str(error):
        return "its name cannot be resolved, so there seems to be no network"
    return "no connection"
