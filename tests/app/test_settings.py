"""Where things of each person lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtalk.app.settings import user_paths
from backtalk.errors import BacktalkError
from backtalk.journal.people import MAX_NAME_CHARACTERS, key_of

NAMES = st.text(max_size=MAX_NAME_CHARACTERS)


@given(NAMES)
def test_no_name_leaves_the_folder_of_the_voices(name: str) -> None:
    paths = user_paths()
    try:
        folder = paths.voice_clips(name) if name else paths.voices / "nobody"
    except BacktalkError:
        return
    assert folder.resolve().parent == paths.voices.resolve()
    assert paths.hearing_check(name or "nobody").parent.parent == paths.voices


@given(NAMES, NAMES)
def test_two_names_mean_one_folder_only_where_they_are_one_person(one: str, other: str) -> None:
    paths = user_paths()
    try:
        same = key_of(one) == key_of(other)
        folders_alike = paths.voice_clips(one) == paths.voice_clips(other)
    except BacktalkError:
        return
    assert folders_alike == same


@pytest.mark.parametrize("name", ["..", "../anna", "anna/..", ".", "a\\b", "/etc", "a\0b", "~"])
def test_a_path_is_no_name(name: str) -> None:
    with pytest.raises(BacktalkError, match="cannot be a person's name"):
        user_paths().voice_clips(name)


def test_who_is_nobody_in_particular_has_the_clips_of_the_home() -> None:
    paths = user_paths()
    assert paths.voice_clips() == paths.data / "voice"
    assert paths.hearing_check() == paths.data / "hearing-check.json"
    assert paths.voice_clips("voice") != paths.voice_clips()
