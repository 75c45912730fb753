"""Words and commands: which phrase means what, and what to listen for while some are open."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.ports import Grammar


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of one language and their meanings."""

    meanings: Mapping[str, Command]
    """Phrase to command; phrases in lower case, longest first."""
    decoys: tuple[str, ...]

    def phrases(self, command: Command) -> tuple[str, ...]:
        """Return every phrase that means `command`."""
        return tuple(text for text, meaning in self.meanings.items() if meaning is command)

    def stop_in(self, text: str) -> Command | None:
        """Return the stop command that `text` contains anywhere, as whole words."""
        for phrase, command in self.meanings.items():
            if command in STOP_CLASS and f" {phrase} " in f" {text} ":
                return command
        return None

    def command(self, text: str, open_commands: Set[Command]) -> Command | None:
        """Return the command that `text` is, all of it, if it is one of `open_commands`.

        A word said twice ('skip skip') is the word. Other words around a command make it no
        command: people talk to one another, too.
        """
        command = self.meanings.get(text) or self._said_repeatedly(text)
        return command if command in open_commands else None

    def grammar(self, open_commands: Set[Command]) -> Grammar:
        """Return what a recogniser is to listen for while `open_commands` are open."""
        return Grammar(
            stops=tuple(p for p, c in self.meanings.items() if c in STOP_CLASS),
            commands=tuple(p for p, c in self.meanings.items() if c in open_commands),
            decoys=self.decoys,
        )

    def _said_repeatedly(self, text: str) -> Command | None:
        for phrase, command in self.meanings.items():
            count = len(text.split()) // len(phrase.split())
            if count > 1 and text == " ".join([phrase] * count):
                return command
        return None


def languages() -> tuple[str, ...]:
    """Return the languages that are installed."""
    folder = resources.files("backtalk.language")
    return tuple(
        sorted(
            entry.name for entry in folder.iterdir() if entry.joinpath("commands.yaml").is_file()
        )
    )


@cache
def load(language: str = "en") -> Vocabulary:
    """Return the vocabulary of `language`, an installed folder such as 'en'; it is read once."""
    source = resources.files("backtalk.language").joinpath(language, "commands.yaml")
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    meanings = {
        phrase: Command(name) for name, phrases in data["commands"].items() for phrase in phrases
    }
    longest_first = dict(sorted(meanings.items(), key=lambda item: -len(item[0].split())))
    return Vocabulary(longest_first, tuple(data["decoys"]))
