"""What every command of the command line works with."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from rich.console import Console

from backtalk.app.settings import Paths, Settings


@dataclass(frozen=True)
class Context:
    """Settings, places, and where words go."""

    settings: Settings
    paths: Paths
    console: Console
    """For words to people: standard error. Results go to standard output."""

    def tell(self, text: str) -> None:
        """Write one result to standard output."""
        sys.stdout.write(text + "\n")
