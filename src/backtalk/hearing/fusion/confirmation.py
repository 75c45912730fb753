"""The second word: what the second pass makes of a suspicion, and of each whole utterance.

Theory of operation
-------------------

Silence never waits for any of this. What is sure by a wide margin, or what two detectors hear, has
stopped before it gets here. What gets here:

| heard | until the second pass has its word | 'it was' | between | 'it was not' | no word |
| --- | --- | --- | --- | --- | --- |
| a stop, barely sure | the coach is silent | stop | ask | go on | stop |
| half a stop | the coach is silent | stop | ask | go on | ask |
| an utterance without a stop | all goes on | stop | - | - | - |
| a command | nothing is done | done | done where both agree | nothing | done |

'It was' is log P of the stop class above `CONFIRMED`, 'it was not' below `IMPOSSIBLE`; a stop that
nobody else heard needs `STOPS_ALONE`. For a command the phrase needs `COMMAND`, and the words, read
freely, must be no more than the phrase: a closed list hears 'go on' in "I can't go on". What is
more than a phrase is a sentence, and means what the grammar of sentences says.

While a number is asked for, 'six' is no 'sick': the loudspeaker is latched already, so there a word
of feeling unwell waits for the second pass, too, and the likelier of both counts.

The thresholds: `STOPS_ALONE` was chosen on half of the speakers of 203 recorded words, rounded; the
others are those of an experiment on other recordings (224 true stops lay above `IMPOSSIBLE` but for
two in babble, five false ones below). docs/hearing.md says what they give.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, replace

from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.open_words import OpenWords
from backtalk.hearing.fusion.outcome import Outcome, of_sentence, of_stop
from backtalk.hearing.fusion.second_look import Look, Looker, Query
from backtalk.hearing.fusion.stop_fusion import Decision
from backtalk.hearing.second_pass.phrase_tree import combined
from backtalk.language.sentences import plain_words, understand
from backtalk.ports import Pcm

CONFIRMED = -6.4
IMPOSSIBLE = -10.0
STOPS_ALONE = -5.6
COMMAND = -4.0

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
    until_s: float
    unheard: Decision
    """What it is where no word comes in time."""


@dataclass
class _Utterance:
    """An utterance that is being looked at: its phrases first, then its words."""

    words: OpenWords
    until_s: float
    command: Detection | None = None
    """The recogniser's command in it."""
    look: Look | None = None


