"""Where things of each person lie, and the settings of earlier versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtalk.app.settings import Settings, load, user_paths
from backtalk.core.model.person import GUEST, UNNAMED, Person
from backtalk.errors import BacktalkError
from backtalk.journal.people import MAX_NAME_CHARACTERS, called
from tests.people import ANNA, BERT

NAMES = st.text(max_size=MAX_NAME_CHARACTERS)


@given(NAMES)
def test_no_name_leaves_the_folder_of_the_voices(name: str) -> None:
    paths = replace(user_paths(), owner=called("Owner"))
    try:
        person = called(name)
    except BacktalkError:
        return
    assert paths.voice_clips(person).resolve().parent == paths.voices.resolve()
    assert paths.hearing_check(person).parent.parent == paths.voices


@given(NAMES, NAMES)
def test_two_names_mean_one_folder_only_where_they_are_one_person(one: str, other: str) -> None:
    paths = user_paths()
    try:
        same = called(one) == called(other)
        folders_alike = paths.voice_clips(called(one)) == paths.voice_clips(called(other))
    except BacktalkError:
        return
    assert folders_alike == same


@pytest.mark.parametrize("name", ["..", "../anna", "anna/..", ".", "a\\b", "/etc", "a\0b", "~"])
def test_a_path_is_not_a_name(name: str) -> None:
    with pytest.raises(BacktalkError, match="cannot be a person's name"):
        called(name)


@pytest.mark.parametrize("owner", [UNNAMED, ANNA])
def test_what_is_the_owners_lies_in_no_folder_of_their_name(owner: Person) -> None:
    paths = replace(user_paths(), owner=owner)
    for person in (owner, GUEST):
        assert paths.voice_clips(person) == paths.data / "voice"
        assert paths.hearing_check(person) == paths.data / "hearing-check.json"
    assert paths.profile(owner) == paths.config / "profile.yaml"
    assert paths.voice_clips(BERT) == paths.voices / "bert"
    assert paths.profile(BERT) == paths.profiles / "bert.yaml"


def test_someone_called_voice_is_not_the_owner() -> None:
    paths = user_paths()
    assert paths.voice_clips(called("voice")) != paths.voice_clips(UNNAMED)


def settings_in(folder: Path, text: str) -> Settings:
    (folder / "settings.yaml").write_text(text, encoding="utf-8")
    return load(folder / "settings.yaml")


def test_the_recogniser_may_still_be_called_ear(tmp_path: Path) -> None:
    assert settings_in(tmp_path, "ear: sphinx\n").recogniser == "sphinx"
    assert settings_in(tmp_path, "recogniser: sphinx\n").recogniser == "sphinx"


def test_a_person_of_the_settings_who_cannot_be_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match=r"person cannot be '\.\./anna'"):
        settings_in(tmp_path, "person: ../anna\n")
