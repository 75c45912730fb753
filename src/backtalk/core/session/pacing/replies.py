"""Answers to what a person asks in the middle of a session. Pure: a view in, lines out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from backtalk.core.model.duration import left
from backtalk.core.model.events import Command, Line, phrase
from backtalk.core.model.plan import ExerciseSet, Plan
from backtalk.core.session.machine.states import BREAKS, State
from backtalk.core.session.pacing.framing import why
from backtalk.core.session.pacing.set_lines import reminder, side_line


@dataclass(frozen=True)
class View:
    """What an answer may depend on."""

    plan: Plan
    index: int
    done: int
    state: State
    left_s: float
    """Seconds left of the present stage."""
    pace: float

    @property
    def exercise_set(self) -> ExerciseSet:
        """The set under way or coming."""
        return self.plan.sets[min(self.index, len(self.plan.sets) - 1)]


def reply(question: Command, view: View) -> tuple[Line, ...]:
    """Return the answer to `question`: what, how, why or help."""
    answers = {
        Command.WHAT_NOW: _what_now,
        Command.HOW_LONG: _how_long,
        Command.HOW_MANY: _how_many,
        Command.WHAT_NEXT: _what_next,
        Command.WHY: _why,
        Command.HELP: _help,
    }
    return answers[question](view)


def _what_now(view: View) -> tuple[Line, ...]:
    if view.state in BREAKS:
        return (phrase("resting_now"), *_what_next(view))
    return (*reminder(view.exercise_set, 0, in_place=False), view.exercise_set.exercise.words.short)


def _how_long(view: View) -> tuple[Line, ...]:
    whole = left(view.plan, view.index, view.pace)
    if view.state is State.RESTING:
        return (phrase("rest_left", count=math.ceil(view.left_s)), whole)
    return (whole,)


def _how_many(view: View) -> tuple[Line, ...]:
    exercise_set = view.exercise_set
    lines: list[Line] = [phrase("repetitions_of", done=view.done, count=exercise_set.repetitions)]
    if exercise_set.set_count > 1:
        lines.append(phrase("set_of", number=exercise_set.set_number, count=exercise_set.set_count))
    return tuple(lines)


def _what_next(view: View) -> tuple[Line, ...]:
    if view.state in BREAKS:
        side = side_line(view.exercise_set)
        return (
            phrase("comes_next", name=view.exercise_set.exercise.name),
            *((side,) if side else ()),
        )
    following = view.plan.after_exercise(min(view.index, len(view.plan.sets) - 1))
    if following >= len(view.plan.sets):
        return (phrase("nothing_next"),)
    return (phrase("comes_next", name=view.plan.sets[following].exercise.name),)


def _why(view: View) -> tuple[Line, ...]:
    return why(view.plan, view.exercise_set.exercise)


def _help(view: View) -> tuple[Line, ...]:
    lines: list[Line] = [phrase("help_flow"), phrase("help_ask")]
    if view.state in BREAKS:
        lines.insert(0, phrase("help_rest"))
    return tuple(lines)
