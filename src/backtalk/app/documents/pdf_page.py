"""Text on the pages of a PDF, with the fonts that every reader has: Latin letters only."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.recorder import FPDFRecorder


def begun(title: str, *, language: str = "en", margin_mm: float = 10.0) -> FPDF:
    """Return a PDF of A4 pages with the first of them open."""
    pdf = FPDF(format="A4")
    pdf.set_lang(language)
    pdf.set_title(latin(title))
    pdf.set_margin(margin_mm)
    pdf.add_page()
    return pdf


def print_text(pdf: FPDF | FPDFRecorder, text: str, *, size_pt: int, bold: bool = False) -> None:
    """Print `text` from the left margin on, in as many lines as it needs."""
    pdf.set_font("helvetica", style="B" if bold else "", size=size_pt)
    height_mm = size_pt * 0.5
    pdf.multi_cell(0, height_mm, latin(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def latin(text: str) -> str:
    """Return `text` with what the reader's own fonts lack as question marks."""
    return text.encode("latin-1", errors="replace").decode("latin-1")
