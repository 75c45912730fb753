"""A model that lacks words says so, with what to say instead."""

from __future__ import annotations

from backtalk.app.models import missing_words
from backtalk.language import vocabulary


def test_a_phrase_with_a_missing_word_is_named_with_another_of_the_same_meaning() -> None:
    told = missing_words.sentence(["halt"], vocabulary.load())
    assert told == "The Vosk model cannot hear 'halt' (say 'stop')."


def test_a_command_without_another_phrase_is_named_alone() -> None:
    told = missing_words.sentence(["easier"], vocabulary.load())
    assert told == "The Vosk model cannot hear 'easier'."


def test_what_cannot_be_heard_itself_is_not_offered_instead() -> None:
    told = missing_words.sentence(["continue", "go"], vocabulary.load())
    assert told == "The Vosk model cannot hear 'go on', 'continue'."
