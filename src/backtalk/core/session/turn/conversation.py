"""The conversation a session waits in: the question asked, and how long to wait for the answer."""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.dialogue.dialogue import Dialogue, Question
from backtalk.core.model.events import Line
from backtalk.core.session.turn.outbox import Outbox

_EXACT_S = 1e-6


class Conversation:
    """At most one dialogue. Patience begins when the question has been said."""

    def __init__(self) -> None:
        self.dialogue: Dialogue | None = None
        self.question: Question | None = None
        self.deadline_s: float | None = None
        """When the question counts as unanswered; None while it is being said."""
        self._utterance: int | None = None
        self._cut_short = False

    def begin(self, dialogue: Dialogue) -> None:
        """Wait in `dialogue`; its question is still to be asked."""
        self.end()
        self.dialogue = dialogue

    def ask(
        self, question: Question, outbox: Outbox, *, safety: bool, before: tuple[Line, ...] = ()
    ) -> None:
        """Say `question`, after `before`."""
        question = replace(question, first=(*before, *question.first))
        self.question, self.deadline_s, self._cut_short = question, None, False
        self._utterance = outbox.say((*question.first, *question.lines), safety=safety)

    def speech_finished(self, utterance: int, now_s: float) -> None:
        """Begin to wait if `utterance` was the question."""
        if self.question is not None and utterance == self._utterance:
            self._utterance = None
            self.deadline_s = now_s + self.question.wait_s
            if self.question.first and not self._cut_short:  # else it stays the very same
                self.question = replace(self.question, first=())

    def say_aside(self, lines: tuple[Line, ...], outbox: Outbox, *, safety: bool) -> None:
        """Say `lines` in the middle of the question; patience begins again after them.

        Nothing is hushed: the rest of the question is still to be heard.
        """
        self._utterance, self.deadline_s = outbox.say(lines, safety=safety), None

    def cut_short(self, now_s: float, again_after_s: float) -> None:
        """The question was interrupted: ask again when nobody answers in `again_after_s`."""
        self._utterance, self.deadline_s, self._cut_short = None, now_s + again_after_s, True

    def overdue(self, now_s: float) -> bool:
        """Whether patience is over."""
        return self.deadline_s is not None and self.deadline_s <= now_s + _EXACT_S

    def to_repeat(self) -> Question | None:
        """Return the question where it was cut short, which does not count as unanswered."""
        self.deadline_s = None
        return self.question if self._cut_short else None

    def end(self) -> None:
        """Wait no more."""
        self.dialogue = self.question = self.deadline_s = self._utterance = None
        self._cut_short = False
