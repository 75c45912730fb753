"""How far a session has come in its plan: the set under way, its repetitions, what is done.

Frozen: each move gives another position. It knows no time and no words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backtalk.core.model.plan import ExerciseSet, Plan


@dataclass(frozen=True)
class PlanPosition:
    """A place in a plan."""

    plan: Plan
    index: int = 0
    """The set under way or coming; past the end, all is done."""
    done: int = 0
    """Repetitions of the present set that are complete."""
    finished: frozenset[int] = frozenset()
    """Indices of the sets that were done."""
    described: tuple[str, ...] = ()
    """Ids of exercises, one for each time that one was described to its end."""
    describing: str = ""
    """The id of the exercise that is being described; it counts once its work begins."""

    @property
    def at_end(self) -> bool:
        """Whether no set is left."""
        return self.index >= len(self.plan.sets)

    @property
    def exercise_set(self) -> ExerciseSet:
        """The set under way or coming; the last one when all is done."""
        return self.plan.sets[min(self.index, len(self.plan.sets) - 1)]

    @property
    def is_last_set(self) -> bool:
        """Whether no set follows the present one."""
        return self.index + 1 >= len(self.plan.sets)

    @property
    def is_last_exercise(self) -> bool:
        """Whether no exercise follows the present one."""
        return self.at_end or self.plan.after_exercise(self.index) >= len(self.plan.sets)

    @property
    def other_side_follows(self) -> bool:
        """Whether the next set is the other side of the present one."""
        if self.is_last_set:
            return False
        coming, now = self.plan.sets[self.index + 1], self.exercise_set
        return coming.set_number == now.set_number and not coming.opens_exercise

    @property
    def times_described(self) -> int:
        """How often the present exercise was described to its end."""
        return self.described.count(self.exercise_set.exercise.id)

    def begun_at(self, index: int) -> PlanPosition:
        """Begin with the set `index`; all before it count as done."""
        return replace(self, index=index, done=0, finished=frozenset(range(index)))

    def completed(self) -> PlanPosition:
        """Count the present set as done and go to the next."""
        return replace(self, index=self.index + 1, done=0, finished=self.finished | {self.index})

    def left_out(self) -> PlanPosition:
        """Go past the present exercise."""
        return self._at(self.plan.after_exercise(self.index))

    def back(self) -> PlanPosition:
        """Go to the start of this exercise, or from its start to the exercise before."""
        start = self.plan.exercise_start(min(self.index, len(self.plan.sets) - 1))
        if self.index == start and self.done == 0 and start > 0:
            start = self.plan.exercise_start(start - 1)
        return self._at(start)

    def repeated(self, *, previous: bool) -> PlanPosition:
        """Go to the start of the present set, or of the one before."""
        return self._at(max(0, self.index - 1) if previous else self.index)

    def changed(self, change: Callable[[ExerciseSet], ExerciseSet]) -> PlanPosition:
        """Change the present set and the rest of its exercise."""
        return replace(self, plan=self.plan.changed_from(self.index, change))

    def being_described(self) -> PlanPosition:
        """The present exercise is being described."""
        return replace(self, describing=self.exercise_set.exercise.id)

    def at_work(self) -> PlanPosition:
        """What was being described has been heard to its end."""
        if not self.describing:
            return self
        return replace(self, described=(*self.described, self.describing), describing="")

    def counted(self, repetitions: int) -> PlanPosition:
        """Count `repetitions` of the present set as complete."""
        return replace(self, done=repetitions)

    def _at(self, index: int) -> PlanPosition:
        return replace(self, index=index, done=0)


def place_after(plan: Plan, before: Plan, index: int) -> int:
    """Return the set of `plan` to begin with, where `before` was to begin with set `index`."""
    done = {_sort(each) for each in before.sets[:index]}
    coming = (number for number, each in enumerate(plan.sets) if _sort(each) not in done)
    return next(coming, 0)


def _sort(each: ExerciseSet) -> tuple[str, int, str]:
    return each.exercise.id, each.set_number, each.side.value if each.side else ""
