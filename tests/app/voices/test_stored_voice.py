"""Learning how a person says a stop word, and forgetting it."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path

import numpy as np
import pytest

from backtalk.app import recordings
from backtalk.app.voices.enrol_words import TRIES, by_voice, from_recordings
from backtalk.app.voices.stored_voice import KEPT_A_WORD, StoredVoice
from backtalk.core.model.events import Line, Phrase
from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter import networks
from backtalk.ports import Pcm
from tests.tiny_vosk.espeak import Espeak

NOTHING = np.zeros(0, np.int16)


@pytest.fixture(scope="module")
def person() -> Espeak:
    return Espeak()


@pytest.fixture
def stored(tmp_path: Path) -> StoredVoice:
    return StoredVoice(tmp_path / "voice")


def said(person: Espeak, word: str, count: int = 3) -> list[Pcm]:
    return [spoken(person, word, 120 + 15 * at) for at in range(count)]


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


class Answers:
    """A studio in which a person answers with what was prepared."""

    def __init__(self, *clips: Pcm) -> None:
        self._clips = list(clips)
        self.asked: list[str] = []

    def ask(self, lines: tuple[Line, ...]) -> Pcm:
        self.asked += [line.id for line in lines if isinstance(line, Phrase)]
        return self._clips.pop(0) if self._clips else NOTHING


def test_without_examples_the_built_in_head_listens(stored: StoredVoice) -> None:
    assert not stored.begun
    assert stored.head().classes == heads.load().classes


def test_the_head_that_listens_is_the_one_that_learnt_and_belongs_to_its_owner_alone(
    stored: StoredVoice, person: Espeak, tmp_path: Path
) -> None:
    for clip in said(person, "stop"):
        stored.keep("stop", clip)
    adapted = stored.adapt()
    now = stored.head().weights["w1"]
    assert np.allclose(now, adapted.weights["w1"], atol=1e-2)
    assert not np.allclose(now, heads.load().weights["w1"], atol=1e-4)
    assert stat.S_IMODE((tmp_path / "voice").stat().st_mode) == 0o700
    assert modes(tmp_path / "voice") == {0o600}


def test_what_was_learnt_with_other_networks_is_learnt_anew_from_the_clips(
    stored: StoredVoice, person: Espeak, tmp_path: Path
) -> None:
    for clip in said(person, "stop"):
        stored.keep("stop", clip)
    foreign = dataclasses.replace(heads.load(), near_miss_margin=9.0, grown_from="another version")
    heads.save(foreign, tmp_path / "voice" / "head.npz")
    learnt = stored.head()
    assert learnt.near_miss_margin == heads.load().near_miss_margin
    assert learnt.thresholds["stop"] != heads.load().thresholds["stop"]
    kept = heads.load(tmp_path / "voice" / "head.npz")
    assert kept.grown_from == learnt.grown_from == networks.fingerprint()


def test_without_clips_what_other_networks_learnt_is_left_aside(
    stored: StoredVoice, tmp_path: Path
) -> None:
    (tmp_path / "voice").mkdir()
    foreign = dataclasses.replace(heads.load(), near_miss_margin=9.0)
    heads.save(foreign, tmp_path / "voice" / "head.npz")
    assert stored.head().near_miss_margin == heads.load().near_miss_margin


def test_forgetting_leaves_nothing(stored: StoredVoice, person: Espeak, tmp_path: Path) -> None:
    stored.keep("stop", spoken(person, "stop", 140))
    assert stored.forget() == 1
    assert not (tmp_path / "voice").exists()
    assert stored.forget() == 0


def test_the_oldest_of_many_examples_makes_room(stored: StoredVoice, tmp_path: Path) -> None:
    for level in range(KEPT_A_WORD + 2):
        stored.keep("stop", np.full(1600, level, np.int16))
    kept = [recordings.read(file)[0] for file in sorted((tmp_path / "voice").glob("stop-*.wav"))]
    assert kept == list(range(2, KEPT_A_WORD + 2))


def test_silence_is_nothing_to_learn_from(stored: StoredVoice) -> None:
    stored.keep("stop", np.zeros(16000, np.int16))
    with pytest.raises(BacktalkError, match="cannot learn"):
        stored.adapt()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BacktalkError, match="cannot be kept"):
        StoredVoice(tmp_path / "file" / "voice").keep("stop", np.ones(100, np.int16))


def test_what_was_not_heard_is_asked_for_again_and_then_given_up(
    stored: StoredVoice,
) -> None:
    studio = Answers()
    with pytest.raises(BacktalkError, match="No voice was heard"):
        by_voice("stop", studio, stored)
    assert len(studio.asked) == TRIES
    assert not stored.begun


def test_a_word_of_ones_own_is_asked_for_three_times_and_becomes_a_stop_word(
    stored: StoredVoice, person: Espeak
) -> None:
    studio = Answers(*said(person, "umbrella"))
    by_voice("umbrella", studio, stored)
    assert studio.asked == ["enrol_word", "enrol_again", "enrol_again"]
    assert stored.begun
    head = stored.head()
    assert head.kinds["umbrella"] == "stop"


def test_a_word_that_sounds_like_a_command_is_refused_and_not_kept(
    stored: StoredVoice, person: Espeak, tmp_path: Path
) -> None:
    files = []
    for at, clip in enumerate(said(person, "stop")):
        files.append(tmp_path / f"{at}.wav")
        recordings.write(files[-1], clip)
    with pytest.raises(BacktalkError, match="sounds too much like 'stop'"):
        from_recordings("stomp", files, stored)
    assert not stored.begun


def spoken(person: Espeak, text: str, words_per_minute: int) -> Pcm:
    return person.say_pcm(text, speed_wpm=words_per_minute)


def test_a_voice_in_a_folder_that_cannot_be_opened_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="cannot be read"):
        StoredVoice(tmp_path / ("x" * 300)).head()
