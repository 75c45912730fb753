"""The shortest way from a fresh session into each phase."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backtalk.core.model.events import Command
from backtalk.core.session.phases import Phase
from tests.core.driver import Driver
from tests.core.samples import two_exercises

_TO: Mapping[Phase, Callable[[Driver], object]] = {
    Phase.READY: lambda driver: driver,
    Phase.CHECKING_VOICE: lambda driver: driver.begin(),
    Phase.INTRODUCING: lambda driver: driver.begin().until(Phase.INTRODUCING),
    Phase.MOVING: lambda driver: driver.begin().until(Phase.MOVING).run(0.5),
    Phase.HOLDING: lambda driver: driver.begin().until(Phase.HOLDING).run(0.5),
    Phase.SWITCHING: lambda driver: driver.begin().until(Phase.SWITCHING).run(0.5),
    Phase.RESTING: lambda driver: driver.begin().until(Phase.RESTING).run(0.5),
    Phase.PAUSED: lambda driver: driver.begin().until(Phase.MOVING).say(Command.PAUSE),
    Phase.ASKING: lambda driver: driver.begin().until(Phase.MOVING).say(Command.FINISH),
    Phase.HURT: lambda driver: driver.begin().until(Phase.MOVING).stop(Command.PAIN),
    Phase.STOPPED: lambda driver: driver.begin().until(Phase.MOVING).stop(Command.STOP),
    Phase.DEAF: lambda driver: driver.begin().until(Phase.MOVING).lose_sound(),
    Phase.FINISHING: lambda driver: driver.begin().until(Phase.FINISHING),
    Phase.FINISHED: lambda driver: driver.begin().to_the_end(),
}

EVERY_PHASE = tuple(Phase)
ALIVE = tuple(phase for phase in Phase if phase is not Phase.FINISHED)


def driver_in(phase: Phase) -> Driver:
    """Return the driver of a session that has just come into `phase`."""
    driver = Driver(two_exercises())
    _TO[phase](driver)
    assert driver.phase is phase
    return driver
