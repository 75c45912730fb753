"""The shortest way from a fresh session into each state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backtalk.core.dialogue.hearing_check import EVERY_DAY
from backtalk.core.dialogue.questions import BACK_NOW
from backtalk.core.model.events import Command
from backtalk.core.model.history import DoneSet, InterruptedSession
from backtalk.core.session.machine.states import State
from backtalk.core.session.setup import SessionSetup
from tests.core.driver import Driver
from tests.core.samples import COUNTED, plan, two_exercises
from tests.people import ANNA, BERT


def _plain() -> Driver:
    return Driver(two_exercises()).begin()


def _working() -> Driver:
    return _plain().until(State.MOVING)


def _identify() -> Driver:
    people = (ANNA, BERT)
    theirs = SessionSetup(two_exercises())
    return Driver(two_exercises(), candidates=people, identify=lambda _: theirs).begin()


def _resume_offer() -> Driver:
    done = DoneSet("bridge", "standard", 1, "right", 2, 2, 10.0)
    interrupted = InterruptedSession("old", "sample", 0, "", 5, (done,))
    return Driver(two_exercises(), interrupted=interrupted).begin()


def _debrief() -> Driver:
    return Driver(plan(COUNTED), questions=()).begin().until(State.DEBRIEF)


_TO: Mapping[State, Callable[[], Driver]] = {
    State.READY: lambda: Driver(two_exercises()),
    State.HEARING_CHECK: lambda: Driver(two_exercises(), check=EVERY_DAY).begin(),
    State.IDENTIFY: _identify,
    State.INTERVIEW: lambda: Driver(two_exercises(), questions=(BACK_NOW,)).begin(),
    State.RESUME_OFFER: _resume_offer,
    State.WELCOME: _plain,
    State.INTRODUCING: lambda: _plain().until(State.INTRODUCING),
    State.MOVING: lambda: _working().run(0.5),
    State.HOLDING: lambda: _plain().until(State.HOLDING).run(0.5),
    State.SWITCHING: lambda: _plain().until(State.SWITCHING).run(0.5),
    State.RESTING: lambda: _plain().until(State.RESTING).run(0.5),
    State.PAUSED: lambda: _working().say(Command.PAUSE),
    State.CONFIRM_FINISH: lambda: _working().say(Command.FINISH),
    State.NEAR_MISS: lambda: _working().cry(),
    State.PAIN_SCORE: lambda: _working().stop(Command.PAIN),
    State.PAIN_CHOICE: lambda: _working().stop(Command.PAIN).run(8).say(Command.ONE),
    State.STOPPED: lambda: _working().stop(Command.STOP),
    State.NO_AUDIO: lambda: _working().lose_sound(),
    State.LATCHED_GOODBYE: lambda: _working().stop(Command.STOP).run(8).say(Command.FINISH),
    State.DEBRIEF: _debrief,
    State.GOODBYE: lambda: _plain().until(State.GOODBYE),
    State.FINISHED: lambda: _plain().to_the_end(),
}

EVERY_STATE = tuple(State)
ALIVE = tuple(state for state in State if state is not State.FINISHED)


def driver_in(state: State) -> Driver:
    """Return the driver of a session that has just come into `state`."""
    driver = _TO[state]()
    assert driver.state is state
    return driver
