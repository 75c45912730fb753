"""How far a session has come in its plan: the set under way, its repetitions, what is done.

Moves through the plan and nothing else; knows no time and no words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from backtalk.core.model.plan import ExerciseSet, Plan


class PlanPosition:
    """A place in a plan. `index` is the set under way or coming; past the end, all is done."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.index = 0
        self.done = 0
        """Repetitions of the present set that are complete."""
        self.finished: set[int] = set()
        """Indices of the sets that were done."""
        self._described: Counter[str] = Counter()
        self._being_described = ""

    @property
    def at_end(self) -> bool:
        """Whether no set is left."""
        return self.index >= len(self.plan.sets)

    @property
    def exercise_set(self) -> ExerciseSet:
        """The set under way or coming; the last one when all is done."""
        return self.plan.sets[min(self.index, len(self.plan.sets) - 1)]

    def begin_at(self, index: int) -> None:
        """Begin with the set `index`; all before it count as done."""
        self.finished = set(range(index))
        self._go_to(index)

    def complete(self) -> ExerciseSet:
        """Count the present set as done, go to the next, and return the one that was done."""
        exercise_set = self.exercise_set
        self.finished.add(self.index)
        self._go_to(self.index + 1)
        return exercise_set

    def leave_out(self) -> ExerciseSet:
        """Go past the present exercise and return the set that was left."""
        exercise_set = self.exercise_set
        self._go_to(self.plan.after_exercise(self.index))
        return exercise_set

    def back(self) -> None:
        """Go to the start of this exercise, or from its start to the exercise before."""
        start = self.plan.exercise_start(min(self.index, len(self.plan.sets) - 1))
        if self.index == start and self.done == 0 and start > 0:
            start = self.plan.exercise_start(start - 1)
        self._go_to(start)

    def repeat(self, *, previous: bool) -> None:
        """Go to the start of the present set, or of the one before."""
        self._go_to(max(0, self.index - 1) if previous else self.index)

    def change(self, change: Callable[[ExerciseSet], ExerciseSet]) -> None:
        """Change the present set and the rest of its exercise."""
        self.plan = self.plan.changed_from(self.index, change)

    @property
    def times_described(self) -> int:
        """How often the present exercise was described to its end."""
        return self._described[self.exercise_set.exercise.id]

    def describe(self) -> None:
        """The present exercise is being described; it counts once its work begins."""
        self._being_described = self.exercise_set.exercise.id

    def begin_work(self) -> None:
        """Whatever was being described has been heard to its end."""
        if self._being_described:
            self._described[self._being_described] += 1
            self._being_described = ""

    def _go_to(self, index: int) -> None:
        self.index, self.done = index, 0
