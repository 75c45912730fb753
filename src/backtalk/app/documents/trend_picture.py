"""The trends as a picture: pain, sets and minutes of each week as bars, and the streak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from backtalk.app import atomic_write
from backtalk.app.documents.drawing import Bar, Drawing, Label, Rule, as_svg
from backtalk.app.documents.trends import Week, streak, weeks
from backtalk.core.model.history import History
from backtalk.core.model.pain import MAX_SCORE

MAX_WEEKS = 52
_WIDTH, _LEFT, _RIGHT = 720, 20, 20
_TOP, _ROW, _BARS = 50, 130, 80
_PANELS: tuple[tuple[str, str, Callable[[Week], float], float], ...] = (
    ("Worst pain of the week, 0 to 10", "#b03a2e", lambda w: float(w.worst_pain or 0), MAX_SCORE),
    ("Sets", "#1f618d", lambda w: float(w.sets), 0.0),
    ("Minutes", "#117a65", lambda w: w.minutes, 0.0),
)
"""Title, colour, figure, and the top of the scale (0: the highest figure)."""


def draw(history: History, day: int, name: str) -> Drawing:
    """Return the picture of the last `MAX_WEEKS` weeks up to `day`."""
    shown = weeks(history)[-MAX_WEEKS:]
    kept = streak(history, day)
    title = f"{name}: {kept} {'session' if kept == 1 else 'sessions'} in a row"
    shapes: list[Bar | Rule | Label] = [Label(_LEFT, 28, title, 18)]
    for number, (heading, colour, figure, top) in enumerate(_PANELS):
        shapes += _panel(shown, _TOP + number * _ROW, heading, colour, figure, top)
    if shown:
        foot = _TOP + len(_PANELS) * _ROW
        first, last = (date.fromordinal(shown[n].first_day) for n in (0, -1))
        shapes.append(Label(_LEFT, foot, f"Weeks from {first} to {last}"))
    return Drawing(_WIDTH, _TOP + len(_PANELS) * _ROW + 20, title, tuple(shapes))


def write(drawing: Drawing, file: Path) -> None:
    """Write `drawing` into `file`; its ending (.svg or .png) says what it is.

    Raises:
        BacktalkError: another ending, or the file cannot be written.
    """
    makers = {".svg": lambda: as_svg(drawing).encode(), ".png": lambda: _as_png(drawing)}
    atomic_write.write_as("A picture", file, makers)


def _as_png(drawing: Drawing) -> bytes:
    # Only a PNG needs the picture library, and no other command should wait for it.
    from backtalk.app.documents import drawing_png  # noqa: PLC0415  see above

    return drawing_png.as_png(drawing)


def _panel(
    shown: Sequence[Week],
    y: float,
    heading: str,
    colour: str,
    figure: Callable[[Week], float],
    top: float,
) -> list[Bar | Rule | Label]:
    figures = [figure(week) for week in shown]
    highest = max(figures, default=0.0)
    scale = top or highest or 1.0
    base = y + 20 + _BARS
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(shown), 8)
    bars = [
        Bar(
            _LEFT + n * step,
            base - _BARS * value / scale,
            step * 0.8,
            _BARS * value / scale,
            colour,
        )
        for n, value in enumerate(figures)
        if value
    ]
    label = f"{heading} (highest {highest:.0f})"
    return [Label(_LEFT, y + 12, label), *bars, Rule(_LEFT, base, _WIDTH - _RIGHT, base)]
