"""What the tree of phrases promises."""

from __future__ import annotations

import math

import pytest

from backtalk.hearing.second_pass.phrase_tree import combined, written_forms
from tests.hearing.second_pass.clips import PHRASES, opened, spoken


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        ("six", ("six", "Six", "6")),
        ("go on", ("go on", "Go on")),
        ("ten", ("ten", "Ten", "10")),
    ],
)
def test_a_phrase_counts_however_it_is_written(phrase: str, forms: tuple[str, ...]) -> None:
    assert written_forms(phrase) == forms


def test_a_phrase_has_the_same_score_in_any_tree() -> None:
    heard = opened().listen(spoken("it hurts"))
    among_all = opened().scores(heard, PHRASES)
    for phrase in ("it hurts", "six", "why do you ask"):
        alone = opened().scores(heard, [phrase])[phrase]
        assert alone == pytest.approx(among_all[phrase], abs=1e-3)


def test_probabilities_are_none_that_add_up_to_more_than_one() -> None:
    scores = opened().scores(spoken("continue"), PHRASES)
    apart = [p for p in PHRASES if not any(p.startswith(f"{other} ") for other in PHRASES)]
    assert sum(math.exp(scores[phrase]) for phrase in apart) <= 1 + 1e-4


def test_phrases_of_one_command_add_up() -> None:
    scores = {"skip": math.log(0.2), "next": math.log(0.3)}
    assert combined(scores, ["skip", "next"]) == pytest.approx(math.log(0.5))


def test_a_phrase_that_begins_with_another_adds_nothing_to_it() -> None:
    scores = {"stop": math.log(0.4), "stop it": math.log(0.3)}
    assert combined(scores, ["stop", "stop it"]) == pytest.approx(math.log(0.4))
    assert combined(scores, ["stop it"]) == pytest.approx(math.log(0.3))


def test_nothing_is_more_than_certain() -> None:
    assert combined({"pain": math.log(0.9), "painful": math.log(0.8)}, ["pain", "painful"]) == 0
