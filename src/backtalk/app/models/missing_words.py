"""What a person is told of words that an installed model cannot hear, and what to say instead."""

from __future__ import annotations

from collections.abc import Sequence

from backtalk.core.model.events import STOP_CLASS, Command
from backtalk.hearing.vosk.recogniser import VoskRecogniser
from backtalk.language.vocabulary import Vocabulary

WITHOUT_UNKNOWN_WORD = (
    "The Vosk model has no unknown word, so it will take more of what you say for a command."
)


def shortcomings(recogniser: VoskRecogniser, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what a person is to know of the model before it listens to them: a sentence each."""
    missing = recogniser.missing_words(vocabulary.grammar(frozenset(Command) - STOP_CLASS))
    lacking = (sentence(missing, vocabulary),) if missing else ()
    return lacking if recogniser.has_unknown_word else (*lacking, WITHOUT_UNKNOWN_WORD)


def sentence(missing: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return one sentence on the phrases of `vocabulary` with a word in them that is `missing`."""
    unheard = [p for p in vocabulary.meanings if not set(missing).isdisjoint(p.split())]
    entries = [_entry(phrase, unheard, vocabulary) for phrase in unheard]
    return f"The Vosk model cannot hear {', '.join(entries)}."


def _entry(phrase: str, unheard: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the phrase, with another one of the same command where the model hears one."""
    alike = vocabulary.phrases(vocabulary.meanings[phrase])
    others = [other for other in alike if other not in unheard]
    return f"'{phrase}' (say '{min(others, key=len)}')" if others else f"'{phrase}'"
