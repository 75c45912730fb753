"""Bytes and text for people: sheet, report, calendar, exports."""
