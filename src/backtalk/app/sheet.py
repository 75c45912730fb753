"""The plan in large print for the wall, as HTML or PDF.

Nothing is fetched: the HTML names no file or address, the PDF uses the fonts every reader has.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from string import Template

from backtalk.app import plan_report
from backtalk.app.planning import NOT_FITTED, Planned
from backtalk.core import framing, remarks
from backtalk.core.exercise import Exercise, Side
from backtalk.core.remarks import Change
from backtalk.errors import BacktalkError
from backtalk.language.phrasebook import Phrasebook

STOP = "When it hurts, say 'pain' or 'stop', or press any key. Ask your doctor before you begin."
"""What stands on every sheet."""
_PAGE = Template("""\
<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<title>$title</title>
<style>
body { font: 20pt/1.4 sans-serif; margin: 2em auto; max-width: 36em; color: #000; }
h1 { font-size: 34pt; margin: 0; }
h2 { font-size: 26pt; margin: 1em 0 0; }
p { margin: 0.2em 0; }
.amount { font-weight: bold; }
.stop { border: 3pt solid #000; padding: 0.4em; margin: 0.8em 0; font-weight: bold; }
section { break-inside: avoid; }
</style>
</head>
<body>
$body
</body>
</html>
""")


@dataclass(frozen=True)
class Section:
    """One exercise, or a group of remarks."""

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
    kinds = {".html": _as_html, ".htm": _as_html, ".pdf": _as_pdf}
    make = kinds.get(file.suffix.lower())
    if make is None:
        raise BacktalkError(f"A sheet cannot be a '{file.suffix}' file.", "Write .html or .pdf.")
    data = make(content(found, words), words.language)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise BacktalkError(
            f"The file {file} cannot be written: {reason}.", "Choose another place."
        ) from error


def content(found: Planned, words: Phrasebook) -> Content:
    """Return what is on the sheet of a plan."""
    plan = found.plan
    lead = [plan.routine.about, f"About {plan_report.minutes(plan)} minutes."]
    if not plan.fitted:
        lead.append(NOT_FITTED)
    lead += [remark.says for remark in remarks.of(plan.remarks, Change.CAUTION)]
    sections = [
        _section(number, exercise) for number, exercise in enumerate(plan.exercises, start=1)
    ]
    later = words.texts(framing.closing(plan))
    sections += [Section("And also", "", later)] if later else []
    left_out = remarks.of(plan.remarks, Change.LEFT_OUT)
    if left_out:
        lines = tuple(f"{remark.name}: {remark.says}" for remark in left_out)
        sections.append(Section("Not for you", "", lines))
    return Content(plan.routine.name, tuple(lead), tuple(sections))


def _section(number: int, exercise: Exercise) -> Section:
    said, rung = exercise.words, exercise.rungs[exercise.start_rung]
    sides = (text for side, text in said.sides if isinstance(side, Side))
    lines = (" ".join(said.setup), " ".join(said.do), " ".join(sides), said.mind, rung.say)
    return Section(
        f"{number}. {exercise.name}",
        plan_report.amount(exercise).capitalize() + ".",
        tuple(line for line in lines if line),
    )


def _as_html(sheet: Content, language: str) -> bytes:
    parts = [f"<h1>{html.escape(sheet.title)}</h1>"]
    parts += [f"<p>{html.escape(line)}</p>" for line in sheet.lead]
    parts.append(f'<p class="stop">{html.escape(STOP)}</p>')
    for section in sheet.sections:
        amount = f'<p class="amount">{html.escape(section.amount)}</p>' if section.amount else ""
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in section.lines)
        parts.append(f"<section><h2>{html.escape(section.title)}</h2>{amount}{lines}</section>")
    title, body = html.escape(sheet.title), "\n".join(parts)
    return _PAGE.substitute(language=html.escape(language), title=title, body=body).encode()


def _as_pdf(sheet: Content, language: str) -> bytes:
    # Only a sheet needs the PDF library, and no other command should wait for it.
    from backtalk.app import sheet_pdf  # noqa: PLC0415  see above

    return sheet_pdf.made_of(sheet, language)
