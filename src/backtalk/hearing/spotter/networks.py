"""The spotter's three networks: files of one folder that belong together.

A head understands one embedding only, and its thresholds hold beside one wideband network only.
So they are loaded together and have one fingerprint.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import classifier_head, embedding, wideband
from backtalk.hearing.spotter.classifier_head import Head
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.hearing.spotter.wideband import Wideband

BUILT_IN = classifier_head.BUILT_IN.parent
"""The folder of the networks of this package."""

HEAD, EMBEDDING, WIDEBAND = (
    file.name for file in (classifier_head.BUILT_IN, embedding.BUILT_IN, wideband.BUILT_IN)
)


@dataclass(frozen=True)
class Networks:
    """What a spotter hears with."""

    head: Head
    wideband: Wideband
    embedding: Path

    def spotter(self) -> Spotter:
        """Return a spotter that reports near misses, too.

        Raises:
            BacktalkError: the networks were not trained for the same words.
        """
        return Spotter(
            self.head,
            network=self.wideband,
            embedding=self.embedding,
        )


def load(folder: Path = BUILT_IN) -> Networks:
    """Read the networks of a folder.

    Raises:
        BacktalkError: a file is missing or is no such network.
    """
    return Networks(
        classifier_head.load(folder / HEAD), wideband.load(folder / WIDEBAND), folder / EMBEDDING
    )


@lru_cache(maxsize=1)
def fingerprint(folder: Path = BUILT_IN) -> str:
    """Return a name for the three files that no other three have.

    Raises:
        BacktalkError: a file cannot be read.
    """
    found = hashlib.sha256()
    try:
        for name in (HEAD, EMBEDDING, WIDEBAND):
            found.update((folder / name).read_bytes())
    except OSError as error:
        raise BacktalkError(
            f"The spotter's networks cannot be read: {error.strerror}.",
            "Reinstall Backtalk, or build them with 'scripts/train_spotter'.",
        ) from error
    return found.hexdigest()[:16]
