"""Who listens: recogniser, spotter, or both with the second pass; opened through one door.

`hear` and the benchmark take their detectors here and give them to the listener of a session, so
that what is measured is what listens. What they report is judged by the
listener.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from backtalk.app import wiring
from backtalk.app.settings import Paths, Settings
from backtalk.hearing.fusion.second_look import LOOK_S, Looker, NoLooker
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.ports import Recogniser


class Detector(Enum):
    """Whose word counts. A cry is asked about in every case."""

    RECOGNISER = "recogniser"
    SPOTTER = "spotter"
    BOTH = "both"
    """Recogniser and spotter, as they hear without a second pass."""
    SECOND_PASS = "second-pass"  # noqa: S105  no password
    ALL = "all"

    @property
    def has_recogniser(self) -> bool:
        """Whether the recogniser is one of them."""
        return self in {Detector.RECOGNISER, Detector.BOTH, Detector.ALL}

    @property
    def has_spotter(self) -> bool:
        """Whether the spotter is one of them."""
        return self in {Detector.SPOTTER, Detector.BOTH, Detector.ALL}

    @property
    def has_second_pass(self) -> bool:
        """Whether the second pass is one of them."""
        return self in {Detector.SECOND_PASS, Detector.ALL}


@dataclass(frozen=True)
class Detectors:
    """The opened detectors, loaded once and good for any number of streams, one at a time."""

    recogniser: Recogniser | None
    spotter: Spotter | None
    looker: Looker = field(default_factory=NoLooker)

    def reset(self) -> None:
        """Forget all sound heard: another stream begins."""
        if self.recogniser is not None:
            self.recogniser.reset()
        if self.spotter is not None:
            self.spotter.reset()

    def close(self) -> None:
        """Give back memory and files; the detectors are not used afterwards."""
        if self.recogniser is not None:
            self.recogniser.close()


def open_hearing(
    settings: Settings,
    paths: Paths,
    detector: Detector = Detector.ALL,
    *,
    recogniser: Recogniser | None = None,
    spotter: Spotter | None = None,
) -> Detectors:
    """Open the detectors that `detector` names.

    Args:
        settings: name the recogniser and its model.
        paths: where the person's own voice is kept, and that a model opens.
        detector: which of them.
        recogniser: one that is open already; None: the one that `settings` name.
        spotter: one that is open already; None: the person's own, or the built-in one.

    Raises:
        BacktalkError: one of them cannot work.
    """
    opened = None
    if detector.has_recogniser:
        opened = recogniser or wiring.open_recogniser(settings, paths)
    return Detectors(
        opened,
        (spotter or wiring.open_spotter(paths)) if detector.has_spotter else None,
        wiring.looker_of(settings, opened, LOOK_S) if detector.has_second_pass else NoLooker(),
    )
