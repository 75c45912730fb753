"""The effects of one event, gathered in the order in which they are to be carried out."""

from __future__ import annotations

from backtalk.core.model.effects import Effect, Listen, Record, Speak, record
from backtalk.core.model.events import Command, Line, Situation
from backtalk.core.model.plan import ExerciseSet


class Outbox:
    """Gathers effects; numbers utterances; opens a situation only when it changes."""

    def __init__(self) -> None:
        self._effects: list[Effect] = []
        self._utterance = 0
        self._situation: Situation | None = None
        self.records = 0
        """How many records there were."""

    def add(self, *effects: Effect) -> None:
        """Put `effects` behind the others."""
        self._effects += effects
        self.records += sum(isinstance(effect, Record) for effect in effects)

    def say(
        self, lines: tuple[Line, ...], *, safety: bool = False, within_s: float | None = None
    ) -> int:
        """Have `lines` said and return the number of the utterance."""
        self._utterance += 1
        self.add(Speak(self._utterance, lines, safety, within_s))
        return self._utterance

    def listen(self, situation: Situation) -> None:
        """Open the words of `situation`, if they are not open already."""
        if situation is not self._situation:
            self._situation = situation
            self.add(Listen(situation))

    def take(self) -> tuple[Effect, ...]:
        """Return what was gathered and start afresh."""
        effects, self._effects = tuple(self._effects), []
        return effects


def set_record(exercise_set: ExerciseSet, repetitions: int) -> Record:
    """Return the record of a finished set with `repetitions` done."""
    return record(
        "set",
        exercise=exercise_set.exercise.id,
        set=exercise_set.set_number,
        side=exercise_set.side.value if exercise_set.side else "",
        repetitions=repetitions,
        planned=exercise_set.repetitions,
        hold_s=exercise_set.hold_s,
        variation=exercise_set.exercise.variations[exercise_set.variation].name,
    )


def stop_record(command: Command, exercise_set: ExerciseSet | None, repetition: int) -> Record:
    """Return the record of a stop word (or key) at `repetition` of `set`, if in one at all."""
    return record(
        "stop",
        word=command.value,
        exercise=exercise_set.exercise.id if exercise_set else "",
        set=exercise_set.set_number if exercise_set else 0,
        repetition=repetition,
    )
