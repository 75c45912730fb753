"""The phases of a session: one table that says what may follow what.

The only module that imports `transitions`. The phases permit; `Session` decides. A trigger that
the table does not allow raises `IllegalTrigger` and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from transitions import Machine, MachineError


class Phase(Enum):
    """Where a session stands."""

    READY = "ready"
    CHECKING_VOICE = "checking_voice"
    ASKING = "asking"
    INTRODUCING = "introducing"
    MOVING = "moving"
    HOLDING = "holding"
    SWITCHING = "switching"
    RESTING = "resting"
    PAUSED = "paused"
    HURT = "hurt"
    STOPPED = "stopped"
    DEAF = "deaf"
    FINISHING = "finishing"
    FINISHED = "finished"


RUNNING = (
    Phase.CHECKING_VOICE,
    Phase.INTRODUCING,
    Phase.MOVING,
    Phase.HOLDING,
    Phase.SWITCHING,
    Phase.RESTING,
)
"""Phases in which the session goes on by itself."""

LATCHED = (Phase.HURT, Phase.STOPPED, Phase.DEAF)
"""Phases in which no exercise cue may sound until the person has answered."""

_ALIVE = tuple(phase for phase in Phase if phase is not Phase.FINISHED)
_WAITING = (Phase.ASKING, Phase.PAUSED, *LATCHED)

TABLE: tuple[tuple[str, tuple[Phase, ...], Phase], ...] = (
    ("begin", (Phase.READY,), Phase.CHECKING_VOICE),
    ("check", _WAITING, Phase.CHECKING_VOICE),
    ("introduce", (*RUNNING, *_WAITING), Phase.INTRODUCING),
    ("move", (Phase.INTRODUCING, Phase.HOLDING, Phase.SWITCHING, Phase.RESTING), Phase.MOVING),
    ("hold", (Phase.MOVING,), Phase.HOLDING),
    ("switch", (Phase.MOVING, Phase.HOLDING), Phase.SWITCHING),
    ("rest", (Phase.MOVING, Phase.HOLDING, Phase.SWITCHING, Phase.RESTING), Phase.RESTING),
    ("ask", (*RUNNING, Phase.PAUSED, Phase.FINISHING), Phase.ASKING),
    ("pause", (*RUNNING, Phase.ASKING), Phase.PAUSED),
    ("hurt", _ALIVE, Phase.HURT),
    ("stop", tuple(phase for phase in _ALIVE if phase is not Phase.HURT), Phase.STOPPED),
    ("lose_sound", _ALIVE, Phase.DEAF),
    ("wrap_up", (*RUNNING, *_WAITING), Phase.FINISHING),
    ("end", (Phase.FINISHING,), Phase.FINISHED),
)
"""Trigger, the phases it is allowed from, the phase it leads to."""


class IllegalTrigger(Exception):  # noqa: N818  it names what happened, like KeyError
    """The table does not allow this trigger from the present phase."""


class Phases:
    """The present phase, moved only by the triggers of `TABLE`."""

    def __init__(self) -> None:
        self._machine = Machine(
            model=None,
            states=Phase,
            initial=Phase.READY,
            transitions=[
                {"trigger": trigger, "source": list(sources), "dest": dest}
                for trigger, sources, dest in TABLE
            ],
            auto_transitions=False,
        )
        self._model = _Model()
        self._machine.add_model(self._model)

    @property
    def phase(self) -> Phase:
        """The present phase."""
        return self._model.state

    def trigger(self, name: str) -> Phase:
        """Fire the trigger `name` and return the new phase.

        Raises:
            IllegalTrigger: the table does not allow it; the phase is unchanged.
        """
        try:
            self._model.trigger(name)
        except MachineError as error:
            raise IllegalTrigger(f"{name} from {self.phase.value}") from error
        return self.phase

    def allows(self, name: str) -> bool:
        """Whether the trigger `name` is allowed now."""
        return any(name == row[0] and self.phase in row[1] for row in TABLE)


class _Model:
    """What `transitions` writes its state and its `trigger` method to."""

    state: Phase
    trigger: Callable[[str], bool]


def diagram() -> str:
    """Return the table as a Mermaid state diagram.

    A trigger allowed from every running phase is drawn once, from `running`; one allowed from
    (nearly) everywhere, from `every_phase`.
    """
    lines = ["stateDiagram-v2", f"    [*] --> {Phase.READY.value}", "    state running {"]
    lines += [f"        {phase.value}" for phase in RUNNING]
    lines.append("    }")
    for trigger, sources, dest in TABLE:
        lines += [f"    {source} --> {dest.value}: {trigger}" for source in _drawn(sources, dest)]
    return "\n".join([*lines, f"    {Phase.FINISHED.value} --> [*]"])


def _drawn(sources: tuple[Phase, ...], dest: Phase) -> list[str]:
    if len(sources) >= len(_ALIVE) - 1:
        return ["every_phase"]
    if set(RUNNING) <= set(sources):
        others = [phase.value for phase in sources if phase not in RUNNING and phase is not dest]
        return ["running", *others]
    return [phase.value for phase in sources if phase is not dest]
