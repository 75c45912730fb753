"""Single words, judged: was it caught, was it right, how soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.core.session.situations import Situation
from backtalk.language import vocabulary
from hearing_bench import material
from hearing_bench.clips import Clip
from hearing_bench.contestants import Contestant, hearing
from hearing_bench.scenes import Condition, scene

ASKING = (Situation.FLOW, Situation.SCORE, Situation.CONFIRM, Situation.CHOICE)
"""The situations of a session; a command is judged in the first in which it is open."""


@dataclass(frozen=True)
class Trial:
    """One clip under one condition."""

    clip: Clip
    condition: Condition


@dataclass(frozen=True)
class Outcome:
    """What a contestant made of a trial."""

    kind: str
    """'stop', 'command' or 'other': what was to be heard."""
    text: str
    speaker: str
    is_human: bool
    condition: str
    stopped: bool
    """A stop was acted on."""
    asked: bool
    """'Did that hurt?' was asked, and nothing stopped."""
    commands: tuple[str, ...]
    """The commands acted on, without stops."""
    wanted: str
    """The right command; '' for other words."""
    delay_s: float | None
    """From the word's end to the first stop or command; None where there was none."""

    @property
    def verdict(self) -> str:
        """'right', 'wrong' (another command, or a stop) or 'nothing', for a command."""
        if self.stopped or any(command != self.wanted for command in self.commands):
            return "wrong"
        return "right" if self.commands else "nothing"


def assess(contestant: Contestant, trials: Iterable[Trial], file: Path, seed: int) -> list[Outcome]:
    """Let `contestant` hear each of `trials`."""
    sound = material.load(file)
    words = vocabulary.load()
    found = []
    for trial in trials:
        command = words.meanings.get(trial.clip.text)
        heard_in = _situation(command)
        heard = scene(trial.clip, trial.condition, sound.noises, sound.rooms, seed)
        perceived = hearing(contestant, heard_in).perceive(heard.sound)
        acted = [r for r in perceived if r.command is not None and not r.near_miss]
        stops = [result for result in acted if result.stop]
        kind = _kind(command)
        first = next(iter(stops if kind == "stop" else acted), None)
        found.append(
            Outcome(
                kind,
                trial.clip.text,
                trial.clip.speaker,
                trial.clip.is_human,
                trial.condition.name,
                bool(stops),
                not stops and any(result.near_miss for result in perceived),
                tuple(r.command.value for r in acted if r.command and not r.stop),
                command.value if command else "",
                first.at_s - heard.word_end_s if first else None,
            )
        )
    return found


def _kind(command: Command | None) -> str:
    if command is None:
        return "other"
    return "stop" if command in STOP_CLASS else "command"


def _situation(command: Command | None) -> Situation:
    if command is None or command in STOP_CLASS:
        return Situation.FLOW
    return next((s for s in ASKING if command in s.commands), Situation.ANY)
