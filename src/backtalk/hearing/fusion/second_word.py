"""What the second pass makes of a suspicion, and of an utterance: the policy, in one table.

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

An utterance is read in this order, and the first that holds counts:

1. Its words, read freely, refuse, doubt or ask to wait: that, whatever else was heard. A closed
   list hears 'go on' in "I can't go on".
2. A phrase is sure (`COMMAND`), and the words are no more than the phrase: its command.
3. The words mean something as a sentence: that.
4. The recogniser heard a command. It is done if the second pass has heard the same one; or if the
   words, which nobody could read, have a 'please' in them: that is said to the coach.

'It was' is log P of the stop class above `CONFIRMED`, 'it was not' below `IMPOSSIBLE`; a stop that
nobody else heard needs `STOPS_ALONE`.

While a number is asked for, 'six' is no 'sick': the loudspeaker is latched already, so there a word
of feeling unwell waits for the second pass, too, and the likelier of both counts; and a number that
is sure is no other word of the stop class.

The thresholds: `STOPS_ALONE` was chosen on half of the speakers of 203 recorded words, rounded; the
others are those of an experiment on other recordings (224 true stops lay above `IMPOSSIBLE` but for
two in babble, five false ones below). docs/hearing.md says what they give.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import replace

from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.open_words import OpenWords
from backtalk.hearing.fusion.outcome import Outcome, of_sentence, of_stop
from backtalk.hearing.fusion.second_look import Look
from backtalk.hearing.fusion.stop_fusion import Decision
from backtalk.hearing.second_pass.phrase_tree import combined
from backtalk.language.sentence import Kind
from backtalk.language.sentences import plain_words, understand

CONFIRMED = -6.4
IMPOSSIBLE = -10.0
STOPS_ALONE = -5.6
COMMAND = -4.0
_NEVER = -99.0
_FORBIDS = {Kind.REFUSAL, Kind.DOUBT}
PLEASE = "please"
"""As `plain_words` has it, in the one language that the second pass knows."""

IsOwn = Callable[[str, Command | None], bool]
"""Whether the coach itself said a phrase just now; the command is the stop that it means, or None.
"""


def of_suspicion(suspected: Detection, look: Look, words: OpenWords, now_s: float) -> list[Outcome]:
    """Return what becomes of a stop that was not beyond doubt."""
    likely = _log_p_of_stop(look, words)
    if likely < IMPOSSIBLE or _is_rather_a_number(look, words):
        return []
    decision = Decision.STOP if likely >= CONFIRMED else Decision.ASK
    return [Outcome(replace(suspected, at_s=now_s), decision)]


def of_phrases(look: Look, words: OpenWords, is_own: IsOwn, now_s: float) -> list[Outcome]:
    """Return the stop in an utterance, which nobody else may have heard."""
    phrase, stop = _likeliest(look, words, STOP_CLASS)
    unlikely = _log_p_of_stop(look, words) < STOPS_ALONE or _is_rather_a_number(look, words)
    if stop is None or unlikely or is_own(phrase, stop):
        return []
    return [of_stop(stop, phrase, now_s)]


def of_words(
    look: Look,
    text: str,
    heard: Detection | None,
    words: OpenWords,
    is_own: IsOwn,
    language: str,
    now_s: float,
) -> list[Outcome]:
    """Return what an utterance comes to, of which all is known.

    Args:
        look: its phrases.
        text: its words, read freely.
        heard: the recogniser's command in it.
        words: what was open.
        is_own: see there.
        language: of the sentences.
        now_s: the listener's time.
    """
    said = plain_words(text, language)
    if is_own(" ".join(said), None):
        return []
    meant = understand(text, words.commands, words.asks, language)
    phrase, command = _likeliest(look, words, words.commands)
    fits = bool(said) and len(said) <= len(phrase.split()) and look.scores[phrase] > COMMAND
    if command is not None and fits and meant.kind not in _FORBIDS:
        return [] if is_own(phrase, None) else [_commanded(command, phrase, now_s)]
    if meant.kind is not Kind.NOTHING:
        return of_sentence(meant, words.commands, text, now_s)
    if heard is None or heard.command is command or PLEASE in said:
        return of_recogniser(heard)
    return of_recogniser(replace(heard, command=None))


def of_recogniser(detection: Detection | None) -> list[Outcome]:
    """Return what comes of the recogniser's word alone."""
    return [Outcome(detection)] if detection is not None else []


def phrases_of(words: OpenWords) -> tuple[str, ...]:
    """Return the stop class and what is open, always in one order: trees are kept by it."""
    grammar = words.grammar
    return (*grammar.stops, *grammar.commands)


def _commanded(command: Command, phrase: str, now_s: float) -> Outcome:
    return Outcome(
        Detection(Source.SECOND_PASS, command, sure=True, text=phrase, at_s=now_s, final=True)
    )


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
    """Whether a number was asked for and is likelier than the stop word that it sounds like."""
    numbers = [look.scores[rival] for rival in words.rivals if rival in look.scores]
    number = max(numbers, default=_NEVER)
    _, stop = _likeliest(look, words, STOP_CLASS)
    return (stop is Command.UNWELL or number > COMMAND) and number > _log_p_of_stop(look, words)
