"""The phrasebook and the program agree: every phrase that is said is there, and no other."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from backtalk.catalogue.scalars import STOP_WORDS
from backtalk.core.dialogue.hearing_check import ONLY_HERE
from backtalk.core.model.events import STOP_CLASS, phrase
from backtalk.core.model.exercise import Purpose
from backtalk.language import phrasebook, vocabulary
from tests.test_architecture import MODULES

BOOK = phrasebook.load()
STOP_PHRASES = [p for p, command in vocabulary.load().meanings.items() if command in STOP_CLASS]
ONE_OF_MANY = {
    "no_{}": ("no_easier", "no_harder"),
    "why_{}": tuple(f"why_{purpose.value}" for purpose in Purpose),
}
"""Ids put together while running, by their form."""
NAMED_AFTER_COMMANDS = ("louder", "quieter", "slower", "faster", "easier", "harder")
"""`phrase(command.value)` and `phrase(direction)`."""


ASKS_FOR_THEM = {
    "say_stop", "say_stop_again", "say_pain", "say_pain_again", "say_stop_over_me", "did_that_hurt"
}  # fmt: skip
"""The hearing check asks the person to say words of the stop class, and so has to name them;
'Did that hurt?' is what one asks after a cry."""


@dataclass(frozen=True)
class Said:
    """One call of `phrase` in the program."""

    where: str
    ids: tuple[str, ...]
    """The ids it may be."""
    given: frozenset[str]
    """The gaps it fills."""


def said_by_the_program() -> list[Said]:
    """Return every call of `phrase` in the program."""
    return [
        Said(
            f"{module.name}:{node.lineno}",
            ids_in(node.args[0], module),
            frozenset(keyword.arg for keyword in node.keywords if keyword.arg),
        )
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase"
    ]


def ids_in(argument: ast.expr, module: Path) -> tuple[str, ...]:
    """Return the ids that the first argument of a call of `phrase` may be."""
    match argument:
        case ast.Constant(str(phrase_id)):
            return (phrase_id,)
        case ast.IfExp(body=body, orelse=otherwise):
            return ids_in(body, module) + ids_in(otherwise, module)
        case ast.JoinedStr(values=parts):
            form = "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
            return ONE_OF_MANY[form]
        case ast.Name("direction"):
            return ("easier", "harder")
        case ast.Attribute(ast.Name("command"), "value"):
            return NAMED_AFTER_COMMANDS
        case ast.Name("phrase_id") if module.name == "wiring.py":
            return ()  # renders what is in the book already
    raise AssertionError(f"{module.name}: an id that this test cannot read")


def test_every_phrase_of_the_program_is_in_the_book_and_none_is_left_over() -> None:
    assert {phrase_id for said in said_by_the_program() for phrase_id in said.ids} == set(
        BOOK.templates
    )


def test_what_only_the_hearing_check_says_is_said_nowhere_else() -> None:
    here: set[str] = set()
    elsewhere: set[str] = set()
    for said in said_by_the_program():
        (here if said.where.startswith("hearing_check.py") else elsewhere).update(said.ids)
    assert here - elsewhere == ONLY_HERE


@pytest.mark.parametrize("said", said_by_the_program(), ids=lambda said: said.where)
def test_a_phrase_is_given_exactly_the_gaps_it_has(said: Said) -> None:
    """Of a singular and a plural, the singular may have fewer."""
    if said.ids:
        assert said.given == frozenset().union(*(BOOK.gaps(phrase_id) for phrase_id in said.ids))


@pytest.mark.parametrize("phrase_id", sorted(set(BOOK.templates) - {"stop_clip"} - ASKS_FOR_THEM))
def test_the_coach_says_no_word_of_the_stop_class(phrase_id: str) -> None:
    words = f" {' '.join(re.findall('[a-z]+', BOOK.templates[phrase_id].lower()))} "
    assert [stop for stop in STOP_PHRASES if f" {stop} " in words] == []


@pytest.mark.parametrize("phrase_id", sorted(set(BOOK.templates) - {"stop_clip"} - ASKS_FOR_THEM))
def test_the_coach_says_no_word_made_from_a_stop_word(phrase_id: str) -> None:
    words = re.findall("[a-z]+", BOOK.templates[phrase_id].lower())
    assert [word for word in words if word.startswith(STOP_WORDS)] == []


@pytest.mark.parametrize("phrase_id", sorted(BOOK.templates))
def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop(phrase_id: str) -> None:
    text = BOOK.templates[phrase_id]
    assert re.fullmatch(r"[A-Z{].*[.?]", text)


def test_a_phrase_is_filled_with_its_values() -> None:
    assert BOOK.text(phrase("rest", seconds=60)) == "Rest 60 seconds."
    assert BOOK.text("Lift your hips.") == "Lift your hips."
    assert BOOK.gaps("next_set") == {"number", "count"}


def test_a_phrase_that_is_not_in_the_book_or_lacks_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        BOOK.text(phrase("no_such_phrase"))
    with pytest.raises(KeyError):
        BOOK.text(phrase("rest"))
