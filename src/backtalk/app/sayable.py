"""What a user gives the coach to say: whether the coach would hear a word of its own in it."""

from __future__ import annotations

from backtalk.catalogue.scalars import STOP_WORDS
from backtalk.core.model.events import STOP_CLASS
from backtalk.core.session.situations import Situation
from backtalk.hearing.fusion.self_speech import in_words
from backtalk.language.vocabulary import Vocabulary

_SAID_IN = Situation.FLOW.commands | Situation.CONFIRM.commands
"""What is open while names, and whom to call, are said. Numbers are not."""


def unsayable_in(text: str, vocabulary: Vocabulary) -> str:
    """Return the words of `text` that the coach would hear from itself; '' where it has none.

    These are the stop class, whatever is made from one of its words, and the commands.
    """
    said = in_words(text)
    made_of_stop = next((word for word in said.split() if word.startswith(STOP_WORDS)), "")
    open_then = STOP_CLASS | _SAID_IN
    commands = (p for p, command in vocabulary.meanings.items() if command in open_then)
    return made_of_stop or next((p for p in commands if f" {p} " in f" {said} "), "")
