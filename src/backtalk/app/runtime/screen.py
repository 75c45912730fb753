"""What a terminal shows while a session runs, for anyone who looks; training needs no screen."""

from __future__ import annotations

import math
from types import TracebackType

from rich.console import Console
from rich.live import Live as RichLive
from rich.table import Table

from backtalk.app.runtime.conductor import TimelineEntry
from backtalk.core.session.view import SessionView

_REFRESH_PER_S = 5
_BAR = 20
_QUIET_DB = -60.0
_CLOSED = "Any key stops."
KEYS = (
    "Keys: 0-9 the score (1 then 0 for ten), y yes, n no, b back, w why,"
    " c continue, e easier, s skip, f finish, l leg. Any other key stops."
)
"""What keys answer while the session waits."""


class Screen:
    """A small table: exercise, count, time left, microphone level, last words."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = RichLive(console=console, refresh_per_second=_REFRESH_PER_S, transient=True)
        self._said = self._heard = self._trouble = ""

    def __enter__(self) -> None:
        self._live.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def happened(self, entry: TimelineEntry) -> None:
        """Remember the last words said and heard, and the last trouble."""
        if entry.kind == "spoke":
            self._said = entry.text
        elif entry.kind == "heard":
            self._heard = entry.text
        elif entry.kind == "trouble":
            self._trouble = entry.text

    def bell(self) -> None:
        """Ring the terminal's own bell: a sound that needs no loudspeaker of the coach's."""
        self._console.bell()

    def show(self, view: SessionView, level: float) -> None:
        """Draw the present state; `level` is the microphone's root mean square, 0 to 1."""
        each = view.exercise_set
        table = Table.grid(padding=(0, 2))
        table.add_row("Exercise", f"{each.exercise.name} {each.side.value if each.side else ''}")
        table.add_row("Now", f"{view.state.label}  {math.ceil(view.left_s)} s")
        table.add_row("Count", f"{view.position.done} of {each.repetitions}")
        table.add_row("Sets", f"{view.sets_done} of {len(view.plan.sets)}")
        table.add_row("Microphone", level_bar(level))
        table.add_row("Coach", self._said)
        table.add_row("Heard", self._heard)
        if self._trouble:
            table.add_row("Trouble", self._trouble)
        table.add_row("", KEYS if view.waits else _CLOSED)
        self._live.update(table)


def level_bar(level: float) -> str:
    """Return a bar for `level` (0 to 1), in decibels from -60 to full scale."""
    level_db = 20 * math.log10(max(level, 1e-6))
    filled = round(_BAR * min(1.0, max(0.0, 1 - level_db / _QUIET_DB)))
    return "#" * filled + "." * (_BAR - filled) + f" {level_db:.0f} dB"
