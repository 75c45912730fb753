"""The sheet for the wall as a PDF, with the fonts that every reader has: Latin letters only."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.recorder import FPDFRecorder

from backtalk.app.sheet import STOP, Content


def made_of(sheet: Content, language: str) -> bytes:
    """Return `sheet` as a PDF file."""
    pdf = FPDF(format="A4")
    pdf.set_lang(language)
    pdf.set_title(_latin(sheet.title))
    pdf.set_auto_page_break(auto=True, margin=15)
    pdf.add_page()
    _print(pdf, sheet.title, size_pt=30, bold=True)
    for line in sheet.lead:
        _print(pdf, line, size_pt=18)
    _print(pdf, STOP, size_pt=18, bold=True)
    for section in sheet.sections:
        pdf.ln(4)
        with pdf.unbreakable() as whole:
            _print(whole, section.title, size_pt=22, bold=True)
            if section.amount:
                _print(whole, section.amount, size_pt=18, bold=True)
            for line in section.lines:
                _print(whole, line, size_pt=18)
    return bytes(pdf.output())


def _print(pdf: FPDF | FPDFRecorder, text: str, *, size_pt: int, bold: bool = False) -> None:
    pdf.set_font("helvetica", style="B" if bold else "", size=size_pt)
    height_mm = size_pt * 0.5
    pdf.multi_cell(0, height_mm, _latin(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _latin(text: str) -> str:
    """Return `text` with what the reader's own fonts lack as question marks."""
    return text.encode("latin-1", errors="replace").decode("latin-1")
