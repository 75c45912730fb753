"""Histories for the tests of progress and schedule: sessions of one exercise, day by day."""

from __future__ import annotations

from dataclasses import dataclass, field

from backtalk.core.model.exercise import Exercise
from backtalk.core.model.history import (
    FALSE_ALARM,
    Answer,
    DoneSet,
    History,
    PainReport,
    PastSession,
)
from backtalk.core.model.plan import Plan

FIRST_DAY = 739_000


@dataclass
class Diary:
    """A history that is written day by day; days count from `FIRST_DAY`."""

    sessions: list[PastSession] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def did(  # noqa: PLR0913  each says one thing about the day
        self,
        day: int,
        exercise: Exercise,
        *,
        variation: str = "standard",
        repetitions: int = 10,
        planned: int | None = None,
        score: int | None = None,
        place: str = "",
        false_alarm: bool = False,
        eased: bool = False,
        routine: str = "sample",
    ) -> Diary:
        """Write down one set of `exercise` on `day`."""
        pains: tuple[PainReport, ...] = ()
        if score is not None or place or false_alarm:
            action = FALSE_ALARM if false_alarm else "ended"
            pains = (PainReport(FIRST_DAY + day, exercise.id, "pain", score, place, action),)
        done = DoneSet(
            exercise.id, variation, 1, "", planned or repetitions, repetitions, exercise.dose.hold_s
        )
        eases = frozenset({exercise.id} if eased else ())
        self.sessions.append(
            PastSession(FIRST_DAY + day, routine, 1, (done,), pains, eases, ending="complete")
        )
        return self

    def trained(self, day: int, plan: Plan, *pains: PainReport) -> Diary:
        """Write down that all of `plan` was done on `day`, but for what hurt."""
        hurt = {pain.exercise for pain in pains}
        sets = tuple(
            DoneSet(
                exercise_set.exercise.id,
                exercise_set.exercise.variations[exercise_set.variation].name,
                exercise_set.set_number,
                exercise_set.side.value if exercise_set.side else "",
                exercise_set.repetitions,
                exercise_set.repetitions,
                exercise_set.hold_s,
            )
            for exercise_set in plan.sets
            if exercise_set.exercise.id not in hurt
        )
        session = PastSession(FIRST_DAY + day, plan.routine.id, len(plan.sets), sets, pains)
        self.sessions.append(session)
        return self

    def said(self, day: int, question: str, answer: str) -> Diary:
        """Write down an answer."""
        self.answers.append(Answer(FIRST_DAY + day, question, answer))
        return self

    @property
    def history(self) -> History:
        return History(tuple(self.sessions), tuple(self.answers))
