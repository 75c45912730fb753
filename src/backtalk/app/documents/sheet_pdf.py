"""The sheet for the wall as a PDF."""

from __future__ import annotations

from backtalk.app.documents.pdf_page import begun, print_text
from backtalk.app.documents.sheet_content import STOP, SheetContent


def made_of(sheet: SheetContent, language: str) -> bytes:
    """Return `sheet` as a PDF file."""
    pdf = begun(sheet.title, language=language)
    pdf.set_auto_page_break(auto=True, margin=15)
    print_text(pdf, sheet.title, size_pt=30, bold=True)
    for line in sheet.lead:
        print_text(pdf, line, size_pt=18)
    print_text(pdf, STOP, size_pt=18, bold=True)
    for section in sheet.sections:
        pdf.ln(4)
        with pdf.unbreakable() as whole:
            print_text(whole, section.title, size_pt=22, bold=True)
            if section.amount:
                print_text(whole, section.amount, size_pt=18, bold=True)
            for line in section.lines:
                print_text(whole, line, size_pt=18)
    return bytes(pdf.output())
