from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest

from backtalk.errors import BacktalkError
from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm
from backtalk.room.sound_card import SoundCard
from tests.pulse_audio import PulseAudio

LIMIT_S = 20.0


def wait_until(holds: Callable[[], bool], limit_s: float = LIMIT_S) -> float:
    """Wait until `holds()`; return how long that took in seconds."""
    started_s = time.monotonic()
    pause = threading.Event()
    while not holds():
        assert time.monotonic() - started_s < limit_s, "waited in vain"
        pause.wait(0.005)
    return time.monotonic() - started_s


def find(part: Pcm, whole: Pcm) -> int:
    """Where `part` lies in `whole`: the peak of their cross-correlation."""
    size = 1 << (len(part) + len(whole)).bit_length()
    spectrum = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    return int(np.argmax(np.fft.irfft(spectrum)[: len(whole) - len(part) + 1]))


def likeness(one: Pcm, other: Pcm) -> float:
    """1 for the same sound, 0 for unrelated ones."""
    return float(np.corrcoef(one, other)[0, 1])


def noise(seconds: float, seed: int) -> Pcm:
    """Low noise: neither resampling on the way nor half a sample of delay changes it."""
    samples = np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))
    spectrum = np.fft.rfft(samples)
    spectrum[np.fft.rfftfreq(len(samples), 1 / RATE_HZ) > 1000] = 0
    return (np.fft.irfft(spectrum, len(samples)) * 8000).astype(np.int16)


@dataclass
class Person:
    """Plays endless noise, or nothing, and keeps what was played and heard."""

    playing: bool = True
    noise: Pcm = field(default_factory=lambda: noise(2.0, seed=1))
    played: list[Pcm] = field(default_factory=list)
    near: list[Pcm] = field(default_factory=list)
    references: list[Pcm] = field(default_factory=list)
    stopped_s: float = 0.0
    """When the first silent block after the noise was given to the loudspeaker."""

    def play(self, frames: int) -> Pcm:
        start = len(self.played) * BLOCK_FRAMES % len(self.noise)
        block = self.noise[start : start + frames] * np.int16(self.playing)
        if not self.playing and not self.stopped_s:
            self.stopped_s = time.monotonic()
        self.played.append(block)
        return block

    def hear(self, microphone: Pcm, reference: Pcm) -> None:
        self.references.append(reference)
        self.near.append(microphone)

    def hears(self, blocks: int) -> None:
        """Wait for so many more blocks."""
        enough = len(self.near) + blocks
        wait_until(lambda: len(self.near) >= enough)


def card_of(person: Person, *, microphone: str = "va_mic") -> SoundCard:
    return SoundCard(person.play, person.hear, output="va_speaker", input=microphone)


@contextmanager
def killed(server: PulseAudio) -> Iterator[None]:
    server.kill()
    try:
        yield
    finally:
        server.start()


@contextmanager
def frozen(server: PulseAudio) -> Iterator[None]:
    server.freeze()
    try:
        yield
    finally:
        server.thaw()


def pieces_found(played: Pcm, recording: Pcm) -> tuple[int, int, int]:
    """How many quarters of a second there are, how many arrived whole, and in how many slips."""
    length = RATE_HZ // 4
    starts = range(0, len(played) - length, length)
    places = [find(played[start : start + length], recording) for start in starts]
    whole = [
        likeness(played[start : start + length], recording[place : place + length]) > 0.99
        for start, place in zip(starts, places, strict=True)
    ]
    slips = np.count_nonzero(np.diff(np.subtract(places, starts)))
    return len(starts), sum(whole), int(slips)


