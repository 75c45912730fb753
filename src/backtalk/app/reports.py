"""`list` and `show`: the catalogue as text and as JSON."""

from __future__ import annotations

from typing import Any

from backtalk.catalogue.library import Library
from backtalk.core.exercise import Exercise, Routine


def listing(library: Library) -> dict[str, Any]:
    """Return the ids of everything that can be trained."""
    return {
        "programmes": [
            {"id": programme.id, "routines": list(programme.routines)}
            for programme in library.programmes.values()
        ],
        "routines": [
            {"id": routine.id, "level": routine.level, "exercises": list(routine.exercises)}
            for routine in library.routines.values()
        ],
        "exercises": sorted(library.exercises),
    }


def listing_text(library: Library) -> str:
    """Return the same for people."""
    routines = [f"  {r.id:20} {r.level:7} {r.about}" for r in library.routines.values()]
    programmes = [f"  {p.id:20} {', '.join(p.routines)}" for p in library.programmes.values()]
    count = f"{len(library.exercises)} exercises; 'backtalk show ID' tells about each."
    return "\n".join(["Routines:", *routines, "Programmes:", *programmes, count])


def exercise_report(exercise: Exercise) -> dict[str, Any]:
    """Return everything about one exercise."""
    dose = exercise.dose
    amount: dict[str, Any] = {
        "repetitions": dose.repetitions,
        "hold_s": dose.hold_s,
        "tempo_s": dose.tempo_s,
        "rest_s": dose.rest_s,
        "rest_first": dose.rest_first,
        "sides": dose.sides.value,
    }
    if dose.series:
        amount |= {"series": list(dose.series), "repetitions": dose.series[0]}
    else:
        amount["sets"] = dose.sets
    if dose.repetitions_max is not None:
        amount["repetitions_max"] = dose.repetitions_max
    if dose.hold_max_s is not None:
        amount["hold_max_s"] = dose.hold_max_s
    words = exercise.words
    return {
        "id": exercise.id,
        "name": exercise.name,
        "position": exercise.position,
        "equipment": list(exercise.equipment),
        "dose": amount,
        "rungs": [
            {"name": rung.name, "say": rung.say, "start": number == exercise.start_rung}
            for number, rung in enumerate(exercise.rungs)
        ],
        "traits": sorted(trait.value for trait in exercise.traits),
        "texts": {
            "setup": list(words.setup),
            "do": list(words.do),
            "mind": words.mind,
            "short": words.short,
            "effort": words.effort,
            "release": words.release,
            "sides": {side.value: text for side, text in words.sides},
        },
    }


def routine_report(routine: Routine) -> dict[str, Any]:
    """Return everything about one routine."""
    return {
        "id": routine.id,
        "name": routine.name,
        "level": routine.level,
        "about": routine.about,
        "exercises": list(routine.exercises),
        "advice": list(routine.advice),
    }


def exercise_text(exercise: Exercise) -> str:
    """Return one exercise as a page of text."""
    words, dose = exercise.words, exercise.dose
    counts = "-".join(str(count) for count in dose.set_counts)
    held = f", hold {dose.hold_s:g} s" if dose.hold_s else ""
    sides = "" if dose.sides.value == "none" else f", sides: {dose.sides.value}"
    rungs = " < ".join(rung.name for rung in exercise.rungs)
    return "\n".join(
        [
            f"{exercise.name} ({exercise.id})",
            f"  position  {exercise.position}",
            f"  equipment {', '.join(exercise.equipment) or 'none'}",
            f"  dose      {counts} repetitions{held}{sides}, rest {dose.rest_s:g} s",
            f"  ladder    {rungs}",
            f"  traits    {', '.join(sorted(t.value for t in exercise.traits)) or 'none'}",
            *(f"  {line}" for line in (*words.setup, *words.do, words.mind)),
        ]
    )


def routine_text(routine: Routine) -> str:
    """Return one routine as a page of text."""
    lines = [f"{routine.name} ({routine.id}), {routine.level}", f"  {routine.about}"]
    lines += [f"  - {exercise}" for exercise in routine.exercises]
    return "\n".join([*lines, *(f"  {line}" for line in routine.advice)])
