"""The page for the physiotherapist as a PDF."""

from __future__ import annotations

import io

from fpdf import FPDF

from backtalk.app.documents.drawing_png import as_png
from backtalk.app.documents.pdf_page import begun, latin, print_text
from backtalk.app.documents.physio_content import PhysioContent, Table

_TEXT_PT, _LINE_MM = 9, 4.6


def made_of(report: PhysioContent) -> bytes:
    """Return `report` as a PDF file of one page, with its picture."""
    pdf = begun(report.title, margin_mm=12)
    pdf.set_auto_page_break(auto=False)
    print_text(pdf, report.title, size_pt=15, bold=True)
    for line in report.lead:
        print_text(pdf, line, size_pt=_TEXT_PT)
    pdf.image(io.BytesIO(as_png(report.picture)), w=150)
    for table in report.tables:
        print_text(pdf, table.title, size_pt=11, bold=True)
        _rows(pdf, table)
    return bytes(pdf.output())


def _rows(pdf: FPDF, table: Table) -> None:
    if not table.rows:
        print_text(pdf, "None.", size_pt=_TEXT_PT)
        return
    width_mm = pdf.epw / len(table.head)
    for number, row in enumerate((table.head, *table.rows)):
        pdf.set_font("helvetica", style="B" if number == 0 else "", size=_TEXT_PT)
        for cell in row:
            fitting = latin(cell)
            while pdf.get_string_width(fitting) > width_mm - 2:
                fitting = fitting[:-1]
            pdf.cell(width_mm, _LINE_MM, fitting)
        pdf.ln(_LINE_MM)
