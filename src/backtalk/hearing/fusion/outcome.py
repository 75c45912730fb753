"""What follows from a second look: a stop, a question, a command, a refusal or a doubt."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from backtalk.core.model.events import SCORES, Command, Doubted, Event, Refused
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.stop_fusion import Decision
from backtalk.language.sentence import Kind, Sentence


@dataclass(frozen=True)
class Outcome:
    """One thing that follows."""

    detection: Detection
    """What was heard; its command is None where it is only told."""
    decision: Decision = Decision.NOTHING
    """Of a stop: what is to be done about it."""
    since_s: float = 0.0
    """When the sound began that it is about: a stop of that time is not said again."""
    event: Event | None = None
    """Posted in place of the command: what a sentence means that is none."""


def of_stop(command: Command, text: str, now_s: float) -> Outcome:
    """Return the stop `command`, which the second pass has heard as `text`."""
    stop = Detection(Source.SECOND_PASS, command, sure=True, text=text, at_s=now_s, final=True)
    return Outcome(stop, Decision.STOP)


def of_sentence(
    meant: Sentence, open_commands: Set[Command], text: str, now_s: float
) -> list[Outcome]:
    """Return what follows from a sentence; what means nothing is told and does nothing."""
    command = _command_of(meant, open_commands)
    if command in {Command.PAIN, Command.STOP, Command.UNWELL}:
        return [of_stop(command, text, now_s)]
    told = Detection(Source.SECOND_PASS, command, sure=True, text=text, at_s=now_s, final=True)
    if meant.kind is Kind.REFUSAL:
        return [Outcome(told, event=Refused(meant.command))]
    if meant.kind is Kind.DOUBT:
        return [Outcome(told, event=Doubted())]
    return [Outcome(told)] if text else []


def _command_of(meant: Sentence, open_commands: Set[Command]) -> Command | None:
    """Return the command that a sentence comes to; None for a refusal, a doubt, or nothing."""
    if meant.kind is Kind.COMMAND:
        return meant.command
    if meant.kind is Kind.PAIN:
        return Command.PAIN
    if meant.kind is Kind.SCORE and meant.score is not None:
        score = SCORES[meant.score]
        return score if score in open_commands else None
    if meant.kind is Kind.NOT_PAIN:
        # 'It does not hurt' is 'no' where that was asked, and takes back what was a false alarm.
        return next((c for c in (Command.NO, Command.FINE) if c in open_commands), None)
    return None
