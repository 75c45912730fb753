"""The keys of an exercise file turned into an `Exercise`: its dose, variations and words.

The limits of a dose are those of `core.model.exercise.Dose`; here they are only put into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from backtalk.catalogue.fields import Fields
from backtalk.catalogue.ids import as_id
from backtalk.catalogue.problem import Findings
from backtalk.catalogue.scalars import as_choice, as_flag, as_spoken, as_text, as_whole
from backtalk.core.model.dose import Dose
from backtalk.core.model.exercise import POSITIONS, Exercise, Purpose, Trait, Variation, Words
from backtalk.core.model.sides import Side, Sides
from backtalk.core.prescription.contraindications import matching

EXERCISE_KEYS = (
    "id",
    "name",
    "position",
    "equipment",
    "traits",
    "trains",
    "dose",
    "variations",
    "say",
)
OLD_EXERCISE_KEYS: Mapping[str, str] = MappingProxyType({"ladder": "variations"})
"""Keys of earlier versions that are still read, and what they are called now."""
DOSE_KEYS = (
    "repetitions",
    "repetitions_max",
    "hold_s",
    "hold_max_s",
    "hold_step_s",
    "breath",
    "tempo_s",
    "sets",
    "series",
    "rest_s",
    "rest_first",
    "sides",
    "repeat_after_s",
    "times_a_day",
    "times_a_day_max",
)
VARIATIONS_KEYS = ("easier", "harder")
VARIATION_KEYS = ("name", "say", "traits", "equipment")
SAY_KEYS = ("setup", "do", "mind", "short", "effort", "release", "sides")
SIDE_KEYS = tuple(side.value for side in Side)
TRAITS = tuple(trait.value for trait in Trait)
PURPOSES = tuple(purpose.value for purpose in Purpose)
_BOUND_TO_OTHERS = ("_max", "_max_s", "_step_s")
"""How keys end whose numbers are valid or not only together with another."""
START_VARIATION = Variation("standard", "")
"""The exercise as the source describes it."""


def read_exercise(fields: Fields, findings: Findings) -> Exercise | None:
    """Return the exercise in `fields`, or None when `findings` say what is wrong."""
    fields.require("id", "name", "position", "dose", "say")
    exercise_id = fields.read("id", as_id)
    name = fields.spoken("name")
    position = fields.choice("position", POSITIONS)
    equipment = fields.list_of("equipment", as_text)
    traits = _read_traits(fields)
    trains = fields.list_of(
        "trains", lambda node, label, found: as_choice(node, label, PURPOSES, found)
    )
    dose = _read_dose(fields, findings)
    easier, harder = _read_variations(fields)
    words = _read_words(fields, dose, findings)
    if exercise_id is None or name is None or position is None or dose is None or words is None:
        return None
    exercise = Exercise(
        id=exercise_id,
        name=name,
        position=position,
        dose=dose,
        words=words,
        variations=(*reversed(easier), START_VARIATION, *harder),
        start_variation=len(easier),
        equipment=equipment,
        traits=traits,
        trains=tuple(Purpose(purpose) for purpose in trains),
    )
    _report_contraindication(exercise, fields, findings)
    return exercise


def _report_contraindication(exercise: Exercise, fields: Fields, findings: Findings) -> None:
    contraindication = matching(exercise)
    if contraindication is not None:
        findings.add(
            fields.line_of("id"),
            f"This exercise is never done here: {contraindication.id.replace('-', ' ')}.",
            "Remove it, or ask a physiotherapist for another.",
        )


def _read_traits(fields: Fields) -> frozenset[Trait]:
    found = fields.list_of(
        "traits", lambda node, label, findings: as_choice(node, label, TRAITS, findings)
    )
    return frozenset(Trait(trait) for trait in found)


def _read_dose(fields: Fields, findings: Findings) -> Dose | None:
    section = fields.section("dose", DOSE_KEYS)
    if section is None:
        return None
    before = len(findings)
    sides = section.choice("sides", tuple(sides.value for sides in Sides))
    found: dict[str, Any] = {
        "repetitions": section.whole("repetitions"),
        "repetitions_max": section.whole("repetitions_max"),
        "hold_s": section.number("hold_s"),
        "hold_max_s": section.number("hold_max_s"),
        "hold_step_s": section.number("hold_step_s"),
        "breath": section.read("breath", as_flag),
        "tempo_s": section.number("tempo_s"),
        "sets": section.whole("sets"),
        "series": section.list_of("series", as_whole) if "series" in section else None,
        "rest_s": section.number("rest_s"),
        "rest_first": section.read("rest_first", as_flag),
        "sides": Sides(sides) if sides else None,
        "repeat_after_s": section.number("repeat_after_s"),
        "times_a_day": section.whole("times_a_day"),
        "times_a_day_max": section.whole("times_a_day_max"),
    }
    if "series" in section and ("sets" in section or "repetitions" in section):
        findings.add(
            section.line_of("series"),
            "'dose.series' cannot be combined with 'sets' or 'repetitions'.",
            "Remove the others.",
        )
    if len(findings) > before:
        return None
    given = {key: value for key, value in found.items() if value is not None}
    return _make_dose(given, section, findings)


def _make_dose(given: dict[str, Any], section: Fields, findings: Findings) -> Dose | None:
    """Return the dose; when it is impossible, report each number that is impossible by itself."""
    try:
        return replace(Dose(), **given)
    except ValueError as whole_error:
        before = len(findings)
        for key, value in given.items():
            try:
                if not key.endswith(_BOUND_TO_OTHERS):
                    replace(Dose(), **{key: value})
            except ValueError as error:
                _report_dose(section.line_of(key), error, findings)
        if len(findings) == before:
            key = str(whole_error).split()[0]
            _report_dose(section.line_of(key), whole_error, findings)
        return None


def _report_dose(line: int, error: ValueError, findings: Findings) -> None:
    findings.add(line, f"This dose is impossible: {error}.", "Change the number.")


def _read_variations(fields: Fields) -> tuple[tuple[Variation, ...], tuple[Variation, ...]]:
    """Return the easier and the harder variations, each with the nearest first."""
    section = fields.section("variations", VARIATIONS_KEYS)
    if section is None:
        return (), ()
    return _variations_in(section, "easier"), _variations_in(section, "harder")


def _variations_in(section: Fields, key: str) -> tuple[Variation, ...]:
    variations = []
    for entry in section.sections(key, VARIATION_KEYS):
        entry.require("name", "say")
        name, say = entry.spoken("name"), entry.spoken("say")
        if name is not None and say is not None:
            equipment = entry.list_of("equipment", as_text)
            variations.append(Variation(name, say, _read_traits(entry), equipment))
    return tuple(variations)


def _read_words(fields: Fields, dose: Dose | None, findings: Findings) -> Words | None:
    section = fields.section("say", SAY_KEYS)
    if section is None:
        return None
    section.require("setup", "do", "mind", "short")
    setup = section.list_of("setup", as_spoken)
    section.require_items("setup", at_least=2, at_most=3)
    do = section.list_of("do", as_spoken)
    section.require_items("do", at_least=1)
    mind, short = section.spoken("mind"), section.spoken("short")
    effort, release = section.spoken("effort"), section.spoken("release")
    sides = _read_sides(section, dose, findings)
    if not setup or not do or mind is None or short is None:
        return None
    return Words(
        setup=setup,
        do=do,
        mind=mind,
        short=short,
        effort=effort or Words.effort,
        release=release or Words.release,
        sides=sides,
    )


def _read_sides(
    section: Fields, dose: Dose | None, findings: Findings
) -> tuple[tuple[Side, str], ...]:
    """Return the sentence for each side; report sides that are missing or not used."""
    sides = section.section("sides", SIDE_KEYS)
    said = [] if sides is None else [(side, sides.spoken(side.value)) for side in Side]
    if dose is not None:
        needed = {side.value for side in dose.sides.named}
        present = {side.value for side in Side if sides is not None and side.value in sides}
        for missing in sorted(needed - present):
            findings.add(
                section.line_of("sides"),
                f"'say.sides.{missing}' is missing, but 'dose.sides' is '{dose.sides.value}'.",
                f"Add '{missing}:' under 'sides:'.",
            )
        for extra in sorted(present - needed):
            findings.add(
                section.line_of("sides"),
                f"'say.sides.{extra}' is not used: 'dose.sides' is '{dose.sides.value}'.",
                "Remove it, or change 'dose.sides'.",
            )
    return tuple((side, text) for side, text in said if text is not None)
