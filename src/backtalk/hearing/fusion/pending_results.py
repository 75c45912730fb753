"""Results of the recogniser that wait for the spotter's second opinion, and what becomes of them.

A result is settled as soon as both opinions are clear, or when waiting is over. One that its own
utterance takes back is dropped; one whose utterance is over stays, whatever is said next. It
refuses to act: the listener does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.model.events import SCORES, Command, Situation
from backtalk.hearing.fusion.rescoring import Opinion, Rescorer
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import Heard


@dataclass(frozen=True)
class Settled:
    """What a result turned out to be: a stop, a command, or neither."""

    heard: Heard
    stop: Command | None = None
    sure: bool = False
    """Whether the stop is beyond doubt; else it is only worth a question."""
    command: Command | None = None
    after: Command | None = None
    """The stop that the same utterance has led to before it was taken for the command."""


@dataclass(frozen=True)
class _Pending:
    heard: Heard
    stop: Command | None
    """The stop phrase in it; None for a final result without one."""
    until_s: float
    """When waiting is over."""
    acted: Command | None
    """The stop that its utterance has led to already."""


class PendingResults:
    """Weighs the results of one stream."""

    def __init__(
        self,
        opinion: Rescorer,
        vocabulary: Vocabulary,
        is_own: Callable[[str, Command | None], bool],
    ) -> None:
        """Set up.

        Args:
            opinion: who is asked about each result.
            vocabulary: what words mean.
            is_own: whether the coach itself said a phrase just now; the command is the stop that
                the phrase means, or None.
        """
        self._rescorer = opinion
        self._vocabulary = vocabulary
        self._is_own = is_own
        self._waiting: deque[_Pending] = deque()
        self.situation = Situation.FLOW
        """Whose words are open."""

    def put_off(
        self, heard: Heard, stop: Command | None, acted: Command | None, now_s: float
    ) -> None:
        """Keep a result for weighing; it replaces what its own utterance was taken for before."""
        if self._waiting and not self._waiting[-1].heard.final:
            self._waiting.pop()
        self._waiting.append(_Pending(heard, stop, now_s + self._rescorer.patience_s, acted))

    def settle(self, now_s: float, *, over: bool = False) -> list[Settled]:
        """Return what has become of the results that wait; `over`: nothing more will be heard."""
        found: list[Settled] = []
        for pending in tuple(self._waiting):
            settled = self._settled(pending, over=over or now_s >= pending.until_s)
            if settled is not None:
                self._waiting.remove(pending)
                found.append(settled)
        return found

    def _settled(self, pending: _Pending, *, over: bool) -> Settled | None:
        heard, stop = pending.heard, pending.stop
        opinion = self._opinion_of(heard, stop)
        if stop is not None and opinion is Opinion.CERTAIN:
            return Settled(heard, self._graver(stop), sure=True)
        if stop is None and pending.acted is None and (spotted := self._spotted(heard)):
            return Settled(heard, spotted, sure=True)
        if (command := self._command(heard)) is not None:
            return Settled(heard, command=command, after=pending.acted)
        if not over:
            return None
        # A guess may still turn into another word: it is asked about at its end.
        possible = opinion is Opinion.POSSIBLE and heard.final
        return Settled(heard, stop if possible else None)

    def _graver(self, stop: Command) -> Command:
        """Return `stop`, or pain where the spotter heard that: 'ouch' passes for 'halt'."""
        hurts = self._rescorer.likeliest_stop() == Command.PAIN.value
        return Command.PAIN if stop is Command.STOP and hurts else stop

    def _opinion_of(self, heard: Heard, stop: Command | None) -> Opinion:
        if stop is None:
            return Opinion.UNLIKELY
        asks_score = self.situation is Situation.SCORE
        rivals = [score.value for score in SCORES] if asks_score else ()
        return self._rescorer.of_stop(sure=heard.sure, alone=heard.alone, rivals=rivals)

    def _spotted(self, heard: Heard) -> Command | None:
        """Return the stop that the spotter takes the utterance for, unknown to the recogniser."""
        kind = self._rescorer.unsuspected_stop(heard)
        if not kind:
            return None
        command = Command(kind)
        own = any(self._is_own(phrase, command) for phrase in self._vocabulary.phrases(command))
        return None if own else command

    def _command(self, heard: Heard) -> Command | None:
        """Return the command that a final result is, by both opinions; None for none yet."""
        if not heard.final:
            return None
        if not self._rescorer.gives_any:
            return self._vocabulary.command(heard.text, self.situation) if heard.sure else None
        phrases = self._vocabulary.grammar(self.situation).commands
        said = self._rescorer.command(heard, phrases)
        own = bool(said) and self._is_own(said, None)
        return None if own else self._vocabulary.command(said, self.situation)
