"""What the spotter thinks of a recogniser's word: a second look at the same second of sound.

The embedded recogniser alone makes up some 30 stop words and as many commands in an hour of other
people's talk. The spotter's head knows all phrases by their sound and makes up others, so that
the two together are rarely wrong. It hears nothing by itself: the spotter does.

The thresholds of stops were set so that as many moments of other people's talk reach them as with
the networks before. What is said of talk below was counted on eleven minutes of it that the
networks had not been trained on, heard clean and in noise at 20 and 10 dB (34 minutes in all,
fold 2); what is said of commands, on 140 by people and 120 by synthetic voices that were not
trained on either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Protocol

from backtalk.ports import Heard

CERTAIN_ODDS = 0.7
"""Of a stop phrase the recogniser is sure of: 44 moments of the talk reached it, whatever the
recogniser made of them."""

CERTAIN_ODDS_UNSURE = 3.0
"""Of a stop phrase the recogniser only suspects: six moments of the talk reached it."""

CERTAIN_ODDS_ALONE = 1.8
"""Of a stop phrase the recogniser suspects that stands alone: 25 moments of the talk reached it,
standing alone or not."""

CERTAIN_ODDS_UNSUSPECTED = 4.2
"""Of a stop phrase that stands alone and that the recogniser took for something else: no moment of
the talk reached it, and of the commands, each heard clean and in noise at 20 and 10 dB, one 'six'
twice."""

POSSIBLE_ODDS = -0.3
"""From here on a stop phrase is worth a question, where the recogniser suspects it, too."""

COMMAND_ODDS = -2.0
"""Of a command that the recogniser reports: by it 2 of the 140 by people and 4 of the 120 by
synthetic voices would be lost clean, 3 and 7 at 20 dB."""

COMMAND_ODDS_UNSURE = 0.3
"""Of a command that the recogniser would not have reported alone."""

COMMAND_ODDS_ALONE = 0.9
"""Of a command that stands alone, whatever the recogniser made of it: 19 moments of the talk
reached it, standing alone or not."""

COMMAND_LEAD = 1.5
"""The spotter's favourite is this much likelier than the recogniser's before it is preferred."""

PATIENCE_S = 0.5
"""How long a stop phrase waits for the spotter, which is up to 0.24 s behind the sound and needs
another 0.3 s of it for the slowest tenth of words."""

UNKNOWN = -99.0
"""The odds of what the head has no class for."""


class Likelihood(Enum):
    """How likely it is that a stop phrase was said."""

    CERTAIN = auto()
    POSSIBLE = auto()
    UNLIKELY = auto()


class Scores(Protocol):
    """How likely each phrase was just now, as the spotter knows it."""

    @property
    def latest(self) -> Mapping[str, float]:
        """For each phrase it knows its highest log-odds of the last 1.3 s."""

    @property
    def kinds(self) -> Mapping[str, str]:
        """Which of those are of the stop class, and the commands they mean."""


class Rescorer:
    """Doubts and supports the words of one recogniser."""

    def __init__(self, spotter: Scores | None, *, is_needed: bool) -> None:
        """Set up.

        Args:
            spotter: gives the scores; None where there is none.
            is_needed: whether the recogniser is wrong too often to act alone.
        """
        self.spotter = spotter
        self._is_needed = is_needed

    @property
    def patience_s(self) -> float:
        """How long to wait for an opinion that is not certain yet."""
        return PATIENCE_S if self.gives_any else 0.0

    def of_stop(self, *, sure: bool, alone: bool = False, rivals: Iterable[str] = ()) -> Likelihood:
        """Return how likely it is that a stop phrase was said just now.

        Args:
            sure: whether the recogniser, who reported one, was sure of it.
            alone: whether the utterance stands alone, and is over.
            rivals: the scores, where one was asked for: 'six' is no 'sick' then. The
                loudspeaker is latched already when a score is asked for.
        """
        if self.spotter is None or not self._is_needed:
            return Likelihood.CERTAIN if sure else Likelihood.POSSIBLE
        odds = self._of(self.spotter.kinds)[1]
        if self._of(rivals)[1] > odds:
            return Likelihood.UNLIKELY
        # With quiet around it, a word has no neighbours to be mistaken for: less is needed.
        needed = CERTAIN_ODDS_ALONE if alone else CERTAIN_ODDS_UNSURE
        if odds >= (min(CERTAIN_ODDS, needed) if sure else needed):
            return Likelihood.CERTAIN
        return Likelihood.POSSIBLE if odds >= POSSIBLE_ODDS else Likelihood.UNLIKELY

    def unsuspected_stop(self, heard: Heard) -> str:
        """Return what stop an utterance was, unknown to the recogniser, as the name of a command.

        '' where the utterance was none.
        """
        if not self.gives_any or self.spotter is None or not heard.alone:
            return ""
        name, odds = self._of(self.spotter.kinds)
        return self.spotter.kinds[name] if odds >= CERTAIN_ODDS_UNSUSPECTED else ""

    def likeliest_stop(self) -> str:
        """Return what stop was said, if any, as the name of a command; '' where none is likely."""
        if not self.gives_any or self.spotter is None:
            return ""
        name, odds = self._of(self.spotter.kinds)
        return self.spotter.kinds[name] if odds >= POSSIBLE_ODDS else ""

    def command(self, heard: Heard, phrases: Iterable[str]) -> str:
        """Return which of `phrases`, the open commands, was said; '' for none of them.

        `heard` is the recogniser's final result of the utterance.
        """
        if not self.gives_any:
            return heard.text if heard.sure and heard.text in phrases else ""
        if self.spotter is not None and not self.spotter.latest:
            return ""  # nothing rose out of the noise: there was no word
        best, best_odds = self._of(phrases)
        own_odds = self._of((heard.text,))[1]
        if own_odds == UNKNOWN and heard.sure and heard.text in phrases:
            return heard.text  # a phrase that the head does not know
        # The spotter overrules the recogniser by a clear lead only: it knows no grammar.
        preferred = best_odds >= COMMAND_ODDS_ALONE and best_odds >= own_odds + COMMAND_LEAD
        needed = COMMAND_ODDS if heard.sure else COMMAND_ODDS_UNSURE
        if heard.text in phrases and own_odds >= needed and not preferred:
            return heard.text
        return best if heard.alone and best_odds >= COMMAND_ODDS_ALONE else ""

    @property
    def gives_any(self) -> bool:
        """Whether there is a spotter to ask, and need to."""
        return self.spotter is not None and self._is_needed

    def _of(self, names: Iterable[str]) -> tuple[str, float]:
        """Return the likeliest of `names` and its odds."""
        latest = self.spotter.latest if self.spotter is not None else {}
        known = [(latest[name], name) for name in names if name in latest]
        odds, name = max(known, default=(UNKNOWN, ""))
        return name, odds
