"""The table of phases: what it permits, and that nothing else is possible."""

from __future__ import annotations

import re

import pytest

from backtalk.core.session.phases import TABLE, IllegalTrigger, Phase, Phases, diagram

TRIGGERS = tuple(row[0] for row in TABLE)
INTO: dict[Phase, tuple[str, ...]] = {
    Phase.READY: (),
    Phase.CHECKING_VOICE: ("begin",),
    Phase.ASKING: ("begin", "ask"),
    Phase.INTRODUCING: ("begin", "introduce"),
    Phase.MOVING: ("begin", "introduce", "move"),
    Phase.HOLDING: ("begin", "introduce", "move", "hold"),
    Phase.SWITCHING: ("begin", "introduce", "move", "switch"),
    Phase.RESTING: ("begin", "introduce", "move", "rest"),
    Phase.PAUSED: ("begin", "pause"),
    Phase.HURT: ("hurt",),
    Phase.STOPPED: ("stop",),
    Phase.DEAF: ("lose_sound",),
    Phase.FINISHING: ("begin", "wrap_up"),
    Phase.FINISHED: ("begin", "wrap_up", "end"),
}


def phases_in(phase: Phase) -> Phases:
    phases = Phases()
    for trigger in INTO[phase]:
        phases.trigger(trigger)
    assert phases.phase is phase
    return phases


@pytest.mark.parametrize("phase", Phase)
def test_every_trigger_leads_where_the_table_says_or_raises_and_changes_nothing(
    phase: Phase,
) -> None:
    for trigger, sources, dest in TABLE:
        phases = phases_in(phase)
        assert phases.allows(trigger) is (phase in sources)
        if phase in sources:
            assert phases.trigger(trigger) is dest
        else:
            with pytest.raises(IllegalTrigger, match=f"{trigger} from {phase.value}"):
                phases.trigger(trigger)
            assert phases.phase is phase


def test_an_unknown_trigger_is_no_way_to_anywhere() -> None:
    phases = Phases()
    with pytest.raises((IllegalTrigger, AttributeError)):
        phases.trigger("to_moving")
    assert phases.phase is Phase.READY
    assert not phases.allows("to_moving")


def test_a_trigger_stands_in_the_table_once() -> None:
    assert len(TRIGGERS) == len(set(TRIGGERS))


def test_pain_is_allowed_from_every_phase_but_the_end() -> None:
    sources = {row[0]: set(row[1]) for row in TABLE}
    alive = set(Phase) - {Phase.FINISHED}
    assert sources["hurt"] == sources["lose_sound"] == alive
    assert sources["stop"] == alive - {Phase.HURT}


def test_nothing_leads_out_of_the_end() -> None:
    assert all(Phase.FINISHED not in sources for _, sources, _ in TABLE)


def test_every_phase_can_be_reached() -> None:
    assert {dest for _, _, dest in TABLE} == set(Phase) - {Phase.READY}


def test_the_diagram_shows_every_trigger_and_no_other_phase() -> None:
    drawn = diagram()
    assert {line.rsplit(": ", 1)[1] for line in drawn.splitlines() if ": " in line} == set(TRIGGERS)
    names = set(re.findall(r"[a-z_]+", re.sub(r": \w+", "", drawn)))
    groups = {"state", "running", "every_phase", "iagram", "tate"}
    assert names - groups - {"stateDiagram", "v"} <= {phase.value for phase in Phase}
