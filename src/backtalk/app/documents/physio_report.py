"""One page for the physiotherapist, as HTML or PDF."""

from __future__ import annotations

from pathlib import Path

from backtalk.app import atomic_write
from backtalk.app.documents import html_page
from backtalk.app.documents.drawing import as_svg
from backtalk.app.documents.physio_content import PhysioContent, content
from backtalk.core.model.history import History

_STYLE = """\
@page { size: A4; margin: 12mm; }
body { font: 10pt/1.3 sans-serif; margin: 1em auto; max-width: 50em; color: #000; }
h1 { font-size: 16pt; margin: 0; }
h2 { font-size: 12pt; margin: 0.6em 0 0.2em; }
p { margin: 0.2em 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 0.5pt solid #999; padding: 0.1em 0.4em; text-align: left; }
svg { max-width: 100%; height: auto; }"""


def write(history: History, day: int, name: str, file: Path) -> None:
    """Write the report into `file`; its ending (.html or .pdf) says what it is.

    Raises:
        BacktalkError: another ending, or the file cannot be written.
    """
    report = content(history, day, name)
    makers = {".html": lambda: _as_html(report), ".pdf": lambda: _as_pdf(report)}
    atomic_write.write_as("A report", file, makers)


def _as_html(report: PhysioContent) -> bytes:
    parts = [html_page.element("p", line) for line in report.lead]
    parts.append(as_svg(report.picture))
    for table in report.tables:
        parts.append(html_page.element("h2", table.title))
        rows = [_row("td", row) for row in table.rows]
        whole = f"<table>{_row('th', table.head)}{''.join(rows)}</table>"
        parts.append(whole if rows else html_page.element("p", "None."))
    return html_page.as_html(report.title, _STYLE, parts)


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(html_page.element(tag, cell) for cell in cells)}</tr>"


def _as_pdf(report: PhysioContent) -> bytes:
    # Only a report needs the PDF library, and no other command should wait for it.
    from backtalk.app.documents import physio_report_pdf  # noqa: PLC0415  see above

    return physio_report_pdf.made_of(report)
