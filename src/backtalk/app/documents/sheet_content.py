"""What is on the sheet for the wall, however it is written."""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.app.documents import plan_report
from backtalk.app.planning.requested_plan import NOT_FITTED, Planned
from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Change
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.sides import Side
from backtalk.core.session.pacing import framing
from backtalk.language.phrasebook import Phrasebook

STOP = "When it hurts, say 'pain' or 'stop', or press any key. Ask your doctor before you begin."
"""What stands on every sheet."""


@dataclass(frozen=True)
class Section:
    """One exercise, or a group of adjustments."""

    title: str
    amount: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SheetContent:
    """All that is on the sheet."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def content(planned: Planned, words: Phrasebook) -> SheetContent:
    """Return what is on the sheet of a plan."""
    plan = planned.plan
    lead = [plan.routine.about, f"About {plan_report.minutes(plan)} minutes."]
    if not plan.fitted:
        lead.append(NOT_FITTED)
    cautions = adjustments.of(plan.adjustments, Change.CAUTION)
    lead += words.texts(caution.says for caution in cautions)
    sections = [
        _section(number, exercise) for number, exercise in enumerate(plan.exercises, start=1)
    ]
    later = words.texts(framing.closing(plan))
    sections += [Section("And also", "", later)] if later else []
    left_out = adjustments.of(plan.adjustments, Change.LEFT_OUT)
    if left_out:
        lines = tuple(f"{each.name}: {words.text(each.says)}" for each in left_out)
        sections.append(Section("Not for you", "", lines))
    return SheetContent(plan.routine.name, tuple(lead), tuple(sections))


def _section(number: int, exercise: Exercise) -> Section:
    said, variation = exercise.words, exercise.variations[exercise.start_variation]
    sides = (text for side, text in said.sides if isinstance(side, Side))
    lines = (" ".join(said.setup), " ".join(said.do), " ".join(sides), said.mind, variation.say)
    return Section(
        f"{number}. {exercise.name}",
        plan_report.amount(exercise).capitalize() + ".",
        tuple(line for line in lines if line),
    )
