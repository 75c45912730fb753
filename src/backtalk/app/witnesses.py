"""Who listens: the recogniser, the spotter, or both; opened from settings through one door.

Sessions, rehearsals, `hear` and the benchmark take their witnesses here, so that what is measured
is what listens. It refuses to judge what they report: that is the listener's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from backtalk.app import wiring
from backtalk.app.settings import Folders, Settings
from backtalk.hearing import head
from backtalk.hearing.spotter import Spotter
from backtalk.ports import Ear, Grammar, Heard, Pcm


class Witness(Enum):
    """Whose word counts."""

    RECOGNISER = "recogniser"
    SPOTTER = "spotter"
    ALL = "all"


class NoEar:
    """Stands where the recogniser would, and hears nothing: the spotter is to be judged alone."""

    name = "none"

    def open_grammar(self, grammar: Grammar) -> None:
        """Take no notice of `grammar`."""

    def feed(self, block: Pcm) -> list[Heard]:  # noqa: ARG002  the shape of an ear
        """Hear nothing."""
        return []

    def finish(self) -> list[Heard]:
        """Return nothing: nothing was under way."""
        return []

    def reset(self) -> None:
        """Forget nothing: nothing was heard."""

    def close(self) -> None:
        """Give back nothing."""


@dataclass(frozen=True)
class Witnesses:
    """The opened witnesses, loaded once and good for any number of streams, one at a time."""

    ear: Ear
    spotter: Spotter | None

    def reset(self) -> None:
        """Forget all sound heard: another stream begins."""
        self.ear.reset()
        if self.spotter is not None:
            self.spotter.reset()

    def close(self) -> None:
        """Give back memory and files; the witnesses are not used afterwards."""
        self.ear.close()


def open_hearing(
    settings: Settings,
    places: Folders,
    witness: Witness = Witness.ALL,
    *,
    ear: Ear | None = None,
    head_file: Path = head.BUILT_IN,
) -> Witnesses:
    """Open the witnesses that `witness` names.

    Args:
        settings: name the ear and its model.
        places: where it is remembered that a model opens.
        witness: which of them.
        ear: one that is open already; None: the one that `settings` name.
        head_file: the spotter's head; by default the one of the package.

    Raises:
        BacktalkError: one of them cannot work.
    """
    if witness is Witness.SPOTTER:
        return Witnesses(NoEar(), Spotter(head.load(head_file)))
    opened = ear or wiring.open_ear(settings, places)
    spotter = Spotter(head.load(head_file)) if witness is Witness.ALL else None
    return Witnesses(opened, spotter)
