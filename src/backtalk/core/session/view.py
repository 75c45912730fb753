"""What a session shows of itself: one frozen value for screens, keys and rehearsals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backtalk.core.dialogue.dialogue import Question
from backtalk.core.model.events import SCORES, Command
from backtalk.core.model.plan import ExerciseSet, Plan
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing.plan_position import PlanPosition
from backtalk.core.session.setup import SessionSetup


@dataclass(frozen=True)
class SessionView:
    """Where a session stands."""

    state: State
    setup: SessionSetup
    """Of the person who has come."""
    position: PlanPosition
    open_commands: frozenset[Command]
    """The words that mean something now, besides the stop class."""
    question: Question | None
    """What is being asked; None: nothing is."""
    awaits_answer: bool
    """Whether the question has been said and its answer is waited for."""
    prepared: bool
    """Whether the questions before the session are over."""
    given: Mapping[str, str]
    """What was answered in the interview under way, by question id."""
    asking: str
    """The id of the question at which the interview stands; '' where there is none."""
    pace: float
    left_s: float
    """Seconds left of the stage under way; 0 where none is."""

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.position.plan

    @property
    def exercise_set(self) -> ExerciseSet:
        """The set under way or coming."""
        return self.position.exercise_set

    @property
    def sets_done(self) -> int:
        """How many sets of the plan were done."""
        return len(self.position.finished)

    @property
    def finished(self) -> bool:
        """Whether the session is over."""
        return self.state is State.FINISHED

    @property
    def waits(self) -> bool:
        """Whether it waits for the person: then keys answer; else every key stops."""
        return self.question is not None

    @property
    def asks_score(self) -> bool:
        """Whether the answer is a number from zero to ten."""
        return self.question is not None and set(SCORES) <= self.question.accepts
