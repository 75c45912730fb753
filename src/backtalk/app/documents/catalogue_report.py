"""`list` and `show`: the catalogue as text and as JSON."""

from __future__ import annotations

from typing import Any

from backtalk.catalogue.library import Library
from backtalk.catalogue.problem import did_you_mean
from backtalk.core.model.dose import Dose
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.routine import Programme, Routine
from backtalk.core.prescription.contraindications import requested
from backtalk.errors import BacktalkError
from backtalk.language.phrasebook import Phrasebook


def about(name: str, library: Library, book: Phrasebook) -> tuple[dict[str, Any], str]:
    """Return the report and the page of all that has the id `name`.

    An exercise and a routine may share an id: then the report has the fields of both, and the
    name is that of the routine.

    Raises:
        BacktalkError: nothing has that id; the remedy names the nearest.
    """
    report: dict[str, Any] = {}
    pages = []
    if name in library.programmes:
        programme = library.programme(name)
        report |= programme_report(programme)
        pages.append(programme_text(programme, library))
    if name in library.exercises:
        report |= exercise_report(library.exercise(name), book)
        pages.append(exercise_text(library.exercise(name)))
    if name in library.routines:
        report |= routine_report(library.routine(name))
        pages.insert(0, routine_text(library.routine(name)))
    if not pages:
        never = requested(name)
        known = (*library.exercises, *library.routines, *library.programmes)
        if never is not None:
            raise BacktalkError(
                book.text(never.says), "Choose something else; 'backtalk list' shows what."
            )
        raise BacktalkError(f"There is no exercise '{name}'.", did_you_mean(name, known))
    return report, "\n".join(pages)


def programme_report(programme: Programme) -> dict[str, Any]:
    """Return everything about one programme."""
    return {"id": programme.id, "routines": list(programme.routines)}


def programme_text(programme: Programme, library: Library) -> str:
    """Return one programme as a page of text."""
    routines = (library.routine(routine_id) for routine_id in programme.routines)
    lines = [f"  - {routine.id:20} {routine.about}" for routine in routines]
    return "\n".join([f"Programme {programme.id}", *lines])


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


def exercise_report(exercise: Exercise, book: Phrasebook) -> dict[str, Any]:
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
    amount |= _days(dose)
    words = exercise.words
    return {
        "id": exercise.id,
        "name": exercise.name,
        "position": exercise.position,
        "equipment": list(exercise.equipment),
        "dose": amount,
        "rungs": [
            {
                "name": variation.name,
                "say": variation.say,
                "start": number == exercise.start_variation,
                "traits": sorted(trait.value for trait in variation.traits),
                "equipment": list(variation.equipment),
            }
            for number, variation in enumerate(exercise.variations)
        ],
        "traits": sorted(trait.value for trait in exercise.traits),
        "trains": [purpose.value for purpose in exercise.trains],
        "texts": {
            "setup": list(words.setup),
            "do": list(words.do),
            "mind": words.mind,
            "short": words.short,
            "effort": book.text(words.effort),
            "release": book.text(words.release),
            "sides": {side.value: text for side, text in words.sides},
        },
    }


def _days(dose: Dose) -> dict[str, Any]:
    """Return what of `dose` goes by the breath or over days, where anything does."""
    figures = {
        "breath": dose.breath,
        "hold_step_s": dose.hold_step_s,
        "repeat_after_s": dose.repeat_after_s,
        "times_a_day": dose.times_a_day if dose.times_a_day > 1 else None,
        "times_a_day_max": dose.times_a_day_max,
    }
    return {name: figure for name, figure in figures.items() if figure}


def routine_report(routine: Routine) -> dict[str, Any]:
    """Return everything about one routine."""
    return {
        "id": routine.id,
        "name": routine.name,
        "level": routine.level,
        "about": routine.about,
        "exercises": list(routine.exercises),
        "advice": list(routine.advice),
        "order": "free" if routine.free_order else "fixed",
    }


def exercise_text(exercise: Exercise) -> str:
    """Return one exercise as a page of text."""
    words, dose = exercise.words, exercise.dose
    counts = "-".join(str(count) for count in dose.set_counts)
    held = f", hold {dose.hold_s:g} s" if dose.hold_s else ""
    sides = "" if dose.sides.value == "none" else f", sides: {dose.sides.value}"
    variations = " < ".join(variation.name for variation in exercise.variations)
    return "\n".join(
        [
            f"{exercise.name} ({exercise.id})",
            f"  position   {exercise.position}",
            f"  equipment  {', '.join(exercise.equipment) or 'none'}",
            f"  dose       {counts} repetitions{held}{sides}, rest {dose.rest_s:g} s",
            f"  variations {variations}",
            f"  traits     {', '.join(sorted(t.value for t in exercise.traits)) or 'none'}",
            *(f"  {line}" for line in (*words.setup, *words.do, words.mind)),
        ]
    )


def routine_text(routine: Routine) -> str:
    """Return one routine as a page of text."""
    lines = [f"{routine.name} ({routine.id}), {routine.level}", f"  {routine.about}"]
    lines += [f"  - {exercise}" for exercise in routine.exercises]
    return "\n".join([*lines, *(f"  {line}" for line in routine.advice)])
