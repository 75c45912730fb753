"""Doses and exercises: what is possible and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.model.events import phrase
from backtalk.core.model.exercise import Exercise, Words
from backtalk.core.model.sides import Side
from tests.core.samples import VARIATIONS, WORDS, exercise


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("repetitions", 0),
        ("repetitions", 61),
        ("hold_s", -1),
        ("hold_s", 1201),
        ("tempo_s", 0.5),
        ("tempo_s", 61),
        ("sets", 0),
        ("sets", 11),
        ("series", (5, 0)),
        ("series", (1,) * 11),
        ("rest_s", -1),
        ("rest_s", 601),
        ("repetitions_max", 9),
        ("repetitions_max", 61),
        ("hold_max_s", -1),
    ],
)
def test_an_impossible_dose_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"repetitions|hold|tempo|sets|rest"):
        replace(Dose(), **{field: value})  # type: ignore[arg-type]  # the point is a wrong value


def test_sets_repeat_and_a_series_descends() -> None:
    assert Dose(repetitions=8, sets=3).set_counts == (8, 8, 8)
    assert Dose(series=(5, 3, 1)).set_counts == (5, 3, 1)


def test_an_exercise_needs_a_variation_to_stand_on_and_words_to_say() -> None:
    with pytest.raises(ValueError, match="at least one variation"):
        exercise(variations=())
    with pytest.raises(ValueError, match="start_variation"):
        exercise(variations=VARIATIONS, start_variation=3)
    with pytest.raises(ValueError, match="words to say"):
        Exercise("x", "X", "supine", Dose(), replace(WORDS, do=()), VARIATIONS, 1)


def test_a_side_without_a_sentence_is_called_by_its_name() -> None:
    words = Words(setup=("Lie down.",), do=("Lift.",), mind="Breathe.", short="Lift.")
    assert words.side(Side.LEFT) == phrase("side_left")
    assert WORDS.side(Side.LEFT) == "Left leg."
