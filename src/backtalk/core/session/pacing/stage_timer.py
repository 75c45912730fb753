"""Where a session stands within its stage: which cues are due and when it wants to be woken.

Holds the stage, the moment its clock started and the next cue; knows no session and no device.
"""

from __future__ import annotations

from backtalk.core.session.pacing.stage import Cue, Stage

_EXACT_S = 1e-6
"""Deadlines are sums of floats: the moment that was asked for may come out a hair too early."""


class StageTimer:
    """Plays one stage at a time: cues come due in order, then the stage is over."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._started_s: float | None = None
        self._next = 0
        self._opening: int | None = None

    def start(self, stage: Stage, now_s: float, opening: int | None) -> None:
        """Begin `stage`; its clock starts now, or when utterance `opening` has been said."""
        self._stage, self._next, self._opening = stage, 0, opening
        self._started_s = None if opening is not None else now_s

    def stand_still(self) -> None:
        """Forget the stage: nothing comes due until another one starts."""
        self._stage = self._started_s = self._opening = None

    def speech_finished(self, utterance: int, now_s: float) -> None:
        """Start the clock if `utterance` was what it waited for."""
        if self._stage is not None and utterance == self._opening:
            self._started_s, self._opening = now_s, None

    def due(self, now_s: float) -> tuple[Cue, ...]:
        """Return the cues that have come due since the last call, in order."""
        if self._stage is None or self._started_s is None:
            return ()
        first = self._next
        cues = self._stage.cues
        while self._next < len(cues) and self._at(cues[self._next].at_s) <= now_s + _EXACT_S:
            self._next += 1
        return cues[first : self._next]

    def over_at(self, now_s: float) -> float | None:
        """Return the planned end of the stage once it has passed, else None."""
        if self._stage is None or self._started_s is None:
            return None
        # Not `now_s`: the next stage begins at the planned end, so that lateness does not add up.
        end_s = self._at(self._stage.length_s)
        return end_s if end_s <= now_s + _EXACT_S else None

    def next_deadline(self) -> float | None:
        """Return when the next cue or the end comes due, or None while nothing runs."""
        if self._stage is None or self._started_s is None:
            return None
        if self._next < len(self._stage.cues):
            return self._at(self._stage.cues[self._next].at_s)
        return self._at(self._stage.length_s)

    def left_s(self, now_s: float) -> float:
        """Return the seconds left of the stage; the whole stage while its opening is said."""
        if self._stage is None:
            return 0.0
        if self._started_s is None:
            return self._stage.length_s
        return max(0.0, self._at(self._stage.length_s) - now_s)

    def _at(self, offset_s: float) -> float:
        return (self._started_s or 0.0) + offset_s
