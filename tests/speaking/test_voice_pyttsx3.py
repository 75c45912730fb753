"""The real pyttsx3 and espeak-ng in the real worker process."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import combinations
from pathlib import Path

import numpy as np
import psutil
import pytest

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ, Pcm
from backtalk.speaking.voice_pyttsx3 import Pyttsx3Voice

INSTRUCTION = "Lie on your back and bend your right knee. Keep the left leg straight."


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Voice]:
    with closing(Pyttsx3Voice()) as opened:
        yield opened


def workers() -> set[psutil.Process]:
    return {
        child
        for child in psutil.Process().children()
        if "backtalk.speaking.voice_worker" in child.cmdline()
    }


def spectrum(pcm: Pcm) -> np.ndarray:
    power = np.abs(np.fft.rfft(pcm, n=4 * RATE_HZ)) ** 2
    bands = power[: 40 * (len(power) // 40)].reshape(40, -1).sum(axis=1)
    return np.asarray(bands / bands.sum())


def test_a_text_becomes_sound_that_starts_and_ends_with_the_voice(voice: Pyttsx3Voice) -> None:
    pcm = voice.render("Hold for ten seconds.", 150)
    audible = np.flatnonzero(np.abs(pcm.astype(int)) > 40)
    assert pcm.dtype == np.int16
    assert 1.0 < len(pcm) / RATE_HZ < 2.5
    assert audible[0] < 0.05 * RATE_HZ
    assert len(pcm) - audible[-1] < 0.05 * RATE_HZ


def test_the_same_text_has_the_same_length_each_time(voice: Pyttsx3Voice) -> None:
    for text in ("Stop.", INSTRUCTION):
        lengths = [len(voice.render(text, 150)) for _ in range(12)]
        assert max(lengths) - min(lengths) < 0.05 * RATE_HZ


def test_a_change_of_rate_holds_from_the_very_next_text(voice: Pyttsx3Voice) -> None:
    slow = [len(voice.render("Switch sides.", rate)) for rate in (110, 190) * 5]
    assert min(slow[0::2]) > 1.3 * max(slow[1::2])


def test_the_first_text_of_a_worker_has_the_rate_asked_for(voice: Pyttsx3Voice) -> None:
    later = len(voice.render(INSTRUCTION, 110))
    with closing(Pyttsx3Voice()) as fresh:
        first = len(fresh.render(INSTRUCTION, 110))
    assert abs(first - later) < 0.1 * RATE_HZ


def test_espeak_voices_and_their_variants_sound_different() -> None:
    sounds = []
    for name in ("en-us", "en-gb", "en-gb+m3", "en-us+f4"):
        with closing(Pyttsx3Voice(name)) as voice:
            sounds.append(spectrum(voice.render(INSTRUCTION, 150)))
    for one, other in combinations(sounds, 2):
        assert np.abs(one - other).sum() > 0.1


@pytest.mark.parametrize("name", ["unknown", "en-us+unknown", "unknown+f4"])
def test_an_unknown_voice_is_named_with_a_remedy(name: str) -> None:
    with closing(Pyttsx3Voice(name)) as voice:
        with pytest.raises(BacktalkError) as caught:
            voice.render("Hold.", 150)
        assert voice.unavailable_reason() == caught.value.message
    assert caught.value.message == f"There is no voice named {name}."
    assert "en-us" in caught.value.remedy


def test_an_unknown_driver_is_named() -> None:
    with closing(Pyttsx3Voice(driver="nodriver")) as voice:
        assert "nodriver" in str(voice.unavailable_reason())


def test_a_good_voice_has_no_reason_to_be_unavailable(voice: Pyttsx3Voice) -> None:
    assert voice.unavailable_reason() is None


def test_the_voices_listed_can_be_asked_for(voice: Pyttsx3Voice) -> None:
    listed = voice.voices()
    assert {"en-us", "en-gb", "de"} <= set(listed)
    with closing(Pyttsx3Voice("de")) as german:
        assert german.unavailable_reason() is None


@pytest.mark.parametrize(("text", "rate"), [("", 150), (" ... ", 150), ("Hold.", 20)])
def test_what_cannot_be_spoken_is_refused_and_the_worker_goes_on(
    voice: Pyttsx3Voice, text: str, rate: int
) -> None:
    voice.render("Hold.", 150)
    before = workers()
    with pytest.raises(BacktalkError):
        voice.render(text, rate)
    assert len(voice.render("Hold.", 150)) > 0
    assert workers() == before


def test_a_killed_worker_is_replaced_without_a_word() -> None:
    others = workers()
    with closing(Pyttsx3Voice()) as voice:
        voice.render("Hold.", 150)
        (killed,) = workers() - others
        killed.kill()
        assert len(voice.render("Hold.", 150)) > 0
        assert len(workers() - others - {killed}) == 1


def test_a_worker_that_hangs_is_killed_and_replaced() -> None:
    others = workers()
    with closing(Pyttsx3Voice(time_limit_s=1.0)) as voice:
        voice.render("Hold.", 150)
        (stuck,) = workers() - others
        stuck.suspend()
        assert len(voice.render("Hold.", 150)) > 0
        assert not stuck.is_running()


def test_no_answer_in_time_twice_is_an_error_in_words() -> None:
    with (
        closing(Pyttsx3Voice(time_limit_s=0.001)) as hurried,
        pytest.raises(BacktalkError, match="did not answer within"),
    ):
        hurried.render(INSTRUCTION * 50, 150)


def test_threads_share_the_workers_and_get_their_own_texts() -> None:
    others = workers()
    texts = ["Hold.", "Rest sixty seconds, then comes the bird dog."] * 6
    with closing(Pyttsx3Voice(workers=2)) as voice, ThreadPoolExecutor(4) as executor:
        lengths = [len(pcm) for pcm in executor.map(lambda text: voice.render(text, 150), texts)]
        assert len(workers() - others) == 2
    assert max(lengths[0::2]) < RATE_HZ < 2 * RATE_HZ < min(lengths[1::2])


def test_closing_ends_the_worker() -> None:
    others = workers()
    voice = Pyttsx3Voice()
    voice.render("Hold.", 150)
    assert len(workers() - others) == 1
    voice.close()
    assert workers() == others


def test_the_sound_goes_by_file_and_none_is_left_behind(
    voice: Pyttsx3Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    voice.render("Hold.", 150)
    assert list(tmp_path.iterdir()) == []
