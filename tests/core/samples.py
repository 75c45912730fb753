"""Small exercises and plans for the tests of the core, and the catalogue's own."""

from __future__ import annotations

from functools import cache

from backtalk.catalogue.library import Library, load_library
from backtalk.core.model.dose import Dose
from backtalk.core.model.exercise import Exercise, Variation, Words
from backtalk.core.model.plan import ExerciseSet, Plan, lay_out
from backtalk.core.model.routine import Routine
from backtalk.core.model.sides import Side, Sides

WORDS = Words(
    setup=("Lie on your back.", "Bend your knees."),
    do=("Lift your hips.", "Breathe out."),
    mind="Keep your neck long.",
    short="Bridge, as before.",
    effort="Lift.",
    release="And lower.",
    sides=(
        (Side.RIGHT, "Right leg."),
        (Side.LEFT, "Left leg."),
        (Side.CLOCKWISE, "Clockwise."),
        (Side.COUNTERCLOCKWISE, "The other way round."),
    ),
)
VARIATIONS = (
    Variation("short lever", "Bend your arms."),
    Variation("standard", ""),
    Variation("long lever", "Stretch your arms."),
)


def exercise(
    exercise_id: str = "bridge",
    dose: Dose | None = None,
    variations: tuple[Variation, ...] = (VARIATIONS[1],),
    start_variation: int = 0,
) -> Exercise:
    """Return an exercise called after its id."""
    name = exercise_id.replace("-", " ").capitalize()
    return Exercise(exercise_id, name, "supine", dose or Dose(), WORDS, variations, start_variation)


def plan(*exercises: Exercise) -> Plan:
    """Return the plan of a routine of `exercises` in this order."""
    routine = Routine(
        id="sample",
        name="The sample routine",
        level="basic",
        about="A routine for tests.",
        exercises=tuple(each.id for each in exercises),
        advice=("Do this every day.",),
    )
    return lay_out(routine, {each.id: each for each in exercises})


def exercise_set(
    dose: Dose | None = None, **of_exercise: tuple[Variation, ...] | int
) -> ExerciseSet:
    """Return the first set of an exercise with `dose`."""
    variations, start = (
        of_exercise.get("variations", (VARIATIONS[1],)),
        of_exercise.get("start_variation", 0),
    )
    assert isinstance(variations, tuple)
    assert isinstance(start, int)
    return plan(exercise(dose=dose, variations=variations, start_variation=start)).sets[0]


HELD = exercise(
    "bridge", Dose(repetitions=2, hold_s=10, sets=2, rest_s=35, sides=Sides.EACH), VARIATIONS, 1
)
"""Two sets a side of two holds of ten seconds."""
COUNTED = exercise("curl-up", Dose(repetitions=8, tempo_s=4, sides=Sides.ALTERNATING))
"""Eight repetitions, right and left in turn."""


def two_exercises() -> Plan:
    """Return a plan whose session passes through every state: holds, sides, sets, counts."""
    return plan(HELD, COUNTED)


@cache
def library() -> Library:
    """Return the catalogue of the package."""
    return load_library()


def routine_plan(routine_id: str) -> Plan:
    """Return the plan of a routine of the catalogue."""
    return lay_out(library().routine(routine_id), library().exercises)
