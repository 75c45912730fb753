"""What a trigger does on its way: it moves through the plan, changes a dose, writes records.

Called after the guards have chosen where the trigger leads and before that state begins. Pure: a
memory in, a memory out, with the records and the words that come first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from backtalk.core.model.effects import AdjustRate, Effect
from backtalk.core.model.events import Line, phrase
from backtalk.core.model.records import (
    DoseChanged,
    ExerciseLeftOut,
    PainAction,
    PainHandled,
)
from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.machine.states import BREAKS, LATCHED, PREPARING, State
from backtalk.core.session.pacing.adjust import easier, harder
from backtalk.core.session.turn.recording import set_record

SLOWER, FASTER = 1.25, 0.8
SLOWEST, FASTEST = 2.0, 0.6
_ENDS = frozenset({"end", "it_hurt_badly"})
_ANSWERS_PAIN = _ENDS | {"take_back"}
"""Triggers that settle what is done about pain, though the loudspeaker may stay latched."""


@dataclass(frozen=True)
class Passage:
    """A trigger under way from one state to another."""

    trigger: str
    source: State
    dest: State
    memory: Memory

    @property
    def trains_on(self) -> bool:
        """Whether the exercise under way is gone on with, or left out: not a question before it."""
        memory = self.memory
        under_way = memory.begun and memory.ending is None and not memory.position.at_end
        return under_way and self.dest not in {*LATCHED, *PREPARING}


@dataclass(frozen=True)
class Done:
    """What an action did."""

    memory: Memory
    effects: tuple[Effect, ...] = ()
    says: tuple[Line, ...] = ()
    """Said before what follows."""


def act(passage: Passage) -> Done:
    """Return what the trigger of `passage` does; first, what was done about pain."""
    action = _ACTIONS.get(passage.trigger)
    done = action(passage) if action is not None else Done(passage.memory)
    return _with_pain_handled(passage, done)


def _set_done(passage: Passage) -> Done:
    memory = passage.memory
    record = set_record(memory.position.exercise_set, memory.position.done)
    return Done(replace(memory, position=memory.position.completed()), (record,))


def _go_on(passage: Passage) -> Done:
    says = (phrase("going_on"),) if passage.dest is State.INTRODUCING else ()
    return Done(passage.memory, says=says)


def _leave_out(passage: Passage) -> Done:
    memory = passage.memory
    if not passage.trains_on:
        return Done(memory)
    record = ExerciseLeftOut(memory.position.exercise_set.exercise.id)
    memory = replace(memory, position=memory.position.left_out())
    return Done(memory, (record,), (phrase("left_out"),))


def _leave_out_easier(passage: Passage) -> Done:
    """Leave it out and take the next exercise one step easier, without a word about it."""
    done = _leave_out(passage)
    position = done.memory.position
    step = None if position.at_end or not passage.trains_on else easier(position.exercise_set)
    if step is None:
        return done
    return replace(done, memory=replace(done.memory, position=position.changed(step.change)))


def _ease(passage: Passage) -> Done:
    """One step easier; where none is left, it is left out: what hurt is not repeated unchanged."""
    if not passage.trains_on:
        return Done(passage.memory)
    if easier(passage.memory.position.exercise_set) is None:
        return _leave_out(passage)
    return _changed(passage.memory, "easier")


def _make_easier(passage: Passage) -> Done:
    return _changed(passage.memory, "easier")


def _make_harder(passage: Passage) -> Done:
    return _changed(passage.memory, "harder")


def _changed(memory: Memory, direction: str) -> Done:
    """Change the present exercise by one step and say what changed, or that no step is left."""
    position = memory.position
    step = (easier if direction == "easier" else harder)(position.exercise_set)
    if step is None:
        return Done(memory, says=(phrase(f"no_{direction}"),))
    record = DoseChanged(position.exercise_set.exercise.id, direction)
    memory = replace(memory, position=position.changed(step.change))
    return Done(memory, (record,), (phrase(direction), *step.says))


def _slow_down(passage: Passage) -> Done:
    return _paced(passage.memory, SLOWER, "slower")


def _speed_up(passage: Passage) -> Done:
    return _paced(passage.memory, FASTER, "faster")


def _paced(memory: Memory, factor: float, direction: str) -> Done:
    pace = min(SLOWEST, max(FASTEST, memory.pace * factor))
    effect = AdjustRate(-1 if factor > 1 else 1)
    return Done(replace(memory, pace=pace), (effect,), (phrase(direction),))


def _go_back(passage: Passage) -> Done:
    memory = passage.memory
    return Done(replace(memory, position=memory.position.back()), says=(phrase("going_back"),))


def _repeat(passage: Passage) -> Done:
    """This set once more; in a break, the one that was just done."""
    position = passage.memory.position.repeated(previous=passage.source in BREAKS)
    return Done(replace(passage.memory, position=position), says=(phrase("once_more"),))


def _ask_again_who(passage: Passage) -> Done:
    """Take back who it is: nothing of them has changed, and it may be anybody."""
    memory, who = passage.memory, passage.memory.named
    memory.setup.forget()
    if who is not None:
        who.take_back()
    memory = memory.with_setup(memory.household)
    return Done(replace(memory, who=who, named=None))


_ACTIONS: Mapping[str, Callable[[Passage], Done]] = MappingProxyType(
    {
        "set_done": _set_done,
        "go_on": _go_on,
        "take_back": _go_on,
        "leave_out": _leave_out,
        "leave_out_easier": _leave_out_easier,
        "ease": _ease,
        "make_easier": _make_easier,
        "make_harder": _make_harder,
        "slow_down": _slow_down,
        "speed_up": _speed_up,
        "go_back": _go_back,
        "repeat": _repeat,
        "ask_again_who": _ask_again_who,
    }
)
"""Triggers that do something beside leading somewhere."""


def _with_pain_handled(passage: Passage, done: Done) -> Done:
    """Return `done` with what was done about a report of pain, once the person has decided."""
    released = passage.source in LATCHED and passage.dest not in LATCHED
    decided = released or passage.trigger in _ANSWERS_PAIN
    if not decided or not passage.memory.unhandled_pain:
        return done
    handled = PainHandled(_pain_action(passage, done))
    memory = replace(done.memory, unhandled_pain=False)
    return replace(done, memory=memory, effects=(handled, *done.effects))


def _pain_action(passage: Passage, done: Done) -> PainAction:
    if passage.trigger == "take_back":
        return PainAction.FALSE_ALARM
    if passage.trigger in _ENDS or passage.memory.ending is not None:
        return PainAction.ENDED
    if passage.dest in PREPARING:
        return PainAction.WENT_ON
    kinds = {type(effect) for effect in done.effects}
    if ExerciseLeftOut in kinds:
        return PainAction.LEFT_OUT
    return PainAction.EASIER if DoseChanged in kinds else PainAction.WENT_ON
