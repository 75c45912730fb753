"""What a session did about one command, in a few words."""

from __future__ import annotations

from backtalk.core.model.effects import AdjustRate, AdjustVolume, Effect, Speak
from backtalk.core.model.events import Command
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from tests.core.driver import Driver, texts

_STATES = {
    State.PAUSED: "pauses",
    State.CONFIRM_FINISH: "asks whether to finish",
    State.PAIN_SCORE: "asks how bad it is",
    State.PAIN_CHOICE: "offers a choice",
    State.GOODBYE: "closes",
    State.LATCHED_GOODBYE: "closes",
    State.WELCOME: "begins",
    State.MOVING: "begins the work",
}
_OPENINGS = {
    "Once more.": "describes the set again",
    "Going to the one before.": "goes back and describes",
    "We go on.": "goes on",
    "Left out.": "next exercise",
    "The first exercise.": "describes the exercise",
    "The next exercise.": "describes the exercise",
}


def outcome(driver: Driver, command: Command) -> str:
    """Say `command` and return what came of it; fails on what has no name here."""
    before, state = len(driver.entries), driver.state
    driver.say(command)
    effects = driver.since(before)
    parts = [part for part in (_adjusted(effects), _course(effects)) if part]
    said = driver.spoken(before)
    if driver.state is not state and driver.state in _STATES:
        parts.append(_STATES[driver.state])
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
    if first.startswith("Rest ") and driver.state is State.RESTING:
        return "longer rest"
    if driver.view.question is not None and lines == list(driver.view.question.lines):
        return "asks again"
    return "answers"
