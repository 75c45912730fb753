"""The plan in large print for the wall, as HTML or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backtalk.app import atomic_write
from backtalk.app.documents import html_page, plan_report
from backtalk.app.planning.planning import NOT_FITTED, Planned
from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Change
from backtalk.core.model.exercise import Exercise, Side
from backtalk.core.session import framing
from backtalk.language.phrasebook import Phrasebook

STOP = "When it hurts, say 'pain' or 'stop', or press any key. Ask your doctor before you begin."
"""What stands on every sheet."""
_STYLE = """\
body { font: 20pt/1.4 sans-serif; margin: 2em auto; max-width: 36em; color: #000; }
h1 { font-size: 34pt; margin: 0; }
h2 { font-size: 26pt; margin: 1em 0 0; }
p { margin: 0.2em 0; }
.amount { font-weight: bold; }
.stop { border: 3pt solid #000; padding: 0.4em; margin: 0.8em 0; font-weight: bold; }
section { break-inside: avoid; }"""


@dataclass(frozen=True)
class Section:
    """One exercise, or a group of adjustments."""

    title: str
    amount: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """What is on the sheet, however it is written."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def write(found: Planned, words: Phrasebook, file: Path) -> None:
    """Write the sheet of a plan into `file`; its ending (.html or .pdf) says what it is.

    Raises:
        BacktalkError: another ending, or the file cannot be written.
    """
    sheet = content(found, words)
    language = words.language
    makers = {".html": lambda: _as_html(sheet, language), ".pdf": lambda: _as_pdf(sheet, language)}
    atomic_write.write_as("A sheet", file, makers)


def content(found: Planned, words: Phrasebook) -> Content:
    """Return what is on the sheet of a plan."""
    plan = found.plan
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
    return Content(plan.routine.name, tuple(lead), tuple(sections))


def _section(number: int, exercise: Exercise) -> Section:
    said, variation = exercise.words, exercise.variations[exercise.start_variation]
    sides = (text for side, text in said.sides if isinstance(side, Side))
    lines = (" ".join(said.setup), " ".join(said.do), " ".join(sides), said.mind, variation.say)
    return Section(
        f"{number}. {exercise.name}",
        plan_report.amount(exercise).capitalize() + ".",
        tuple(line for line in lines if line),
    )


def _as_html(sheet: Content, language: str) -> bytes:
    parts = [html_page.element("p", line) for line in sheet.lead]
    parts.append(html_page.element("p", STOP, "stop"))
    for section in sheet.sections:
        amount = html_page.element("p", section.amount, "amount") if section.amount else ""
        lines = "".join(html_page.element("p", line) for line in section.lines)
        parts.append(f"<section>{html_page.element('h2', section.title)}{amount}{lines}</section>")
    return html_page.as_html(sheet.title, _STYLE, parts, language)


def _as_pdf(sheet: Content, language: str) -> bytes:
    # Only a sheet needs the PDF library, and no other command should wait for it.
    from backtalk.app.documents import sheet_pdf  # noqa: PLC0415  see above

    return sheet_pdf.made_of(sheet, language)
