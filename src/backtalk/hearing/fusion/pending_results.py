"""Results of the recogniser that wait for a second look, and the detections they become.

A result is settled as soon as the recogniser and the rescorer are both clear, or when waiting is
over. One that its own utterance takes back is dropped; one whose utterance is over stays, whatever
is said next. Nothing is acted on here: the responder does that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.model.events import SCORES, Command
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.open_words import OpenWords
from backtalk.hearing.fusion.rescoring import Likelihood, Rescorer
from backtalk.ports import Heard


@dataclass(frozen=True)
class _Pending:
    heard: Heard
    stop: Command | None
    """The stop phrase in it; None for a final result without one."""
    acted: Command | None
    """The stop that its utterance has led to already."""
    until_s: float
    """When waiting is over."""


class PendingResults:
    """Weighs the results of one stream."""

    def __init__(
        self,
        rescorer: Rescorer,
        words: OpenWords,
        is_own: Callable[[str, Command | None], bool],
        confirms: Callable[[], bool] = lambda: False,
    ) -> None:
        """Set up.

        Args:
            rescorer: asked about each result.
            words: the words that are open at first.
            is_own: whether the coach itself said a phrase just now; the command is the stop that
                the phrase means, or None.
            confirms: whether a second pass is there to look at what is doubtful.
        """
        self._rescorer = rescorer
        self._is_own = is_own
        self._confirms = confirms
        self._waiting: deque[_Pending] = deque()
        self.words = words
        """The words that are open."""

    def put_off(
        self, heard: Heard, stop: Command | None, acted: Command | None, now_s: float
    ) -> None:
        """Keep a result for weighing; it replaces what its own utterance seemed to be before."""
        if self._waiting and not self._waiting[-1].heard.final:
            self._waiting.pop()
        self._waiting.append(_Pending(heard, stop, acted, now_s + self._rescorer.patience_s))

    def settle(self, now_s: float, *, over: bool = False) -> list[Detection]:
        """Return what has become of the results that wait; `over`: nothing more will be heard."""
        found: list[Detection] = []
        for pending in tuple(self._waiting):
            settled = self._settled(pending, now_s, over=over or now_s >= pending.until_s)
            if settled is not None:
                self._waiting.remove(pending)
                found += settled
        return found

    def _settled(self, pending: _Pending, now_s: float, *, over: bool) -> list[Detection] | None:
        """Return what a result is, an empty list for nothing at all, or None for not yet."""
        heard, stop = pending.heard, pending.stop
        likelihood = self._likelihood_of(heard, stop)
        if stop is not None and likelihood is Likelihood.CERTAIN:
            return [_detection(heard, self._graver(stop), now_s)]
        if stop is None and pending.acted is None and (spotted := self._spotted(heard)):
            return [_detection(heard, spotted, now_s)]
        if (command := self._command(heard)) is not None:
            return [self._command_detection(pending, command, now_s)]
        if not over:
            return None
        # A guess may still turn into another word: it is asked about at its end.
        # Where the second pass can look at it, the spotter alone does not talk a sure recogniser
        # out of a stop: of 37 words of pain that did so 6 were silent.
        vetoed = stop is not None and heard.sure and self._confirms()
        if heard.final and (likelihood is Likelihood.POSSIBLE or vetoed):
            return [_detection(heard, stop, now_s, sure=False)]
        said = heard.final and heard.text and stop is None
        return [_detection(heard, None, now_s)] if said else []

    def _command_detection(self, pending: _Pending, command: Command, now_s: float) -> Detection:
        heard = pending.heard
        # What turns out to be no stop word after all cannot undo the stop it caused; but 'six',
        # which began like 'sick', still answers how bad it is.
        counts = pending.acted is None or command in SCORES
        known = self.words.command(heard.text) is command
        text = heard.text if known else command.value
        return _detection(heard, command if counts else None, now_s, text=text)

    def _graver(self, stop: Command) -> Command:
        """Return `stop`, or pain where the spotter heard that: 'ouch' passes for 'halt'."""
        hurts = self._rescorer.likeliest_stop() == Command.PAIN.value
        return Command.PAIN if stop is Command.STOP and hurts else stop

    def _likelihood_of(self, heard: Heard, stop: Command | None) -> Likelihood:
        if stop is None:
            return Likelihood.UNLIKELY
        return self._rescorer.of_stop(sure=heard.sure, alone=heard.alone, rivals=self.words.rivals)

    def _spotted(self, heard: Heard) -> Command | None:
        """Return the stop that the spotter hears in the utterance, unknown to the recogniser."""
        kind = self._rescorer.unsuspected_stop(heard)
        if not kind:
            return None
        command = Command(kind)
        phrases = self.words.vocabulary.phrases(command)
        return None if any(self._is_own(phrase, command) for phrase in phrases) else command

    def _command(self, heard: Heard) -> Command | None:
        """Return the command that a final result is, by both opinions; None for none yet."""
        if not heard.final:
            return None
        if not self._rescorer.gives_any:
            return self.words.command(heard.text) if heard.sure else None
        said = self._rescorer.command(heard, self.words.grammar.commands)
        own = bool(said) and self._is_own(said, None)
        return None if own else self.words.command(said)


def _detection(
    heard: Heard, command: Command | None, now_s: float, *, sure: bool = True, text: str = ""
) -> Detection:
    return Detection(Source.RECOGNISER, command, sure, text or heard.text, now_s, final=heard.final)
