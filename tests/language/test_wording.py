"""From Whisper's spelling to plain words."""

from __future__ import annotations

import pytest

from backtalk.language.wording import without_repeats, without_stops, words

SHORT_FORMS = {"can't": "can not", "n't": "not", "'m": "am", "'s": "is", "ok": "okay"}
DIGITS = {"3": "three", "4": "four", "5": "five", "-1": "minus"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("I can't. I'm sick!", "i can not . i am sick"),
        ("Don't", "do not"),
        ("Doesn\u2019t it?", "does not it"),
        ("My back's bad; OK?", "my back is bad . okay"),
        ("3-4", "three four"),
        ("3\u20134", "three four"),
        ("3O 4", "three o four"),
        ("3.5", "three point five"),
        ("3,5", "three point five"),
        ("3/4", "three out of four"),
        ("-1", "minus"),
        ("(water running)", ""),
        ("[music] stop *cough*", "stop"),
        ("...", ""),
        ("No, ... no", "no , no"),
        ("go, go, go", "go , go"),
    ],
)
def test_what_is_written_becomes_words(text: str, plain: str) -> None:
    assert " ".join(words(text, SHORT_FORMS, DIGITS)) == plain


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ow ow ow", "ow"),
        ("no no stop stop", "no stop"),
        ("how long how long", "how long"),
        ("i can not go on i can not go on", "i can not go on i can not go on"),
        ("i can not i can not", "i can not"),
    ],
)
def test_what_is_said_twice_is_said_once(said: str, kept: str) -> None:
    assert " ".join(without_repeats(said.split())) == kept


def test_words_alone_have_no_stops() -> None:
    assert without_stops(["go", ",", "go", ".", "on"]) == ["go", "on"]
