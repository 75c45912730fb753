"""Models call a word they do not know by several names, or have none for it: all of them work."""

from __future__ import annotations

from pathlib import Path

import pytest

from backtalk.hearing.vosk.recogniser import open_recogniser
from backtalk.ports import Grammar
from tests.hearing.recogniser_contract import blocks, hear, in_a_quiet_room
from tests.hearing.vosk.renamed_words import with_words_renamed
from tests.tiny_vosk.espeak import Espeak

GRAMMAR = Grammar(("pain", "stop"), ("continue", "easier"))


def words_heard(model: Path, cache_dir: Path, said: str) -> list[str]:
    """Return the words of all results while `said` is said."""
    recogniser = open_recogniser(model, cache_dir)
    recogniser.open_grammar(GRAMMAR)
    heard = hear(recogniser, blocks(in_a_quiet_room(Espeak().say_pcm(said))))
    recogniser.close()
    return [word for result in heard for word in result.text.split()]


@pytest.mark.parametrize("name", ["<UNK>", "<unk>", "<SPOKEN_NOISE>"])
def test_whatever_a_model_calls_it_an_unknown_word_has_one_name_in_results(
    tiny_vosk_model: Path, tmp_path: Path, name: str
) -> None:
    model = with_words_renamed(tiny_vosk_model, tmp_path / "model", {"[unk]": name})
    assert set(words_heard(model, tmp_path, "water")) == {"[unk]"}
    assert "pain" in words_heard(model, tmp_path, "pain")


def test_of_two_names_the_one_for_any_word_is_used(tiny_vosk_model: Path, tmp_path: Path) -> None:
    names = {"[unk]": "<UNK>", "ten": "<SPOKEN_NOISE>"}
    model = with_words_renamed(tiny_vosk_model, tmp_path / "model", names)
    assert set(words_heard(model, tmp_path, "water")) == {"[unk]"}


def test_a_model_without_any_works_without(tiny_vosk_model: Path, tmp_path: Path) -> None:
    model = with_words_renamed(tiny_vosk_model, tmp_path / "model", {"[unk]": "etcetera"})
    recogniser = open_recogniser(model, tmp_path)
    assert not recogniser.has_unknown_word
    recogniser.close()
    assert "pain" in words_heard(model, tmp_path, "pain")
    assert set(words_heard(model, tmp_path, "water")) <= {"pain", "stop", "continue", "easier"}


def test_a_model_that_has_one_says_so(tiny_vosk_model: Path, tmp_path: Path) -> None:
    recogniser = open_recogniser(tiny_vosk_model, tmp_path)
    assert recogniser.has_unknown_word
    recogniser.close()
