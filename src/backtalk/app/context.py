"""What every command works with."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from functools import cached_property

from rich.console import Console

from backtalk.app import log
from backtalk.app.settings import Paths, Settings
from backtalk.catalogue.library import Library, load_library
from backtalk.language import phrasebook
from backtalk.language.phrasebook import Phrasebook

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Context:
    """Settings, paths, and where words go; the same for the whole of one run."""

    settings: Settings
    paths: Paths
    console: Console
    """For words to people: standard error. Results go to standard output."""

    @cached_property
    def library(self) -> Library:
        """The catalogue with the user's own files; read when it is first needed, and once."""
        with log.timed(_LOG, "reading the catalogue"):
            return load_library(self.paths.own_catalogue)

    @property
    def words(self) -> Phrasebook:
        """The phrasebook of the language of the settings."""
        return phrasebook.load(self.settings.language)

    def print(self, text: str) -> None:
        """Write one result to standard output."""
        sys.stdout.write(text + "\n")

    def report(self, text: str) -> None:
        """Write one sentence for people to standard error."""
        self.console.print(text, markup=False)
