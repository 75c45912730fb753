from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from backtalk.app import recordings
from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ

Samples = npt.NDArray[np.float64]


def sine(rate_hz: int, seconds: float = 0.5, hz: float = 440.0) -> Samples:
    wave: Samples = 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)
    return wave


def written(folder: Path, samples: Samples, rate_hz: int, name: str = "a.wav") -> Path:
    soundfile.write(str(folder / name), samples, rate_hz)
    return folder / name


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg"])
@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_any_rate_and_format_becomes_the_same_sound(
    tmp_path: Path, rate_hz: int, name: str
) -> None:
    pcm = recordings.read(written(tmp_path, sine(rate_hz), rate_hz, name))
    assert pcm.dtype == np.int16
    assert len(pcm) == pytest.approx(RATE_HZ / 2, abs=2)
    middle = slice(RATE_HZ // 8, RATE_HZ * 3 // 8)
    assert np.corrcoef(pcm[middle], sine(RATE_HZ)[middle])[0, 1] > 0.99


def test_the_channels_of_a_stereo_file_are_mixed(tmp_path: Path) -> None:
    left, right = sine(RATE_HZ), sine(RATE_HZ, hz=1000)
    pcm = recordings.read(written(tmp_path, np.stack([left, right], axis=1), RATE_HZ))
    assert np.abs(pcm / 32768 - (left + right) / 2).max() < 0.001


def test_what_is_written_can_be_read_again_within_one_step(tmp_path: Path) -> None:
    pcm = np.random.default_rng(1).integers(-32768, 32767, 4000).astype(np.int16)
    file = tmp_path / "new folder" / "a.wav"
    recordings.write(file, pcm)
    assert soundfile.info(str(file)).samplerate == RATE_HZ
    assert np.abs(recordings.read(file).astype(np.int32) - pcm).max() <= 1


def test_a_file_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match=r"a\.wav contains no sound"):
        recordings.read(written(tmp_path, np.zeros(0), RATE_HZ))


@pytest.mark.parametrize("content", [b"", b"pain, pain, pain\n" * 50, bytes(range(256)) * 10])
def test_a_file_that_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(content)
    with pytest.raises(BacktalkError, match=r"a\.wav cannot be read as sound"):
        recordings.read(file)


def test_a_folder_is_no_sound(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="cannot be read as sound"):
        recordings.read(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match=r"There is no file .*nowhere\.wav"):
        recordings.read(tmp_path / "nowhere.wav")


def test_a_recording_of_no_numbers_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    soundfile.write(str(file), np.full(800, np.nan), RATE_HZ, subtype="FLOAT")
    with pytest.raises(BacktalkError, match="no usable sound"):
        recordings.read(file)


def test_more_than_an_hour_is_refused_without_reading_it(tmp_path: Path) -> None:
    file = written(tmp_path, np.zeros(3601 * 100), 100)
    with pytest.raises(BacktalkError, match="longer than an hour"):
        recordings.read(file)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(BacktalkError, match="cannot be written"):
        recordings.write(tmp_path / "a" / "b.wav", np.zeros(10, np.int16))