class Confirmation:
    """Asks the second pass and says what follows. One thread uses it."""

    def __init__(
        self, looker: Looker, is_own: Callable[[str, Command | None], bool], language: str
    ) -> None:
        """Set up.

        Args:
            looker: the second pass.
            is_own: whether the coach itself said a phrase just now; the command is the stop that
                the phrase means, or None.
            language: of the sentences.
        """
        self.looker = looker
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
        return self.looker.is_ready

    def suspect(
        self, detection: Detection, unheard: Decision, sound: Pcm, words: OpenWords
    ) -> None:
        """Ask about a stop that is not beyond doubt; `sound` is what was heard last."""
        number = self._ask(sound, _phrases(words), detection.at_s)
        self._suspicions[number] = _Suspicion(
            detection, words, detection.at_s + SUSPICION_S, unheard
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
        number = self._ask(sound, _phrases(words), now_s)
        self._utterances[number] = _Utterance(words, now_s + UTTERANCE_S, self._early)
        self._early = None
        self._texts[self._ask(sound, (), now_s)] = number

    def settle(self, now_s: float, *, over: bool = False) -> list[Outcome]:
        """Return what follows from the looks that have come and from those that did not in time.

        `over`: nothing more will be heard.
        """
        found: list[Outcome] = []
        for look in self.looker.looks(now_s if not over else float("inf")):
            found += self._taken(look, now_s)
        return found + self._unheard(now_s if not over else float("inf"), now_s)

    # ---------------------------------------------------------------- looks

    def _taken(self, look: Look, now_s: float) -> list[Outcome]:
        if (suspicion := self._suspicions.pop(look.number, None)) is not None:
            return self._suspected(suspicion, look, now_s)
        if (of_phrases := self._utterances.get(look.number)) is not None:
            of_phrases.look = look
            return self._stop_in(of_phrases, look, now_s)
        utterance = self._utterances.pop(self._texts.pop(look.number, 0), None)
        return self._read(utterance, look.text, now_s) if utterance is not None else []

    def _suspected(self, suspicion: _Suspicion, look: Look, now_s: float) -> list[Outcome]:
        likely = _log_p_of_stop(look, suspicion.words)
        if _is_rather_a_number(look, suspicion.words) or likely < IMPOSSIBLE:
            return []
        decision = Decision.STOP if likely >= CONFIRMED else Decision.ASK
        return [Outcome(replace(suspicion.detection, at_s=now_s), decision)]

    def _stop_in(self, utterance: _Utterance, look: Look, now_s: float) -> list[Outcome]:
        """Stop at what nobody else may have heard; else wait for the words."""
        words = utterance.words
        phrase, stop = _likeliest(look, words, STOP_CLASS)
        unlikely = _log_p_of_stop(look, words) < STOPS_ALONE or _is_rather_a_number(look, words)
        if stop is None or unlikely or self._is_own(phrase, stop):
            return []
        return [of_stop(stop, phrase, now_s)]

    def _read(self, utterance: _Utterance, text: str, now_s: float) -> list[Outcome]:
        """Act on an utterance whose phrases and words are both known."""
        look, heard = utterance.look, utterance.command
        if look is None:
            return _of_recogniser(heard)
        said = plain_words(text, self._language)
        phrase, command = _likeliest(look, utterance.words, utterance.words.commands)
        fits = bool(said) and len(said) <= len(phrase.split())
        if command is not None and look.scores[phrase] > COMMAND and fits:
            return self._commanded(command, phrase, now_s)
        if len(said) > len(phrase.split()):
            meant = understand(text, utterance.words.commands, utterance.words.asks, self._language)
            own = self._is_own(" ".join(said), None)
            return [] if own else of_sentence(meant, utterance.words.commands, text, now_s)
        agreed = heard is not None and heard.command is command
        return _of_recogniser(heard) if agreed else _told(heard)

    def _commanded(self, command: Command, phrase: str, now_s: float) -> list[Outcome]:
        if self._is_own(phrase, None):
            return []
        detection = Detection(
            Source.SECOND_PASS, command, sure=True, text=phrase, at_s=now_s, final=True
        )
        return [Outcome(detection, Decision.NOTHING)]

    # ---------------------------------------------------------------- no word in time

    def _unheard(self, limit_s: float, now_s: float) -> list[Outcome]:
        found: list[Outcome] = []
        for number, suspicion in tuple(self._suspicions.items()):
            if suspicion.until_s <= limit_s:
                del self._suspicions[number]
                late = replace(suspicion.detection, at_s=now_s)
                found.append(Outcome(late, suspicion.unheard))
        for number, utterance in tuple(self._utterances.items()):
            if utterance.until_s <= limit_s:
                del self._utterances[number]
                found += _of_recogniser(utterance.command)
        if self._early is not None and self._early_until_s <= limit_s:
            found += _of_recogniser(self._early)
            self._early = None
        return found

    def _ask(self, sound: Pcm, phrases: tuple[str, ...], now_s: float) -> int:
        self._number += 1
        self.looker.ask(Query(self._number, sound, phrases), now_s)
        return self._number


def _phrases(words: OpenWords) -> tuple[str, ...]:
    """Return the stop class and what is open, always in one order: trees are kept by it."""
    grammar = words.grammar
    return (*grammar.stops, *grammar.commands)


def _log_p_of_stop(look: Look, words: OpenWords) -> float:
    return combined(look.scores, words.grammar.stops)


def _likeliest(look: Look, words: OpenWords, commands: Set[Command]) -> tuple[str, Command | None]:
    """Return the likeliest phrase of `commands` and its command."""
    meanings = words.vocabulary.meanings
    known = [p for p in look.scores if meanings[p] in commands]
    if not known:
        return "", None
    phrase = max(known, key=lambda each: look.scores[each])
    return phrase, meanings[phrase]


def _is_rather_a_number(look: Look, words: OpenWords) -> bool:
    """Whether a number was asked for and is likelier than a word of feeling unwell ('sick')."""
    numbers = [look.scores[rival] for rival in words.rivals if rival in look.scores]
    _, stop = _likeliest(look, words, STOP_CLASS)
    return stop is Command.UNWELL and max(numbers, default=-99.0) > _log_p_of_stop(look, words)


def _of_recogniser(detection: Detection | None) -> list[Outcome]:
    return [Outcome(detection, Decision.NOTHING)] if detection is not None else []


def _told(detection: Detection | None) -> list[Outcome]:
    """Return what was heard and is not acted on, for screens."""
    return _of_recogniser(replace(detection, command=None) if detection is not None else None)
