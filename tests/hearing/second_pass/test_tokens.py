"""Text to tokens and back."""

from __future__ import annotations

import pytest

from backtalk.hearing.second_pass import weights
from backtalk.hearing.second_pass.tokens import END, Tokenizer, loop_length

TOKENIZER = Tokenizer(weights.load().tokens)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (" why do you ask", [1521, 466, 345, 1265]),
        (" Dizzy", [360, 40593]),
        (" it hurts", [340, 20406]),
        (" Easier", [38647, 959]),
        (" 10", [838]),
    ],
)
def test_tokens_are_whispers_own(text: str, tokens: list[int]) -> None:
    assert TOKENIZER.encode(text) == tokens


@pytest.mark.parametrize(
    "text", [" Hello, world!", " don't  stop", " 3.5 or 10?", " Größe, naïve", "", " x_1 (music)"]
)
def test_tokens_give_back_their_text(text: str) -> None:
    assert TOKENIZER.decode(TOKENIZER.encode(text)) == text


def test_marks_and_halves_of_letters_are_left_out_of_a_text() -> None:
    half_a_letter = TOKENIZER.encode("ö")[:1] if len(TOKENIZER.encode("ö")) > 1 else []
    assert TOKENIZER.decode([*TOKENIZER.encode(" stop"), END, *half_a_letter]) == " stop"


@pytest.mark.parametrize(
    ("said", "repeated"),
    [
        ([1, 2, 3], 0),
        ([1, 1], 0),
        ([1, 1, 1, 1], 3),
        ([9, 1, 2, 3, 1, 2, 3], 3),
        ([1, 2, 1, 2, 1, 2], 0),
        ([1, 2, 1, 2, 1, 2, 1, 2], 6),
        ([1, 1, 1, 1, 5], 0),
    ],
)
def test_a_loop_is_what_only_says_again_what_stands_before_it(
    said: list[int], repeated: int
) -> None:
    assert loop_length(said) == repeated
