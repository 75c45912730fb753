"""One utterance: the guess of each moment while it lasts, and what it was when it is over.

A stop phrase is reported at up to three moments, each surer than the one before: suspected while
the word is being said, judged at the first gap behind it, and once more at the end. What was sure
once is not taken back by what came after.
"""

from __future__ import annotations

from backtalk.hearing.sphinx.levelled_decoder import LevelledDecoder
from backtalk.hearing.sphinx.thresholds import Thresholds
from backtalk.hearing.sphinx.verifier import PhraseScore, Verifier
from backtalk.ports import Grammar, Heard, Pcm

STEADY_BLOCKS = 15
"""A stop phrase is suspected when it stayed the best guess for 0.3 s: others pass through it."""


class Utterance:
    """Hears one utterance; made at its onset, and over with `end` or `abandon`."""

    def __init__(
        self,
        decoder: LevelledDecoder,
        verifier: Verifier,
        thresholds: Thresholds,
        grammar: Grammar,
    ) -> None:
        """Begin. `decoder` and `verifier` listen for `grammar` already."""
        self._decoder = decoder
        self._verifier = verifier
        self._thresholds = thresholds
        self._grammar = grammar
        self._guess = ""
        self._guess_blocks = 0
        self._suspected = ""
        """The stop phrase that was reported as a suspicion."""
        self._stopped = ""
        """The stop phrase that was reported as sure."""
        self._score: PhraseScore | None = None
        self._scored_voiced_s = 0.0
        decoder.begin()

    def process(self, sound: Pcm) -> None:
        """Hear more of it."""
        self._decoder.process(sound)

    def suspect(self, now_s: float) -> list[Heard]:
        """Report a stop phrase, unsure, once it has been the best guess for long enough."""
        guess = self._decoder.best()
        self._guess_blocks = self._guess_blocks + 1 if guess.phrase == self._guess else 1
        self._guess = guess.phrase
        if self._suspected or self._stopped or self._guess_blocks < STEADY_BLOCKS:
            return []
        if guess.phrase not in self._grammar.stops or not self._thresholds.suspects(guess):
            return []
        self._suspected = guess.phrase
        return [Heard(guess.phrase, final=False, at_s=now_s, sure=False)]

    def judge(self, now_s: float, voiced_s: float) -> list[Heard]:
        """Report a stop phrase that stands up to doubt, at the gap behind it.

        `voiced_s` is how long the utterance is from its onset to its last sound.
        """
        score = self._scored(voiced_s)
        if score is None or self._stopped or not self._thresholds.is_sure_stop(score):
            return []
        self._stopped = score.stop
        return [Heard(score.stop, final=False, at_s=now_s)]

    def end(self, now_s: float, voiced_s: float) -> list[Heard]:
        """Close it; return what it was."""
        score = None if self._stopped else self._scored(voiced_s)
        self._decoder.end()
        return self._findings(score, now_s)

    def abandon(self) -> None:
        """Close it without a result."""
        self._decoder.end()

    def _findings(self, score: PhraseScore | None, now_s: float) -> list[Heard]:
        """Return what is sure, or else all that is only suspected."""
        if self._stopped:
            return [Heard(self._stopped, final=True, at_s=now_s)]
        if score is None:
            suspicion = Heard(self._suspected, final=True, at_s=now_s, sure=False)
            return [suspicion] if self._suspected else []
        if self._thresholds.is_sure_stop(score):
            return [Heard(score.stop, final=True, at_s=now_s, alone=True)]
        command = score.phrase if score.phrase in self._grammar.commands else ""
        if command and self._thresholds.is_command(score):
            return [Heard(command, final=True, at_s=now_s, alone=True)]
        near = score.stop if self._thresholds.is_near_stop(score) else self._suspected
        last = Heard(command or near, final=True, at_s=now_s, sure=False, alone=True)
        # Both are told, the stop first: which of them was said, the rescorer may know.
        both = near and command
        return [Heard(near, final=False, at_s=now_s, sure=False), last] if both else [last]

    def _scored(self, voiced_s: float) -> PhraseScore | None:
        """Judge it so far, or return None: it is too long to be a word to the coach."""
        if voiced_s > self._thresholds.longest_word_s:
            return None
        # Scoring costs three searches; more quiet behind the same sound changes nothing.
        if self._score is None or voiced_s > self._scored_voiced_s:
            self._score = self._verifier.assess(self._decoder.levelled())
            self._scored_voiced_s = voiced_s
        return self._score
