"""The cache of rendered speech, with a voice that counts how often it is asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ, Pcm
from backtalk.speaking.rendering import RenderedSpeech, level
from backtalk.speaking.voice_pyttsx3 import Pyttsx3Voice


class CountingVoice:
    """A voice of noise: a tenth of a second for each letter, and a list of what it rendered."""

    def __init__(self) -> None:
        self.rendered: list[tuple[str, int]] = []

    def render(self, text: str, words_per_minute: int) -> Pcm:
        if text == "unspeakable":
            raise BacktalkError("It cannot be said.", "Say something else.")
        self.rendered.append((text, words_per_minute))
        noise = np.random.default_rng(len(text)).normal(0, 2000, len(text) * RATE_HZ // 10)
        return noise.astype(np.int16)

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def voice() -> CountingVoice:
    return CountingVoice()


@pytest.fixture(scope="module")
def real_voice() -> Iterator[Pyttsx3Voice]:
    with closing(Pyttsx3Voice()) as opened:
        yield opened


def active_level_db(pcm: Pcm) -> float:
    """Level of the 20 ms blocks that are within 30 dB of the loudest, dBFS rms."""
    blocks = pcm[: len(pcm) // 320 * 320].reshape(-1, 320) / 32767
    power = np.mean(blocks**2, axis=1)
    return float(10 * np.log10(power[power > power.max() / 1000].mean()))


def test_a_phrase_is_rendered_once_and_then_comes_from_memory(
    voice: CountingVoice, tmp_path: Path
) -> None:
    speech = RenderedSpeech(voice, tmp_path, "noise")
    assert speech.pcm("hold", 150) is speech.pcm("hold", 150)
    assert voice.rendered == [("hold", 150)]


def test_the_next_session_reads_it_from_disk(voice: CountingVoice, tmp_path: Path) -> None:
    first = RenderedSpeech(voice, tmp_path, "noise").pcm("hold", 150)
    again = RenderedSpeech(voice, tmp_path, "noise").pcm("hold", 150)
    np.testing.assert_array_equal(first, again)
    assert len(voice.rendered) == 1


def test_another_text_rate_or_voice_is_another_phrase(voice: CountingVoice, tmp_path: Path) -> None:
    for key, text, rate in [("a", "up", 150), ("b", "up", 150), ("a", "up", 130), ("a", "on", 150)]:
        RenderedSpeech(voice, tmp_path, key).pcm(text, rate)
    assert len(voice.rendered) == 4


def test_sound_that_is_handed_out_cannot_be_spoilt(voice: CountingVoice, tmp_path: Path) -> None:
    for _ in range(2):  # rendered, then read from disk
        pcm = RenderedSpeech(voice, tmp_path, "noise").pcm("hold", 150)
        with pytest.raises(ValueError, match="read-only"):
            pcm[0] = 1


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2])


def flip_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-7] ^= 4
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("harm", [cut_short, flip_a_bit, empty])
def test_a_damaged_file_is_rendered_again_and_mended(
    harm: Callable[[Path], None], voice: CountingVoice, tmp_path: Path
) -> None:
    whole = RenderedSpeech(voice, tmp_path, "noise").pcm("hold", 150)
    (file,) = tmp_path.iterdir()
    harm(file)
    for _ in range(2):
        again = RenderedSpeech(voice, tmp_path, "noise").pcm("hold", 150)
        np.testing.assert_array_equal(again, whole)
    assert len(voice.rendered) == 2


def test_a_folder_that_cannot_be_written_costs_a_warning_and_nothing_else(
    voice: CountingVoice, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    speech = RenderedSpeech(voice, tmp_path / "file" / "speech", "noise")
    assert speech.pcm("hold", 150) is speech.pcm("hold", 150)
    assert str(tmp_path / "file" / "speech") in str(speech.warning)


def test_a_folder_that_vanishes_costs_a_warning_and_nothing_else(
    voice: CountingVoice, tmp_path: Path
) -> None:
    folder = tmp_path / "speech"
    speech = RenderedSpeech(voice, folder, "noise")
    folder.rmdir()
    speech.prepare(["hold", "rest"], 150)
    assert speech.warning is not None
    assert len(voice.rendered) == 2


def test_a_good_folder_gives_no_warning(voice: CountingVoice, tmp_path: Path) -> None:
    speech = RenderedSpeech(voice, tmp_path / "not" / "yet", "noise")
    speech.pcm("hold", 150)
    assert speech.warning is None


def test_the_oldest_files_go_when_the_disk_limit_is_reached(
    voice: CountingVoice, tmp_path: Path
) -> None:
    letters = "abcdefghij"  # 3,232 bytes each
    (tmp_path / "notes.txt").write_text("not ours")
    for age_s, letter in enumerate(reversed(letters)):
        before = set(tmp_path.iterdir())
        RenderedSpeech(voice, tmp_path, "noise").pcm(letter, 150)
        (new,) = set(tmp_path.iterdir()) - before
        os.utime(new, (1e9 - age_s, 1e9 - age_s))
    limited = RenderedSpeech(voice, tmp_path, "noise", disk_limit_bytes=20_000)
    limited.pcm("k", 150)
    assert sum(file.stat().st_size for file in tmp_path.glob("*.speech*")) <= 20_000
    assert (tmp_path / "notes.txt").exists()
    voice.rendered.clear()
    RenderedSpeech(voice, tmp_path, "noise").prepare("jk", 150)
    assert voice.rendered == []
    RenderedSpeech(voice, tmp_path, "noise").pcm("a", 150)
    assert voice.rendered == [("a", 150)]


def test_preparing_tells_how_far_it_is_and_counts_a_repeated_phrase_once(
    voice: CountingVoice, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    speech = RenderedSpeech(voice, tmp_path, "noise")
    speech.prepare(["hold", "rest", "hold"], 150, lambda ready, total: told.append((ready, total)))
    assert told == [(1, 2), (2, 2)]
    assert voice.rendered == [("hold", 150), ("rest", 150)]


def test_preparing_in_parallel_renders_the_same(voice: CountingVoice, tmp_path: Path) -> None:
    texts = ["a" * letters for letters in range(1, 30)]
    told: list[int] = []
    speech = RenderedSpeech(voice, tmp_path, "noise", parallel=3)
    speech.prepare(texts, 150, lambda ready, _: told.append(ready))
    assert told == list(range(1, 30))
    assert sorted(voice.rendered) == [(text, 150) for text in texts]
    for text in texts:
        np.testing.assert_array_equal(speech.pcm(text, 150), level(voice.render(text, 150)))


def test_a_voice_that_fails_is_heard_of_and_leaves_no_file(
    voice: CountingVoice, tmp_path: Path
) -> None:
    with pytest.raises(BacktalkError, match="cannot be said"):
        RenderedSpeech(voice, tmp_path, "noise").pcm("unspeakable", 150)
    assert list(tmp_path.iterdir()) == []


def test_loud_and_quiet_phrases_come_out_equally_loud(
    real_voice: Pyttsx3Voice, tmp_path: Path
) -> None:
    speech = RenderedSpeech(real_voice, tmp_path, real_voice.key)
    for text in ("Stop.", "Hold for ten seconds.", "Rest. Next, slowly, the bird dog."):
        pcm = speech.pcm(text, 150)
        assert active_level_db(pcm) == pytest.approx(-20, abs=1.0)
        assert np.abs(pcm.astype(int)).max() <= 32767 * 10 ** (-3 / 20) + 1


def test_a_spiky_sound_keeps_its_headroom() -> None:
    clicks = np.zeros(RATE_HZ, dtype=np.int16)
    clicks[::320] = 500
    assert np.abs(level(clicks).astype(int)).max() == pytest.approx(32767 * 10 ** (-3 / 20), abs=1)


def test_silence_stays_silence() -> None:
    assert not level(np.zeros(1000, dtype=np.int16)).any()
    assert level(np.zeros(0, dtype=np.int16)).size == 0
