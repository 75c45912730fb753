"""The log of the program: what ran, on what, how long it took, and what failed.

It is for finding out afterwards why an evening went wrong. What it must never hold: spoken words,
names of people, scores, and paths, which often have a person's name in them. So messages are made
of our own words, figures and the names of sound devices, without which no fault of theirs is found;
of an error only its class and the places in the code it came through are written, never its text.
What a person said and felt is the journal's.

A logger a module, as the standard library has it: `_LOG = logging.getLogger(__name__)`.
"""

from __future__ import annotations

import io
import logging
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import monotonic

from backtalk.app.atomic_write import make_folder

FILE_NAME = "backtalk.log"
FILE_BYTES, FILES = 512 * 1024, 3
"""The file that is written and two older ones: at most 1.5 MB."""
_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
_ALL = logging.getLogger("backtalk")
# Without a handler Python would print warnings of processes that keep no log into the screen.
_ALL.addHandler(logging.NullHandler())


class _OwnersFile(RotatingFileHandler):
    """A file that only its owner can read, and that never stops the program."""

    def _open(self) -> io.TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the library's name
        """Do without `record`: a full disk must not disturb a session."""


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """Write the log into `folder` within the `with` block; where that cannot be, go without."""
    try:
        make_folder(folder)
        # The file itself is opened with the first record, where a failure is harmless.
        handler = _OwnersFile(folder / FILE_NAME, "a", FILE_BYTES, FILES - 1, "utf-8", delay=True)
    except OSError:
        yield
        return
    handler.setFormatter(logging.Formatter(_FORMAT))
    before = _ALL.level, _ALL.propagate
    _ALL.addHandler(handler)
    _ALL.setLevel(logging.INFO)
    _ALL.propagate = False  # a library that sets up logging does not get our records
    try:
        yield
    finally:
        _ALL.removeHandler(handler)
        _ALL.level, _ALL.propagate = before
        with suppress(OSError):  # the disk is full
            handler.close()


@contextmanager
def timed(
    logger: logging.Logger, what: str, clock: Callable[[], float] = monotonic
) -> Iterator[None]:
    """Log how long the `with` block took, in seconds, as `what`; also where it failed."""
    started_s = clock()
    try:
        yield
    finally:
        logger.info("%s: %.2f s", what, clock() - started_s)


def fault(
    logger: logging.Logger, what: str, error: BaseException, level: int = logging.WARNING
) -> None:
    """Log that `what` failed with `error`: classes and places only, never a sentence of it."""
    logger.log(level, "%s failed: %s", what, " <- ".join(_places(each) for each in _chain(error)))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield `error`, what it came from, and so on."""
    each: BaseException | None = error
    while each is not None:
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _places(error: BaseException) -> str:
    """Return the class of `error` and the functions it came through, by module and line."""
    through = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} ({' > '.join(through)})"
