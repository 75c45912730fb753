"""Hearing many recordings: shared out among processes, told in the order in which they came.

Each process loads the detectors once. A few files are heard where they are asked for: starting
processes would take longer.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backtalk.app.settings import Paths, Settings
from backtalk.app.transcription.detectors import Detector, open_hearing
from backtalk.app.transcription.transcribe import HeardFile, Recognition
from backtalk.core.session.situations import Situation
from backtalk.errors import BacktalkError
from backtalk.language import vocabulary
from backtalk.ports import Recogniser

FEW_FILES = 24
"""So many are heard by one process: loading takes it as long as hearing two or three."""

FILES_A_TURN = 8


@dataclass(frozen=True)
class Request:
    """How recordings are to be heard; the same in every process."""

    settings: Settings
    paths: Paths
    detector: Detector
    situation: Situation


@dataclass(frozen=True)
class Unheard:
    """A recording that could not be read."""

    file: Path
    fault: str


def hear_all(
    files: Sequence[Path], request: Request, recogniser: Recogniser | None
) -> Iterator[HeardFile | Unheard]:
    """Yield what was heard in each of `files`, in their order; a bad one keeps no other back.

    `recogniser` is the one that `request` names, opened; None where only the spotter listens.

    Raises:
        BacktalkError: a detector cannot work.
    """
    processes = min(os.cpu_count() or 1, len(files) // FEW_FILES)
    recognition = _open(request, recogniser)
    if processes < 2:  # noqa: PLR2004  one process is this one
        yield from (_heard(recognition, file) for file in files)
        return
    # Fresh processes: native libraries that have started threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        turns = [files[at : at + FILES_A_TURN] for at in range(0, len(files), FILES_A_TURN)]
        for heard in pool.map(_hear_turn, turns, [request] * len(turns)):
            yield from heard


def _hear_turn(files: Sequence[Path], request: Request) -> list[HeardFile | Unheard]:
    recognition = _opened_once(request)
    return [_heard(recognition, file) for file in files]


def _heard(recognition: Recognition, file: Path) -> HeardFile | Unheard:
    try:
        return recognition.hear(file)
    except BacktalkError as error:
        return Unheard(file, str(error))


def _open(request: Request, recogniser: Recogniser | None) -> Recognition:
    detectors = open_hearing(
        request.settings, request.paths, request.detector, recogniser=recogniser
    )
    words = vocabulary.load(request.settings.language)
    return Recognition(detectors, words, request.situation)


@cache
def _opened_once(request: Request) -> Recognition:
    """Load the detectors, once a process; they end with it."""
    return _open(request, None)
