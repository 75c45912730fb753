"""When the hearing check is due, and what is remembered of the last one.

A check is due before every session. A person can leave it out for the rest of the day by saying
so, for themselves and for no one else; then the coach says that it is left out. Nothing is kept but
how the check ended.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backtalk.app import atomic_write, log
from backtalk.app.settings import Paths
from backtalk.app.voices.stored_voice import CLIPS_A_WORD, StoredVoice
from backtalk.core.dialogue.hearing_check import EVERY_DAY, FIRST_TIME, Prompt
from backtalk.core.model.events import Line, RoomLevels, phrase
from backtalk.core.model.person import Person
from backtalk.core.model.records import CheckResult
from backtalk.errors import BacktalkError
from backtalk.hearing.fusion.listener import Listener
from backtalk.hearing.spotter.spotter import Spotter

_LOG = logging.getLogger(__name__)
_REMEDY = "Check that the disk has space and that the folder is yours."


def left_out_today(file: Path, now: datetime) -> bool:
    """Whether the person said today that the check be left out. An unreadable file says no."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        said = datetime.fromisoformat(kept["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(kept.get("result") == CheckResult.SKIPPED.value and said.date() == now.date())


@dataclass(frozen=True)
class Check:
    """The hearing check of one live session."""

    stored: StoredVoice
    file: Path
    """Where it is remembered how the check ended."""
    due: bool
    """False where the person said today that it be left out."""
    keeps: bool = True
    """Whether examples of the person's voice may be kept: not while it is not known whose."""

    def prompts(self) -> tuple[Prompt, ...]:
        """Return what the check asks for; the first one also learns how the person says words."""
        if not self.due:
            return ()
        return FIRST_TIME if self.keeps and not self.stored.begun else EVERY_DAY

    def opening(self) -> tuple[Line, ...]:
        """Return what is said about a check that is left out: it is never left out silently."""
        return () if self.due else (phrase("check_left_out"),)


def check_of(
    person: Person, paths: Paths, now: datetime, *, leave_out: bool = False, keeps: bool = True
) -> Check:
    """Return the hearing check of a live session of `person`.

    `leave_out` leaves it out for the rest of the day; `keeps` as in `Check`.

    Raises:
        BacktalkError: that it is left out cannot be written down.
    """
    file = paths.hearing_check(person)
    if leave_out:
        remember(file, CheckResult.SKIPPED, now)
    return Check(StoredVoice(paths.voice_clips(person)), file, not left_out_today(file, now), keeps)


class CheckRecorder:
    """Measures for a check, keeps the examples it asks for, and learns from them at its end."""

    def __init__(self, check: Check, listener: Listener, now: Callable[[], datetime]) -> None:
        self._check = check
        self._listener = listener
        self._now = now
        self._kept = 0

    def measure(self, keep: str) -> RoomLevels:
        """Return the levels of the last seconds; keep what was said as an example of `keep`.

        Raises:
            BacktalkError: the example cannot be kept.
        """
        clip = self._listener.last_utterance()
        if keep and len(clip):
            self._check.stored.keep(keep, clip)
            self._kept += 1
        return self._listener.room_levels()

    def ended(self, result: CheckResult) -> None:
        """Remember how the check ended and, where there are new examples, learn from them.

        Learning takes some seconds; it happens beside the welcome, on a thread of its own.

        Raises:
            BacktalkError: it cannot be written.
        """
        remember(self._check.file, result, self._now())
        if self._kept >= CLIPS_A_WORD:
            threading.Thread(target=self._learn, name="learning", daemon=True).start()

    def _learn(self) -> None:
        try:
            with log.timed(_LOG, "learning a voice"):
                head = self._check.stored.adapt()
            self._listener.adopt(Spotter(head))
        except BacktalkError as error:  # the built-in spotter goes on listening: nothing is lost
            log.fault(_LOG, "learning a voice", error)


def remember(file: Path, result: CheckResult, now: datetime) -> None:
    """Write down how a check ended, for its owner alone to read.

    Raises:
        BacktalkError: it cannot be written.
    """
    content = json.dumps({"result": result.value, "at": now.isoformat(timespec="seconds")})
    try:
        atomic_write.make_folder(file.parent)
        file.write_text(content + "\n", encoding="utf-8")
        file.chmod(0o600)
    except OSError as error:
        sentence = f"The result of the hearing check cannot be saved: {error.strerror}."
        raise BacktalkError(sentence, _REMEDY) from error
