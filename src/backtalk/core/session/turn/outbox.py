"""The effects of one event, gathered in the order in which they are to be carried out."""

from __future__ import annotations

from backtalk.core.model.effects import Effect, Listen, Speak
from backtalk.core.model.events import Command, Line


class Outbox:
    """Gathers effects; numbers utterances; opens words only when they change."""

    def __init__(self) -> None:
        self._effects: list[Effect] = []
        self._utterance = 0
        self._open: frozenset[Command] | None = None

    def add(self, *effects: Effect) -> None:
        """Put `effects` behind the others."""
        self._effects += effects

    def say(
        self, lines: tuple[Line, ...], *, safety: bool = False, within_s: float | None = None
    ) -> int:
        """Have `lines` said and return the number of the utterance."""
        self._utterance += 1
        self.add(Speak(self._utterance, lines, safety, within_s))
        return self._utterance

    def listen(self, commands: frozenset[Command]) -> None:
        """Open the words of `commands`, if they are not open already."""
        if commands != self._open:
            self._open = commands
            self.add(Listen(commands))

    def take(self) -> tuple[Effect, ...]:
        """Return what was gathered and start afresh."""
        effects, self._effects = tuple(self._effects), []
        return effects
