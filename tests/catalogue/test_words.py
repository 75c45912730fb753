"""How the coach speaks: rules of the recogniser, over every text of the package."""

from __future__ import annotations

import re
from itertools import chain

from backtalk.catalogue.library import load_library
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.sides import Side
from backtalk.language import phrasebook

BOOK = phrasebook.load()
LIBRARY = load_library()
MAX_WORDS = 12
STOP_CLASS = re.compile(r"\b(pain|ouch|hurt|stop|halt|dizz|sick)", re.IGNORECASE)
COMMANDS = re.compile(
    r"\b(skip|next|repeat|again|pause|wait|continue|easier|harder|slower|faster|done"
    r"|finish|start|help|louder|quieter|yes|no)\b",
    re.IGNORECASE,
)
SEEING = re.compile(r"\b(screen|picture|watch|shown|figure|diagram|mirror)\b", re.IGNORECASE)
FIGURE_OF_SPEECH = re.compile(r"\b(like a|as if|as though|imagine)\b", re.IGNORECASE)


def texts_of(exercise: Exercise) -> list[str]:
    words = exercise.words
    return [
        exercise.name,
        *words.setup,
        *words.do,
        words.mind,
        words.short,
        *BOOK.texts((words.effort, words.release)),
        *(text for _, text in words.sides),
        *(variation.say for variation in exercise.variations if variation.say),
    ]


ALL_TEXTS = sorted(
    set(
        chain(
            chain.from_iterable(map(texts_of, LIBRARY.exercises.values())),
            chain.from_iterable(
                (routine.name, routine.about, *routine.advice)
                for routine in LIBRARY.routines.values()
            ),
        )
    )
)
EXERCISES = tuple(LIBRARY.exercises.values())


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) ", text)


def test_nothing_spoken_holds_a_stop_word() -> None:
    assert [text for text in ALL_TEXTS if STOP_CLASS.search(text)] == []


def test_nothing_spoken_holds_a_command_where_another_word_will_do() -> None:
    assert [text for text in ALL_TEXTS if COMMANDS.search(text)] == []


def test_every_sentence_is_short_enough_to_be_followed() -> None:
    too_long = [
        sentence
        for text in ALL_TEXTS
        for sentence in sentences(text)
        if len(sentence.split()) > MAX_WORDS
    ]
    assert too_long == []


def test_nothing_spoken_needs_seeing_or_is_a_figure_of_speech() -> None:
    assert [t for t in ALL_TEXTS if SEEING.search(t) or FIGURE_OF_SPEECH.search(t)] == []


def test_getting_into_position_takes_two_or_three_sentences() -> None:
    assert [e.id for e in EXERCISES if len(e.words.setup) not in (2, 3)] == []
    assert [text for e in EXERCISES for text in e.words.setup if len(sentences(text)) != 1] == []


def test_what_to_do_is_one_sentence_after_another_and_says_how_to_breathe() -> None:
    assert [text for e in EXERCISES for text in e.words.do if len(sentences(text)) != 1] == []
    assert [e.id for e in EXERCISES if "breath" not in " ".join(e.words.do).lower()] == []


def test_the_short_version_is_one_or_two_sentences() -> None:
    assert [e.id for e in EXERCISES if len(sentences(e.words.short)) not in (1, 2)] == []


def test_cues_at_the_ends_of_a_hold_are_a_few_words() -> None:
    cues = [cue for e in EXERCISES for cue in BOOK.texts((e.words.effort, e.words.release))]
    assert [cue for cue in cues if not 1 <= len(cue.split()) <= 3] == []


def test_every_spoken_text_is_a_whole_sentence() -> None:
    texts = [text for e in EXERCISES for text in texts_of(e)[1:]]
    assert [text for text in texts if not (text[0].isupper() and text.endswith("."))] == []


def test_each_side_is_named() -> None:
    assert [e.id for e in EXERCISES if {s for s, _ in e.words.sides} != {*e.dose.sides.named}] == []
    sides = [(side, text) for e in EXERCISES for side, text in e.words.sides]
    named = [(s.value, text.lower()) for s, text in sides if s in {Side.RIGHT, Side.LEFT}]
    assert [text for side, text in named if side not in text] == []
