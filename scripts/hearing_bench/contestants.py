"""What is measured: Backtalk's hearing by recogniser and detector, and bare recognisers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from backtalk.app import settings as user_settings
from backtalk.app.settings import Settings
from backtalk.app.transcription.detectors import Detector, Detectors, open_hearing
from backtalk.app.transcription.transcribe import Recognition
from backtalk.core.session.situations import Situation
from backtalk.hearing.fusion.understood import Understood
from backtalk.hearing.spotter import networks
from backtalk.language import vocabulary
from backtalk.ports import Pcm
from hearing_bench import bare


class Hearing(Protocol):
    """Anything that makes something of sound."""

    def perceive(self, sound: Pcm, start_s: float = 0.0) -> tuple[Understood, ...]:
        """Hear `sound` as a stream of its own; times count from `start_s` in it."""


@dataclass(frozen=True)
class Contestant:
    """One way to listen."""

    recogniser: str
    """'sphinx' or 'vosk'."""
    detector: Detector | None
    """None: the bare recogniser in its default use, without anything of Backtalk."""
    model: str = ""
    """Folder of the Vosk model."""
    networks: Path = networks.BUILT_IN
    """The folder of the spotter's networks."""

    @property
    def name(self) -> str:
        """The heading of its column."""
        if self.detector is None:
            return f"bare {'pocketsphinx' if self.recogniser == 'sphinx' else 'Vosk'}"
        if not self.detector.has_recogniser:
            return f"{self.detector.value.replace('-', ' ')} alone"
        if not self.detector.has_spotter:
            return f"{self.recogniser} alone"
        second = " + second pass" if self.detector.has_second_pass else ""
        return f"{self.recogniser} + spotter{second}"

    def open_detectors(self) -> Detectors:
        """Load what this contestant of Backtalk's hears with.

        Raises:
            BacktalkError: it cannot work.
            ValueError: it is a bare recogniser.
        """
        if self.detector is None:
            raise ValueError("a bare recogniser has no detectors")
        settings = Settings(recogniser=self.recogniser, model=self.model)
        paths = user_settings.user_paths()
        spotter = networks.load(self.networks).spotter()
        return open_hearing(settings, paths, self.detector, spotter=spotter)


def contestants(recognisers: Iterator[tuple[str, str]], folder: Path) -> list[Contestant]:
    """Return all who are judged with these recognisers, given as pairs of name and model.

    `folder` holds the spotter's networks.
    """
    found = []
    for number, (recogniser, model) in enumerate(recognisers):
        detectors = [None, Detector.RECOGNISER, Detector.BOTH, Detector.ALL]
        if not number:
            detectors[2:2] = [Detector.SPOTTER, Detector.SECOND_PASS]
        found += [Contestant(recogniser, detector, model, folder) for detector in detectors]
    return found


@lru_cache(maxsize=8)
def hearing(contestant: Contestant, situation: Situation) -> Hearing:
    """Return the hearing of `contestant`, loaded once a process."""
    words = vocabulary.load()
    if contestant.detector is not None:
        return Recognition(_detectors(contestant), words, situation)
    if contestant.recogniser == "sphinx":
        return bare.BareSphinx(_bare_sphinx(), words, situation)
    return bare.BareVosk(_bare_vosk(contestant.model), words, situation)


@lru_cache(maxsize=1)
def _detectors(contestant: Contestant) -> Detectors:
    return contestant.open_detectors()


@lru_cache(maxsize=1)
def _bare_sphinx() -> bare.Decoder:
    return bare.open_sphinx()


@lru_cache(maxsize=1)
def _bare_vosk(model: str) -> bare.VoskModel:
    return bare.open_vosk(model)
