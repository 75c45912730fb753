"""The effects of one event, gathered in the order in which they are to be carried out."""

from __future__ import annotations

from backtalk.core.model.effects import Effect, Listen, Speak
from backtalk.core.model.events import Command, Line, Situation
from backtalk.core.model.plan import ExerciseSet
from backtalk.core.model.records import Record, SetDone, Stopped


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


def stop_record(command: Command, exercise_set: ExerciseSet | None, repetition: int) -> Stopped:
    """Return the record of a stop at `repetition` of `exercise_set`, if in one at all."""
    if exercise_set is None:
        return Stopped(command, "", 0, repetition)
    return Stopped(command, exercise_set.exercise.id, exercise_set.set_number, repetition)
