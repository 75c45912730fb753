"""The phrasebook and the program agree: all that is said is in the book, and nothing else is."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel import Locale

from backtalk.catalogue.scalars import STOP_WORDS
from backtalk.core.dialogue.hearing_check import ONLY_HERE
from backtalk.core.model.events import phrase
from backtalk.core.model.exercise import Purpose
from backtalk.core.model.sides import Side
from backtalk.language import phrasebook, vocabulary
from backtalk.language.phrasebook import Phrasebook
from tests.test_architecture import MODULES, dotted

BOOK = phrasebook.load()
ONE_OF_MANY = {
    "no_{}": ("no_easier", "no_harder"),
    "side_{}": tuple(f"side_{side.value}" for side in Side),
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
ACKNOWLEDGES_A_STOP = {"stop_clip"}


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
    said = {phrase_id for call in said_by_the_program() for phrase_id in call.ids}
    assert said == set(BOOK.templates)


def test_what_only_the_hearing_check_says_is_said_nowhere_else() -> None:
    here: set[str] = set()
    elsewhere: set[str] = set()
    for said in said_by_the_program():
        (here if said.where.startswith("hearing_check.py") else elsewhere).update(said.ids)
    assert here - elsewhere == ONLY_HERE


def test_a_phrase_is_given_exactly_the_gaps_it_has() -> None:
    """Where a call chooses between two phrases, one of them may have fewer."""
    wrong = [
        said.where
        for said in said_by_the_program()
        if said.ids and said.given != frozenset().union(*map(BOOK.gaps, said.ids))
    ]
    assert wrong == []


def test_the_coach_says_no_word_made_from_a_stop_word() -> None:
    said = set(BOOK.templates) - ASKS_FOR_THEM - ACKNOWLEDGES_A_STOP
    texts = [form for phrase_id in said for form in BOOK.forms(phrase_id)]
    found = {word for text in texts for word in re.findall("[a-z]+", text.lower())}
    assert [word for word in sorted(found) if word.startswith(STOP_WORDS)] == []


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop() -> None:
    sentences = set(BOOK.templates) - {"listed"}
    texts = [form for phrase_id in sentences for form in BOOK.forms(phrase_id)]
    assert [text for text in texts if not re.fullmatch(r"[A-Z{].*[.?]", text)] == []


def test_the_core_holds_no_sentence_that_is_said_or_shown() -> None:
    """Docstrings and the messages of errors, which programmers read, are no such sentences."""
    modules = [module for module in MODULES if dotted(module).split(".")[0] == "core"]
    assert [found for module in modules for found in sentences_in(module)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('says = "It rests for a month."', ["It rests for a month."]),
        ('says = "Lift."', ["Lift."]),
        ('says = f"{count} times now."', [" times now."]),
        ('def f():\n    """It says what it is."""', []),
        ('raise ValueError("It cannot be.")', []),
        ('source = "choosing: not at all"', []),
        ('says = phrase("lift")', []),
    ],
)
def test_a_sentence_in_the_core_is_found(source: str, found: list[str]) -> None:
    assert sentences(ast.parse(source)) == found


def sentences_in(module: Path) -> list[str]:
    found = sentences(ast.parse(module.read_text(encoding="utf-8")))
    return [f"{module.name}: {text}" for text in found]


def sentences(tree: ast.Module) -> list[str]:
    """Return the string literals of `tree` that read like something to say."""
    kept_out: set[int] = set()
    for node in ast.walk(tree):
        documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        fails = isinstance(node, ast.Raise) or (
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_require"
        )
        if documents or fails:
            kept_out.update(map(id, ast.walk(node)))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in kept_out
    ]
    return [text for text in texts if re.search(r"^[A-Z].* |[A-Za-z]{2}[.?!]$", text)]


def test_a_phrase_is_filled_with_its_values() -> None:
    assert BOOK.text(phrase("rest", seconds=60)) == "Rest 60 seconds."
    assert BOOK.text("Lift your hips.") == "Lift your hips."
    assert BOOK.gaps("next_set") == {"number", "count"}


def test_several_names_are_listed() -> None:
    said = [BOOK.text(phrase("exercise_name", name=tuple(names))) for names in ("A", "AB", "ABC")]
    assert said == ["A.", "A and B.", "A, B and C."]


def test_a_number_takes_the_plural_form_of_the_language() -> None:
    assert BOOK.text(phrase("minutes_to_go", count=1)) == "One minute to go."
    assert BOOK.text(phrase("minutes_to_go", count=2)) == "2 minutes to go."
    assert BOOK.text(phrase("said_no", count=1)) == "You said no."
    assert BOOK.gaps("said_no") == {"count"}


def test_a_language_with_more_plural_forms_than_english_has_them_all() -> None:
    forms = {"one": "{count} minuta", "few": "{count} minuty", "many": "{count} minut"}
    polish = Phrasebook(
        "pl", {"minutes": {**forms, "other": "{count} minuty"}}, Locale.parse("pl").plural_form
    )
    said = [polish.text(phrase("minutes", count=count)) for count in (1, 2, 5, 22)]
    assert said == ["1 minuta", "2 minuty", "5 minut", "22 minuty"]


@pytest.mark.parametrize("language", vocabulary.languages())
def test_a_language_has_exactly_the_plural_forms_that_its_numbers_need(language: str) -> None:
    needed = {*Locale.parse(language, sep="-").plural_form.tags, "other"}
    counted = {
        phrase_id: set(template)
        for phrase_id, template in phrasebook.load(language).templates.items()
        if not isinstance(template, str)
    }
    assert {name for name, categories in counted.items() if categories != needed} == set()


def test_a_phrase_that_is_not_in_the_book_or_lacks_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        BOOK.text(phrase("no_such_phrase"))
    with pytest.raises(KeyError):
        BOOK.text(phrase("rest"))