def test_five_seconds_are_played_and_heard_whole(pulse_audio: PulseAudio) -> None:
    person = Person(noise=noise(6.0, seed=2))
    with pulse_audio.tap() as tap, card_of(person, microphone="va_tap") as card:
        person.hears(blocks=265)
        tap.wait_for_frames(RATE_HZ // 5)
        assert card.lost is None
        assert card.dropped_blocks == 0
    assert card.frames_played == len(person.played) * BLOCK_FRAMES
    assert card.now_s() == card.frames_played / RATE_HZ
    # The first blocks may meet a stream that is still starting.
    played = np.concatenate(person.played)[RATE_HZ // 10 :][: 5 * RATE_HZ]
    for recording in (tap.pcm, np.concatenate(person.near)):
        pieces, whole, slips = pieces_found(played, recording)
        # On an idle machine all are whole, without a slip. A server that gets no processor time
        # slips now and then by 10 ms, which no program can prevent or see.
        assert pieces == 19
        assert whole >= pieces - 2
        assert slips <= 4


def test_what_is_said_into_the_microphone_is_heard(pulse_audio: PulseAudio) -> None:
    person = Person(playing=False)
    with card_of(person):
        person.hears(blocks=5)
        said = noise(0.5, seed=3)
        pulse_audio.play_into_microphone(said)
        person.hears(blocks=15)
    heard = np.concatenate(person.near)
    start = find(said, heard)
    assert likeness(heard[start : start + len(said)], said) > 0.99
    assert {block.shape for block in person.near} == {(BLOCK_FRAMES,)}
    assert {block.dtype for block in person.near} == {np.dtype(np.int16)}


def test_the_loudspeaker_is_silent_within_a_tenth_of_a_second(pulse_audio: PulseAudio) -> None:
    person = Person()
    with pulse_audio.tap() as tap, card_of(person):
        person.hears(blocks=25)
        person.playing = False
        tap.wait_for_frames(RATE_HZ // 2)
    assert tap.last_sound_s > 0
    assert tap.last_sound_s - person.stopped_s < 0.1


def lead_of_the_reference_ms(person: Person) -> float:
    """How far the reference runs before its echo, over the last second."""
    last_second = slice(len(person.near) - 50, len(person.near))
    near = np.concatenate(person.near[last_second])
    reference = np.concatenate(person.references[last_second])
    # A reference block that leads holds now what the microphone hears later.
    sounding = slice(RATE_HZ // 4, RATE_HZ // 2)
    place = find(reference[sounding], near)
    assert likeness(near[place : place + RATE_HZ // 4], reference[sounding]) > 0.99
    return (place - RATE_HZ // 4) / RATE_HZ * 1000


def test_each_microphone_block_comes_with_what_was_played_then(pulse_audio: PulseAudio) -> None:
    person = Person()
    with card_of(person, microphone="va_tap") as card:
        person.hears(blocks=50)
        assert 0 < lead_of_the_reference_ms(person) < 40
        card.stop()
        card.start()
        person.hears(blocks=50)
        assert 0 < lead_of_the_reference_ms(person) < 40
        with killed(pulse_audio):
            wait_until(lambda: card.lost is not None)
        assert card.try_reopen()
        person.hears(blocks=50)
        assert 0 < lead_of_the_reference_ms(person) < 40


def test_a_dead_sound_server_is_noticed_and_its_return_found(pulse_audio: PulseAudio) -> None:
    person = Person()
    with card_of(person) as card:
        person.hears(blocks=5)
        with killed(pulse_audio):
            assert wait_until(lambda: card.lost is not None) < 2.0
            assert "va_speaker" in str(card.lost) or "va_mic" in str(card.lost)
            assert not card.try_reopen()
            assert "va_speaker" in str(card.lost)
        assert card.try_reopen()
        assert card.lost is None
        person.hears(blocks=10)


def test_a_frozen_sound_server_is_noticed_and_blocks_no_caller(pulse_audio: PulseAudio) -> None:
    person = Person()
    with card_of(person) as card:
        person.hears(blocks=5)
        with frozen(pulse_audio):
            assert wait_until(lambda: "va_mic" in str(card.lost)) < 2.0
            assert not card.try_reopen()
            assert "has not answered" in str(card.lost)
        assert card.try_reopen()
        person.hears(blocks=10)
        assert card.lost is None


@pytest.mark.usefixtures("pulse_audio")
class TestFaults:
    def test_a_listener_that_raises_is_reported_and_hears_on(self) -> None:
        person = Person()
        broken = RuntimeError("the recogniser died")

        def hear(microphone: Pcm, reference: Pcm) -> None:
            person.hear(microphone, reference)
            if len(person.near) == 1:
                raise broken

        with SoundCard(person.play, hear, output="va_speaker", input="va_mic") as card:
            person.hears(blocks=5)
            assert card.fault is broken
            assert "the recogniser died" in str(card.lost)
            assert card.try_reopen()
            assert card.lost is None

    def test_a_listener_that_does_not_come_back_is_lost_until_it_does(self) -> None:
        come_back = threading.Event()
        person = Person()

        def hear(_microphone: Pcm, _reference: Pcm) -> None:
            come_back.wait(LIMIT_S)

        with SoundCard(person.play, hear, output="va_speaker", input="va_mic") as card:
            took_s = wait_until(lambda: card.lost is not None)
            assert str(card.lost).startswith("Listening is ")
            assert not card.try_reopen()
            assert str(card.lost).startswith("Listening is ")
            come_back.set()
            wait_until(lambda: card.lost is None)
            assert card.try_reopen()
        assert took_s < 2.0

    def test_a_player_that_raises_gives_silence_and_is_reported(
        self, pulse_audio: PulseAudio
    ) -> None:
        person = Person()

        def play(_frames: int) -> Pcm:
            raise RuntimeError("the player died")

        with (
            pulse_audio.tap() as tap,
            SoundCard(play, person.hear, output="va_speaker", input="va_mic") as card,
        ):
            person.hears(blocks=10)
            assert "the player died" in str(card.lost)
            assert isinstance(card.fault, RuntimeError)
        assert not tap.pcm.any()

    def test_a_player_that_returns_too_little_is_reported(self) -> None:
        person = Person()

        def play(frames: int) -> Pcm:
            return np.ones(frames - 1, np.int16)

        with SoundCard(play, person.hear, output="va_speaker", input="va_mic") as card:
            person.hears(blocks=5)
            assert "(319,)" in str(card.lost)


@pytest.mark.usefixtures("pulse_audio")
def test_a_wrong_name_is_refused_with_a_suggestion() -> None:
    person = Person()
    card = SoundCard(person.play, person.hear, output="va_speeker", input="va_mic")
    with pytest.raises(BacktalkError, match="did you mean 'va_speaker'"):
        card.start()
    card.close()
    assert not person.played


@pytest.mark.usefixtures("pulse_audio")
def test_a_device_that_refuses_is_named_and_the_other_is_let_go() -> None:
    person = Person()
    card = card_of(person, microphone="va_speaker")
    with pytest.raises(BacktalkError, match="'va_speaker' does not open at 16 kHz mono"):
        card.start()
    with card_of(person):
        person.hears(blocks=5)
    card.close()


def test_a_stopped_card_is_silent_and_has_lost_nothing(pulse_audio: PulseAudio) -> None:
    person = Person()
    with pulse_audio.tap() as tap, card_of(person) as card:
        person.hears(blocks=25)
        card.stop()
        stopped_s, played = time.monotonic(), card.frames_played
        tap.wait_for_frames(RATE_HZ // 2)
        assert 0 < tap.last_sound_s < stopped_s + 0.1
        assert card.frames_played == played
        assert card.lost is None
        card.start()
        person.hears(blocks=5)
        assert card.frames_played > played
