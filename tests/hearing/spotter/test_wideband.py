"""The wideband network: what it is given, what it gives, and that the spotter listens to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backtalk.core.model.events import Command
from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter import wideband
from backtalk.hearing.spotter.embedding import Floats
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.hearing.spotter.wideband import BANDS, STRIDE_ROWS, WINDOW_ROWS, Wideband
from backtalk.ports import RATE_HZ
from tests.hearing.spotter.test_spotter import VOICE, fed, hiss
from tests.tiny_vosk.espeak import Espeak


@pytest.fixture(scope="module")
def network() -> Wideband:
    return wideband.load()


def tone(hz: float) -> Floats:
    time_s = np.arange(RATE_HZ) / RATE_HZ
    return np.asarray(3000 * np.sin(2 * np.pi * hz * time_s), np.float32)


def some_rows(count: int) -> Floats:
    return np.random.default_rng(4).normal(5, 2, (count, BANDS)).astype(np.float32)


def test_there_is_a_row_each_ten_milliseconds() -> None:
    assert wideband.rows_of(tone(440)).shape == (97, BANDS)


@pytest.mark.parametrize("hz", [150, 1000, 3900, 5000, 7500])
def test_a_tone_is_loudest_in_its_own_band(hz: float) -> None:
    def mel(value_hz: float) -> float:
        return 1127 * float(np.log1p(value_hz / 700))

    centres = np.linspace(mel(wideband.LOWEST_HZ), mel(wideband.HIGHEST_HZ), BANDS + 2)[1:-1]
    nearest = int(np.abs(centres - mel(hz)).argmin())
    loudest = wideband.rows_of(tone(hz)).mean(0).argmax()
    assert abs(int(loudest) - nearest) <= 1


def test_each_output_ends_eighty_milliseconds_after_the_one_before(network: Wideband) -> None:
    rows = some_rows(WINDOW_ROWS + 2 * STRIDE_ROWS)
    together = network.log_shares(rows)
    alone = [
        network.log_shares(rows[at : at + WINDOW_ROWS])
        for at in range(0, len(rows) - 94, STRIDE_ROWS)
    ]
    assert together.shape == (3, len(network.classes))
    assert np.allclose(together, np.concatenate(alone), atol=1e-3)


def test_what_it_gives_are_shares_of_one(network: Wideband) -> None:
    assert np.exp(network.log_shares(some_rows(200))).sum(1) == pytest.approx(1, abs=1e-4)


def test_it_knows_the_same_words_as_the_head(network: Wideband) -> None:
    assert network.classes == heads.load().classes


def test_a_saved_network_comes_back(network: Wideband, tmp_path: Path) -> None:
    wideband.save(network, tmp_path / "network.npz")
    again = wideband.load(tmp_path / "network.npz")
    assert again.classes == network.classes
    assert np.array_equal(again.log_shares(some_rows(95)), network.log_shares(some_rows(95)))


def test_it_is_small() -> None:
    assert wideband.BUILT_IN.stat().st_size < 900_000


@pytest.mark.parametrize("broken", [b"", b"no network at all", None])
def test_a_broken_network_is_told_in_words(broken: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "network.npz"
    if broken is not None:
        file.write_bytes(broken)
    with pytest.raises(BacktalkError, match=r"network\.npz"):
        wideband.load(file)


def test_a_word_of_ones_own_is_background_to_it() -> None:
    support = np.log(np.array([[0.9, 0.1]], np.float32))
    given = np.zeros((1, 3), np.float32)
    background, _, own = heads.blended(given, support)[0]
    assert own == background


def test_a_network_that_cannot_tell_changes_no_order() -> None:
    given = np.array([[1.0, 4.0, -2.0]], np.float32)
    silent = np.full((1, 3), -np.log(3), np.float32)
    order = heads.blended(given, silent)[0].argsort().tolist()
    assert order == heads.blended(given)[0].argsort().tolist() == given[0].argsort().tolist()


class Stubborn(Wideband):
    """Takes everything for background."""

    def log_shares(self, rows: Floats) -> Floats:
        given = np.full((super().log_shares(rows)).shape, -60, np.float32)
        given[:, 0] = 0
        return given


def test_a_network_for_other_words_is_refused(network: Wideband) -> None:
    other = Wideband(network.weights, (*network.classes[:-1], "say banana"))
    with pytest.raises(BacktalkError, match="do not know the same words"):
        Spotter(heads.load(), network=other)


def test_the_spotter_listens_to_it(network: Wideband) -> None:
    head = heads.load()
    sound = np.concatenate([hiss(1), Espeak().say_pcm("stop", VOICE), hiss(1)])
    assert {detection.command for detection in fed(Spotter(head), sound)} == {Command.STOP}
    stubborn = Stubborn(network.weights, network.classes)
    assert fed(Spotter(head, network=stubborn), sound) == []
