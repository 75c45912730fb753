"""One page for the physiotherapist: how often, what hurt, how far each exercise has come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backtalk.app import atomic_write
from backtalk.app.documents import html_page, trend_picture
from backtalk.app.documents.drawing import Drawing, as_svg
from backtalk.app.documents.trends import streak, weeks
from backtalk.core.model.history import History

NO_DIAGNOSIS = "What the person told a voice coach. It is no finding and no diagnosis."
"""What stands on every report."""
SHOWN_WEEKS, SHOWN_PAINS, SHOWN_EXERCISES = 4, 8, 12
_STYLE = """\
@page { size: A4; margin: 12mm; }
body { font: 10pt/1.3 sans-serif; margin: 1em auto; max-width: 50em; color: #000; }
h1 { font-size: 16pt; margin: 0; }
h2 { font-size: 12pt; margin: 0.6em 0 0.2em; }
p { margin: 0.2em 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 0.5pt solid #999; padding: 0.1em 0.4em; text-align: left; }
svg { max-width: 100%; height: auto; }"""


@dataclass(frozen=True)
class Table:
    """A table of the report."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Content:
    """What is on the page, however it is written."""

    title: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    picture: Drawing


def write(history: History, day: int, name: str, file: Path) -> None:
    """Write the report into `file`; its ending (.html or .pdf) says what it is.

    Raises:
        BacktalkError: another ending, or the file cannot be written.
    """
    report = content(history, day, name)
    makers = {".html": lambda: _as_html(report), ".pdf": lambda: _as_pdf(report)}
    atomic_write.write_as("A report", file, makers)


def content(history: History, day: int, name: str) -> Content:
    """Return what is on the page about the person `name` on `day`."""
    lately = weeks(history)[-SHOWN_WEEKS:]
    sessions = sum(week.sessions for week in lately)
    minutes = sum(week.minutes for week in lately)
    amount = f"{sessions} sessions, {minutes:.0f} minutes; {streak(history, day)} in a row"
    lead = [NO_DIAGNOSIS, f"In the last {len(lately)} weeks of training: {amount}."]
    agreed = dict.fromkeys(answer.question for answer in history.answers if answer.consent)
    if agreed:
        rules = ", ".join(question.removeprefix("doctor-agreed:") for question in agreed)
        lead.append(f"The doctor agreed, as the person says, to: {rules}.")
    title = f"Back training of {name}, {_iso(day)}"
    return Content(
        title,
        tuple(lead),
        (_pains(history), _exercises(history)),
        trend_picture.draw(history, day, name),
    )


def _pains(history: History) -> Table:
    shown = [pain for pain in history.pains if pain.day][-SHOWN_PAINS:]
    rows = tuple(
        (
            _iso(pain.day),
            pain.exercise,
            pain.kind if pain.score is None else f"{pain.score} of 10",
            pain.place,
            pain.action,
        )
        for pain in reversed(shown)
    )
    return Table("What hurt, newest first", ("Date", "Exercise", "Pain", "Where", "Then"), rows)


def _exercises(history: History) -> Table:
    times = Counter(each.exercise for s in history.sessions for each in s.sets)
    last = {each.exercise: each for s in history.sessions for each in s.sets}
    hurt = Counter(pain.exercise for pain in history.pains)
    rows = []
    for exercise, count in times.most_common(SHOWN_EXERCISES):
        done = last[exercise]
        held = f", hold {done.hold_s:g} s" if done.hold_s else ""
        amount = f"{done.done} times{held}"
        reports = str(hurt[exercise] or "")
        rows.append((exercise, str(count), done.variation, amount, reports))
    head = ("Exercise", "Sets", "Step", "Last time", "Pain reports")
    return Table("Exercises", head, tuple(rows))


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _as_html(report: Content) -> bytes:
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


def _as_pdf(report: Content) -> bytes:
    # Only a report needs the PDF library, and no other command should wait for it.
    from backtalk.app.documents import physio_report_pdf  # noqa: PLC0415  see above

    return physio_report_pdf.made_of(report)
