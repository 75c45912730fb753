"""What a session did about one command, in a few words."""

from __future__ import annotations

from backtalk.core.model.effects import AdjustRate, AdjustVolume, Effect, Record, Speak
from backtalk.core.model.events import Command
from backtalk.core.session.phases import Phase
from tests.core.driver import Driver, texts

_PHASES = {
    Phase.PAUSED: "pauses",
    Phase.ASKING: "asks whether to finish",
    Phase.FINISHING: "closes",
    Phase.CHECKING_VOICE: "begins",
    Phase.MOVING: "begins the work",
}
_OPENINGS = {
    "Once more.": "describes the set again",
    "Going to the one before.": "goes back and describes",
    "We go on.": "goes on",
    "Left out.": "next exercise",
    "The first exercise.": "describes the exercise",
    "The next exercise.": "describes the exercise",
}


def deed(driver: Driver, command: Command) -> str:
    """Say `command` and return what came of it; fails on what has no name here."""
    before, phase = len(driver.entries), driver.phase
    driver.say(command)
    effects = driver.since(before)
    parts = [part for part in (_adjusted(effects), _course(effects)) if part]
    said = driver.spoken(before)
    if driver.phase is not phase and driver.phase in _PHASES:
        parts.append(_PHASES[driver.phase])
    elif said and said[0] in _OPENINGS:
        parts.append(_OPENINGS[said[0]])
    elif said == ["Not now."]:
        parts.append("'not now'")
    elif not parts and any(isinstance(effect, Speak) for effect in effects):
        parts.append(_answered(driver, effects))
    return ", ".join(parts) or "-"


def _adjusted(effects: list[Effect]) -> str:
    if any(isinstance(effect, AdjustVolume) for effect in effects):
        return "volume"
    return "rate" if any(isinstance(effect, AdjustRate) for effect in effects) else ""


def _course(effects: list[Effect]) -> str:
    """Return what was written down about the course of the session."""
    names = {"step": "changes the dose", "left out": "leaves out", "set": "set done"}
    kinds = [effect.kind for effect in effects if isinstance(effect, Record)]
    return ", ".join(names[kind] for kind in kinds if kind in names)


def _answered(driver: Driver, effects: list[Effect]) -> str:
    lines = [line for effect in effects if isinstance(effect, Speak) for line in effect.lines]
    first = texts(tuple(lines))[0]
    if first.startswith("Rest ") and driver.phase is Phase.RESTING:
        return "longer rest"
    if driver.session.waiting.question is not None and lines == list(
        driver.session.waiting.question.lines
    ):
        return "asks again"
    return "answers"
