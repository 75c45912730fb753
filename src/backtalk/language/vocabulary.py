"""Words and commands: which phrase means what, and what to listen for in each situation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from backtalk.core.model.events import STOP_CLASS, Command, Situation
from backtalk.ports import Grammar


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of one language and their meanings."""

    meanings: Mapping[str, Command]
    """Phrase to command; phrases in lower case, longest first."""
    open: Mapping[Situation, frozenset[Command]]
    """The commands open in each situation, the stop class not counted."""
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

    def command(self, text: str, situation: Situation) -> Command | None:
        """Return the command that `text` is, all of it, if it is open in `situation`.

        A word said twice ('skip skip') is the word. Other words around a command make it no
        command: people talk to one another, too.
        """
        command = self.meanings.get(text) or self._said_repeatedly(text)
        return command if command in self.open[situation] else None

    def grammar(self, situation: Situation) -> Grammar:
        """Return what a recogniser is to listen for in `situation`."""
        allowed = self.open[situation]
        return Grammar(
            stops=tuple(p for p, c in self.meanings.items() if c in STOP_CLASS),
            commands=tuple(p for p, c in self.meanings.items() if c in allowed),
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
    situations = {
        Situation(name): frozenset(Command(command) for command in commands)
        for name, commands in data["situations"].items()
    }
    situations[Situation.ANY] = frozenset(Command) - STOP_CLASS
    return Vocabulary(longest_first, situations, tuple(data["decoys"]))
