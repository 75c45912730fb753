"""The conversation a session waits in: the question asked, and how long to wait for the answer."""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.dialogue.dialogue import Dialogue, Question, Reply
from backtalk.core.dialogue.near_miss import PutOff
from backtalk.core.model.events import Command
from backtalk.core.session.outbox import Outbox

_EXACT_S = 1e-6


class Waiting:
    """At most one dialogue. Patience begins when the question has been said."""

    def __init__(self) -> None:
        self.dialogue: Dialogue | None = None
        self.question: Question | None = None
        self.deadline_s: float | None = None
        """When the question counts as unanswered; None while it is being said."""
        self._utterance: int | None = None
        self._cut_short = False

    def ask(self, question: Question, outbox: Outbox, *, safety: bool) -> None:
        """Say `question` and open its words."""
        self.question, self.deadline_s, self._cut_short = question, None, False
        outbox.listen(question.situation)
        self._utterance = outbox.say((*question.first, *question.lines), safety=safety)

    def speech_finished(self, utterance: int, now_s: float) -> None:
        """Begin to wait if `utterance` was the question."""
        if self.question is not None and utterance == self._utterance:
            self._utterance = None
            self.deadline_s = now_s + self.question.wait_s
            if self.question.first:  # otherwise it stays the very same question
                self.question = replace(self.question, first=())

    def interrupted(self, now_s: float, again_after_s: float) -> None:
        """The question was cut short: ask again when nobody answers in `again_after_s`."""
        self._utterance, self.deadline_s, self._cut_short = None, now_s + again_after_s, True

    def answer(self, command: Command) -> Reply:
        """Return what `command` leads to; None without a dialogue or when it is no answer."""
        return self.dialogue.answer(command) if self.dialogue is not None else None

    def overdue(self, now_s: float) -> Reply:
        """Return what silence leads to once patience is over, else None.

        A question that was cut short is asked again and does not count as unanswered.
        """
        if self.dialogue is None or self.deadline_s is None or self.deadline_s > now_s + _EXACT_S:
            return None
        self.deadline_s = None
        return self.question if self._cut_short else self.dialogue.unanswered()

    def put_off(self) -> PutOff | None:
        """Return what is being asked, to be asked again later; None where nothing is."""
        if self.dialogue is None or self.question is None:
            return None
        return PutOff(self.dialogue, self.question)

    def end(self) -> None:
        """Wait no more."""
        self.dialogue = self.question = self.deadline_s = self._utterance = None
