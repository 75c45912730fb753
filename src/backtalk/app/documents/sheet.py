"""The plan in large print for the wall, as HTML or PDF."""

from __future__ import annotations

from pathlib import Path

from backtalk.app import atomic_write
from backtalk.app.documents import html_page
from backtalk.app.documents.sheet_content import STOP, SheetContent, content
from backtalk.app.planning.requested_plan import Planned
from backtalk.language.phrasebook import Phrasebook

_STYLE = """\
body { font: 20pt/1.4 sans-serif; margin: 2em auto; max-width: 36em; color: #000; }
h1 { font-size: 34pt; margin: 0; }
h2 { font-size: 26pt; margin: 1em 0 0; }
p { margin: 0.2em 0; }
.amount { font-weight: bold; }
.stop { border: 3pt solid #000; padding: 0.4em; margin: 0.8em 0; font-weight: bold; }
section { break-inside: avoid; }"""


def write(planned: Planned, words: Phrasebook, file: Path) -> None:
    """Write the sheet of a plan into `file`; its ending (.html or .pdf) says what it is.

    Raises:
        BacktalkError: another ending, or the file cannot be written.
    """
    sheet = content(planned, words)
    language = words.language
    makers = {".html": lambda: _as_html(sheet, language), ".pdf": lambda: _as_pdf(sheet, language)}
    atomic_write.write_as("A sheet", file, makers)


def _as_html(sheet: SheetContent, language: str) -> bytes:
    parts = [html_page.element("p", line) for line in sheet.lead]
    parts.append(html_page.element("p", STOP, "stop"))
    for section in sheet.sections:
        amount = html_page.element("p", section.amount, "amount") if section.amount else ""
        lines = "".join(html_page.element("p", line) for line in section.lines)
        parts.append(f"<section>{html_page.element('h2', section.title)}{amount}{lines}</section>")
    return html_page.as_html(sheet.title, _STYLE, parts, language)


def _as_pdf(sheet: SheetContent, language: str) -> bytes:
    # Only a sheet needs the PDF library, and no other command should wait for it.
    from backtalk.app.documents import sheet_pdf  # noqa: PLC0415  see above

    return sheet_pdf.made_of(sheet, language)
