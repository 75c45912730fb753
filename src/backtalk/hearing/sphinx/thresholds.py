"""When the embedded recogniser believes what it heard: every threshold in one place.

No sign is weighed against another: each must hold by itself, so that a stop that was
missed, or one that was made up, has one reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.hearing.sphinx.phrase_decoder import Guess
from backtalk.hearing.sphinx.verifier import PhraseScore


@dataclass(frozen=True)
class Thresholds:
    """The thresholds; fits are those of `Guess` and `PhraseScore`."""

    longest_word_s: float = 1.5
    """What goes on for longer is talk, not a word to the coach."""
    fewest_frames_per_phone: float = 4.0
    """What is more hurried is no word: clicks and scraps of talk lay at 2.0 to 3.5, of 37 stop
    phrases by synthetic voices none below 4.2."""
    most_frames_per_phone: float = 15.0
    """What is drawn out further is no word: steady noise fits 'sick' well, but for seconds. None
    of those 37 was above 10.8."""
    suspected_fit: float = -31.0
    """Of a stop phrase that is still being said."""
    sure_stop_fit: float = -18.0
    """Of a stop phrase with quiet on both sides, better than any other phrase, that acts at once.
    Of 34 found in 4.4 minutes of other people's talk the best reached -27.7."""
    near_stop_fit: float = -22.0
    """Of a stop phrase with quiet on both sides that is worth a question."""
    near_stop_lag: float = 7.0
    """How far behind the best phrase it may be."""
    command_fit: float = -16.0
    """Of a command with quiet on both sides: none of 52 in the same talk reached it that was not
    too hurried."""

    def suspects(self, guess: Guess) -> bool:
        """Tell whether a stop phrase that is still being said is worth a suspicion."""
        return guess.fit >= self.suspected_fit and self._is_said_like_a_word(guess.frames_per_phone)

    def is_sure_stop(self, score: PhraseScore) -> bool:
        """Tell whether an utterance is a stop phrase beyond doubt."""
        return (
            score.phrase == score.stop
            and score.stop_fit >= self.sure_stop_fit
            and self._is_said_like_a_word(score.frames_per_phone)
        )

    def is_near_stop(self, score: PhraseScore) -> bool:
        """Tell whether an utterance might have been a stop phrase."""
        return (
            score.stop_fit >= self.near_stop_fit
            and score.stop_lag <= self.near_stop_lag
            and self._is_said_like_a_word(score.frames_per_phone)
        )

    def is_command(self, score: PhraseScore) -> bool:
        """Tell whether an utterance is the command that fits it best."""
        return score.fit >= self.command_fit and self._is_said_like_a_word(score.frames_per_phone)

    def _is_said_like_a_word(self, frames_per_phone: float) -> bool:
        return self.fewest_frames_per_phone <= frames_per_phone <= self.most_frames_per_phone
