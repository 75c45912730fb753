"""What the spotter thinks of a recogniser's word: a second look at the same second of sound.

The embedded recogniser alone makes up some 30 stop words and as many commands in an hour of other
people's talk. The spotter's head knows all phrases by their sound and makes up others, so that
the two together are rarely wrong. It refuses to hear anything by itself: that is the spotter's.

The figures were taken on 186 stretches (41 minutes) of LibriSpeech, 66 stop phrases and 84
commands by synthetic voices and 184 words of people, voices that the head had been trained on.
"""

from __future__ import annotations

from enum import Enum, auto

from backtalk.hearing.spotter import Spotter

CERTAIN_ODDS = 1.6
"""Of a stop phrase the recogniser is sure of. In the talk the highest was 1.5; of the synthetic
stop phrases that the spotter missed, two thirds were above."""

CERTAIN_ODDS_UNSURE = 4.6
"""Of a stop phrase the recogniser only suspects; in the talk the highest was 4.58."""

POSSIBLE_ODDS = 1.0
"""From here on a stop phrase is worth a question: some 13 an hour in the same talk."""

COMMAND_ODDS = -2.0
"""Of a command: none in the talk reached it, and no word was taken for another command (21 of 145
words of people were, without the second opinion); one right command of 150 is lost by it."""

COMMAND_ODDS_UNSURE = 0.5
"""Of a command that the recogniser would not have reported alone."""


PATIENCE_S = 0.5
"""How long a stop phrase waits for the spotter, which is up to 0.24 s behind the sound and needs
another 0.3 s of it for the slowest tenth of words."""


class Opinion(Enum):
    """How likely it is that a stop phrase was said."""

    CERTAIN = auto()
    POSSIBLE = auto()
    UNLIKELY = auto()


class SecondOpinion:
    """Doubts and supports the words of one recogniser."""

    def __init__(self, spotter: Spotter | None, *, is_needed: bool) -> None:
        """Set up.

        Args:
            spotter: who is asked; None for nobody.
            is_needed: whether the recogniser is wrong too often to act alone.
        """
        self.spotter = spotter
        self._is_needed = is_needed

    @property
    def patience_s(self) -> float:
        """How long to wait for an opinion that is not certain yet."""
        return PATIENCE_S if self.spotter is not None and self._is_needed else 0.0

    def of_stop(self, *, sure: bool) -> Opinion:
        """Return how likely a stop phrase is that the recogniser has just reported."""
        if self.spotter is None or not self._is_needed:
            return Opinion.CERTAIN if sure else Opinion.POSSIBLE
        latest = self.spotter.latest
        odds = max(
            (latest[name] for name in self.spotter.stop_classes if name in latest), default=-99.0
        )
        if odds >= (CERTAIN_ODDS if sure else CERTAIN_ODDS_UNSURE):
            return Opinion.CERTAIN
        return Opinion.POSSIBLE if odds >= POSSIBLE_ODDS else Opinion.UNLIKELY

    def accepts(self, phrase: str, *, sure: bool) -> bool:
        """Whether the command `phrase`, reported by the recogniser, is to be believed."""
        if self.spotter is None or not self._is_needed:
            return sure
        odds = self.spotter.latest.get(phrase)
        if odds is None:  # a phrase that the head does not know
            return sure
        return odds >= (COMMAND_ODDS if sure else COMMAND_ODDS_UNSURE)
