"""Who listens: the recogniser, the spotter, or both; opened from settings through one door.

`hear` and the benchmark take their witnesses here and give them to the listener of a session, so
that what is measured is what listens. It refuses to judge what they report: that is the
listener's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from backtalk.app import wiring
from backtalk.app.settings import Folders, Settings
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.ports import Ear


class Witness(Enum):
    """Whose word counts. A cry is asked about whoever listens."""

    RECOGNISER = "recogniser"
    SPOTTER = "spotter"
    ALL = "all"


@dataclass(frozen=True)
class Witnesses:
    """The opened witnesses, loaded once and good for any number of streams, one at a time."""

    ear: Ear | None
    spotter: Spotter | None

    def reset(self) -> None:
        """Forget all sound heard: another stream begins."""
        if self.ear is not None:
            self.ear.reset()
        if self.spotter is not None:
            self.spotter.reset()

    def close(self) -> None:
        """Give back memory and files; the witnesses are not used afterwards."""
        if self.ear is not None:
            self.ear.close()


def open_hearing(
    settings: Settings,
    places: Folders,
    witness: Witness = Witness.ALL,
    *,
    ear: Ear | None = None,
    spotter: Spotter | None = None,
) -> Witnesses:
    """Open the witnesses that `witness` names.

    Args:
        settings: name the ear and its model.
        places: where the person's own voice is kept, and that a model opens.
        witness: which of them.
        ear: one that is open already; None: the one that `settings` name.
        spotter: one that is open already; None: the person's own, or the built-in one.

    Raises:
        BacktalkError: one of them cannot work.
    """
    hears = witness is not Witness.SPOTTER
    spots = witness is not Witness.RECOGNISER
    return Witnesses(
        (ear or wiring.open_ear(settings, places)) if hears else None,
        (spotter or wiring.open_spotter(places)) if spots else None,
    )
