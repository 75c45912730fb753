"""The page for the physiotherapist as a PDF, with the fonts that every reader has: Latin only."""

from __future__ import annotations

import io

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from backtalk.app.drawing_png import as_png
from backtalk.app.physio_report import Content, Table

_TEXT_PT, _LINE_MM = 9, 4.6


def made_of(page: Content) -> bytes:
    """Return `page` as a PDF file of one page, with its picture."""
    pdf = FPDF(format="A4")
    pdf.set_title(_latin(page.title))
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(12)
    pdf.add_page()
    _print(pdf, page.title, size_pt=15, bold=True)
    for line in page.lead:
        _print(pdf, line)
    pdf.image(io.BytesIO(as_png(page.picture)), w=150)
    for table in page.tables:
        _print(pdf, table.title, size_pt=11, bold=True)
        _rows(pdf, table)
    return bytes(pdf.output())


def _rows(pdf: FPDF, table: Table) -> None:
    if not table.rows:
        _print(pdf, "None.")
        return
    width_mm = pdf.epw / len(table.head)
    for number, row in enumerate((table.head, *table.rows)):
        pdf.set_font("helvetica", style="B" if number == 0 else "", size=_TEXT_PT)
        for cell in row:
            fitting = _latin(cell)
            while pdf.get_string_width(fitting) > width_mm - 2:
                fitting = fitting[:-1]
            pdf.cell(width_mm, _LINE_MM, fitting)
        pdf.ln(_LINE_MM)


def _print(pdf: FPDF, text: str, *, size_pt: int = _TEXT_PT, bold: bool = False) -> None:
    pdf.set_font("helvetica", style="B" if bold else "", size=size_pt)
    pdf.multi_cell(0, size_pt * 0.5, _latin(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _latin(text: str) -> str:
    """Return `text` with what the reader's own fonts lack as question marks."""
    return text.encode("latin-1", errors="replace").decode("latin-1")
