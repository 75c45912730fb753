"""The machine: `tables.TRANSITIONS` run by `transitions`, the only import of it in the program.

The tables permit; what is done about it is decided elsewhere. A trigger that no row allows raises
`IllegalTrigger` and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transitions import MachineError
from transitions.extensions import HierarchicalGraphMachine, HierarchicalMachine
from transitions.extensions.nesting import NestedState

from backtalk.core.session.machine.guards import Guards
from backtalk.core.session.machine.states import State, in_group
from backtalk.core.session.machine.tables import TRANSITIONS, Row


class IllegalTrigger(Exception):  # noqa: N818  it names what happened, like KeyError
    """The tables do not allow this trigger in the present state."""


class _State(NestedState):
    separator = "."
    """The library's own, '_', would cut names such as 'hearing_check' in two."""


class _Machine(HierarchicalMachine):
    state_cls = _State


class _Drawn(HierarchicalGraphMachine):
    state_cls = _State


class SessionMachine:
    """The present state, moved only by the triggers of the tables."""

    def __init__(self, guards: Guards) -> None:
        """Begin in `ready`; `guards` choose where several rows of a trigger could lead."""
        # `auto_transitions` would let anything follow anything; `queued` returns True even where a
        # guard refused; `LockedMachine` and `Timeout` states bring locks and threads of their own.
        self._model = guards
        self._machine = _Machine(
            model=guards,
            states=nested(State),
            transitions=[_as_transition(row) for row in TRANSITIONS],
            initial=State.READY.value,
            auto_transitions=False,
        )

    @property
    def state(self) -> State:
        """The present state."""
        return State(self._model.state)

    def may(self, trigger: str) -> bool:
        """Whether the tables and their guards allow `trigger` now."""
        return bool(self._model.may_trigger(trigger))

    def stays(self, trigger: str) -> bool:
        """Whether `trigger` leads nowhere from here: what is under way goes on."""
        rows = [row for row in TRANSITIONS if row.trigger == trigger and self.state in row.sources]
        return bool(rows) and rows[0].dest is None

    def fire(self, trigger: str) -> State:
        """Fire `trigger` and return the state it led to, or the same one.

        Raises:
            IllegalTrigger: no row allows it here; the state is unchanged.
        """
        try:
            led = self._model.trigger(trigger)
        except (MachineError, AttributeError) as error:
            raise IllegalTrigger(f"{trigger} from {self.state.value}") from error
        if not led:
            raise IllegalTrigger(f"{trigger} from {self.state.value}: no guard holds")
        return self.state


def nested(states: Iterable[State]) -> list[str | dict[str, Any]]:
    """Return `states` as the library wants them: groups with their children."""
    groups: dict[str, list[str]] = {}
    for state in states:
        group, _, child = state.value.partition(".")
        groups.setdefault(group, []).extend([child] if child else [])
    return [
        {"name": group, "children": children} if children else group
        for group, children in groups.items()
    ]


def diagram() -> str:
    """Return the tables as a Mermaid state diagram, drawn by the library.

    The rows of going on are the same for many states, so they are drawn through one node,
    'what comes next'. What leads nowhere is not drawn; what leads from every state of a group is
    drawn once.
    """
    drawn = _Drawn(
        states=[*nested(State), _NEXT],
        transitions=_drawn(TRANSITIONS),
        initial=State.READY.value,
        auto_transitions=False,
        show_conditions=True,
        graph_engine="mermaid",
        title="",
    )
    lines = str(drawn.get_graph().draw(None)).splitlines()
    # The library's preface (a title of its own, colours) is left out: GitHub brings its own.
    kept = [line for line in lines if not line.strip().lower().startswith(("---", "class"))]
    return "\n".join(line for line in kept if line.strip())


_NEXT = "what_comes_next"
"""Stands in the diagram for the rows of going on."""


def _drawn(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return `rows` as the library draws them, each arrow once."""
    drawn: dict[tuple[str, str, str, tuple[str, ...]], None] = {}
    for row in rows:
        if row.dest is None:
            continue
        into = _NEXT if row.is_next else row.dest.value
        guards = () if row.is_next else row.guards
        drawn.update(dict.fromkeys((row.trigger, each, into, guards) for each in _grouped(row)))
        if row.is_next:
            drawn[("then", _NEXT, row.dest.value, row.guards)] = None
    return [
        {"trigger": trigger, "source": source, "dest": dest, "conditions": list(guards)}
        for trigger, source, dest, guards in drawn
    ]


def _grouped(row: Row) -> list[str]:
    """Return the sources of `row`, a whole group by its own name."""
    groups = [state.group for state in row.sources]
    whole = {group for group in groups if set(in_group(group)) <= set(row.sources)}
    names = [state.group if state.group in whole else state.value for state in row.sources]
    return list(dict.fromkeys(names))


def _as_transition(row: Row) -> dict[str, Any]:
    return {
        "trigger": row.trigger,
        "source": [state.value for state in row.sources],
        "dest": row.dest.value if row.dest else None,
        "conditions": list(row.guards),
    }
