"""Records of what the session knows: a finished set, a stop."""

from __future__ import annotations

from backtalk.core.model.events import Command
from backtalk.core.model.plan import ExerciseSet
from backtalk.core.model.records import SetDone, Stopped
from backtalk.core.session.machine.memory import Memory


def set_record(exercise_set: ExerciseSet, repetitions: int) -> SetDone:
    """Return the record of a finished set with `repetitions` done."""
    return SetDone(
        exercise=exercise_set.exercise.id,
        set_number=exercise_set.set_number,
        side=exercise_set.side.value if exercise_set.side else "",
        repetitions=repetitions,
        planned=exercise_set.repetitions,
        hold_s=exercise_set.hold_s,
        variation=exercise_set.exercise.variations[exercise_set.variation].name,
    )


def stopped(memory: Memory, command: Command) -> Stopped:
    """Return the record of a stop; before anything is trained, no exercise is to blame."""
    if not memory.prepared:
        return Stopped(command, "", 0, memory.position.done + 1)
    each = memory.position.exercise_set
    return Stopped(command, each.exercise.id, each.set_number, memory.position.done + 1)
