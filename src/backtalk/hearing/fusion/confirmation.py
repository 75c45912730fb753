"""Suspicions and utterances that wait for the second pass, and what becomes of them in time.

What its word means is `second_word`'s to say; here is who waits for which answer, and how long. No
answer in time: a suspicion becomes what it would have been without a second pass, and so does a
command of the recogniser.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backtalk.hearing.detection import Detection
from backtalk.hearing.fusion import second_word
from backtalk.hearing.fusion.open_words import OpenWords
from backtalk.hearing.fusion.outcome import Outcome
from backtalk.hearing.fusion.second_look import Look, Looker, Query
from backtalk.hearing.fusion.second_word import IsOwn
from backtalk.hearing.fusion.stop_fusion import Decision
from backtalk.ports import RATE_HZ, Pcm

SUSPICION_S = 0.3
"""So long a suspicion waits; the coach is silent meanwhile."""
UTTERANCE_S = 1.0
"""So long a command waits: for the end of its utterance (0.34 s) and two looks at it."""
SUSPECTED_S = 1.6
"""The sound that a suspicion is about: the slowest stop phrase and what a detector lags behind."""


@dataclass(frozen=True)
class _Suspicion:
    detection: Detection
    words: OpenWords
    since_s: float
    until_s: float
    unheard: Decision
    """What it is where no word comes in time."""


@dataclass
class _Utterance:
    """An utterance that is being looked at: its phrases first, then its words."""

    words: OpenWords
    since_s: float
    until_s: float
    command: Detection | None = None
    """The recogniser's command in it."""
    look: Look | None = None


class Confirmation:
    """Asks the second pass and says what follows. One thread uses it."""

    def __init__(self, looker: Looker, is_own: IsOwn, language: str) -> None:
        """Set up.

        Args:
            looker: the second pass.
            is_own: tells the coach's own words.
            language: of the sentences.
        """
        self._looker = looker
        self._is_own = is_own
        self._language = language
        self._number = 0
        self._suspicions: dict[int, _Suspicion] = {}
        self._utterances: dict[int, _Utterance] = {}
        self._texts: dict[int, int] = {}
        """Number of a query for words to that of its utterance."""
        self._early: Detection | None = None
        """A command of the recogniser whose utterance is not over yet."""
        self._early_until_s = 0.0

    @property
    def is_ready(self) -> bool:
        """Whether there is a second pass to ask."""
        return self._looker.is_ready

    def suspect(
        self, detection: Detection, unheard: Decision, sound: Pcm, words: OpenWords
    ) -> None:
        """Ask about a stop that is not beyond doubt; `sound` is what was heard last."""
        number = self._ask(sound, second_word.phrases_of(words), detection.at_s)
        at_s = detection.at_s
        self._suspicions[number] = _Suspicion(
            detection, words, at_s - SUSPECTED_S, at_s + SUSPICION_S, unheard
        )

    def command(self, detection: Detection, *, is_open: bool) -> None:
        """Keep a command of the recogniser until its utterance was looked at.

        `is_open` tells whether that utterance is still under way.
        """
        waiting = [each for each in self._utterances.values() if each.command is None]
        if waiting and not is_open:
            waiting[-1].command = detection
            return
        self._early, self._early_until_s = detection, detection.at_s + UTTERANCE_S

    def utterance(self, sound: Pcm, words: OpenWords, now_s: float) -> None:
        """Look at a whole utterance."""
        number = self._ask(sound, second_word.phrases_of(words), now_s)
        since_s = now_s - len(sound) / RATE_HZ
        self._utterances[number] = _Utterance(words, since_s, now_s + UTTERANCE_S, self._early)
        self._early = None
        self._texts[self._ask(sound, (), now_s)] = number

    def settle(self, now_s: float, *, over: bool = False) -> list[Outcome]:
        """Return what follows from the looks that have come and from those that did not in time.

        `over`: nothing more will be heard.
        """
        limit_s = float("inf") if over else now_s
        found: list[Outcome] = []
        for look in self._looker.looks(limit_s):
            found += self._taken(look, now_s)
        return found + self._unheard(limit_s, now_s)

    def _taken(self, look: Look, now_s: float) -> list[Outcome]:
        if (suspicion := self._suspicions.pop(look.number, None)) is not None:
            found = second_word.of_suspicion(suspicion.detection, look, suspicion.words, now_s)
            return _since(suspicion.since_s, found)
        if (utterance := self._utterances.get(look.number)) is not None:
            utterance.look = look
            found = second_word.of_phrases(look, utterance.words, self._is_own, now_s)
            return _since(utterance.since_s, found)
        whole = self._utterances.pop(self._texts.pop(look.number, 0), None)
        if whole is None or whole.look is None:
            return []
        found = second_word.of_words(
            whole.look, look.text, whole.command, whole.words, self._is_own, self._language, now_s
        )
        return _since(whole.since_s, found)

    def _unheard(self, limit_s: float, now_s: float) -> list[Outcome]:
        """Return what has waited long enough for an answer."""
        found: list[Outcome] = []
        for number, suspicion in tuple(self._suspicions.items()):
            if suspicion.until_s <= limit_s:
                del self._suspicions[number]
                late = replace(suspicion.detection, at_s=now_s)
                found.append(Outcome(late, suspicion.unheard, suspicion.since_s))
        for number, utterance in tuple(self._utterances.items()):
            if utterance.until_s <= limit_s:
                del self._utterances[number]
                found += second_word.of_recogniser(utterance.command)
        if self._early is not None and self._early_until_s <= limit_s:
            found += second_word.of_recogniser(self._early)
            self._early = None
        return found

    def _ask(self, sound: Pcm, phrases: tuple[str, ...], now_s: float) -> int:
        self._number += 1
        self._looker.ask(Query(self._number, sound, phrases), now_s)
        return self._number


def _since(since_s: float, found: list[Outcome]) -> list[Outcome]:
    return [replace(outcome, since_s=since_s) for outcome in found]
