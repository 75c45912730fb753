"""What the loudspeaker plays: in order, on the sample, silent at once, latched until released."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from backtalk.ports import BLOCK_FRAMES, Pcm
from backtalk.speaking.clip import Clip
from backtalk.speaking.clip_cursor import FADE_FRAMES
from backtalk.speaking.player import TAKE_UP_FRAMES, Player


def sound(frames: int, value: int = 1000) -> Pcm:
    return np.full(frames, value, dtype=np.int16)


def clip(frames: int = 5 * BLOCK_FRAMES, value: int = 1000, utterance: int | None = None) -> Clip:
    return Clip(sound(frames, value), "a cue", utterance)


def safe(frames: int = BLOCK_FRAMES, value: int = 77) -> Clip:
    return Clip(sound(frames, value), "Stopped.", 99, safety=True)


def read(player: Player, blocks: int) -> Pcm:
    parts = [player.read(BLOCK_FRAMES) for _ in range(blocks)]
    return np.concatenate([sound(0), *parts])


def kinds(player: Player) -> list[tuple[str, int | None, int]]:
    return [(event.kind, event.clip.utterance, event.at_frame) for event in player.events()]


def test_clips_follow_one_another_without_a_gap() -> None:
    player = Player()
    player.play(clip(100, 1))
    player.play(clip(300, 2))
    out = read(player, 2)
    assert out.tolist() == [1] * 100 + [2] * 300 + [0] * 240


def test_its_clock_counts_every_sample_it_gave_out() -> None:
    player = Player()
    read(player, 3)
    assert player.frames == 3 * BLOCK_FRAMES


def test_it_says_what_sounds_now() -> None:
    player = Player()
    assert (player.saying, player.sounding) == ("", False)
    player.play(clip())
    player.read(BLOCK_FRAMES)
    assert (player.saying, player.sounding) == ("a cue", True)
    player.latch()
    assert (player.saying, player.sounding) == ("", False)


def test_a_latch_silences_within_the_next_block_after_a_short_fade() -> None:
    player = Player()
    player.play(clip())
    player.read(BLOCK_FRAMES)
    player.latch()
    out = player.read(BLOCK_FRAMES)
    fade = out[:FADE_FRAMES].astype(int)
    assert fade[0] == 1000
    assert (np.diff(fade) < 0).all()
    assert not out[FADE_FRAMES:].any()
    assert not read(player, 20).any()


def test_the_fade_of_a_loud_clip_never_wraps_round() -> None:
    player = Player(gain=2.0)
    player.play(clip(value=30_000))
    player.read(BLOCK_FRAMES)
    player.latch()
    fade = player.read(BLOCK_FRAMES)[:FADE_FRAMES].astype(int)
    assert (fade >= 0).all()
    assert (np.diff(fade) <= 0).all()


def test_the_stop_clip_starts_in_the_block_after_the_cut() -> None:
    player = Player()
    player.play(clip())
    player.read(BLOCK_FRAMES)
    player.latch()
    player.play(safe())
    assert not player.read(BLOCK_FRAMES)[FADE_FRAMES:].any()
    assert (player.read(BLOCK_FRAMES) == 77).all()


def test_while_latched_nothing_sounds_but_what_carries_safety() -> None:
    player = Player()
    player.latch()
    player.play(clip(utterance=1))
    player.play(safe())
    player.play(clip(utterance=2))
    assert set(read(player, 20).tolist()) == {0, 77}
    assert player.latched


def test_a_release_lets_new_cues_sound_and_brings_no_old_one_back() -> None:
    player = Player()
    player.play(clip(value=1))
    player.latch()
    player.play(clip(value=2))
    player.release()
    player.play(clip(100, value=3))
    assert set(read(player, 5).tolist()) == {0, 3}


def test_a_release_that_answers_an_older_latch_does_not_undo_a_newer_one() -> None:
    player = Player()
    player.latch()
    answered = player.last_latch
    player.latch()
    player.release(answered)
    assert player.latched
    player.release(player.last_latch)
    assert not player.latched


def test_a_hush_drops_everything_and_does_not_latch() -> None:
    player = Player()
    player.play(clip(value=1))
    player.play(clip(value=2))
    player.read(BLOCK_FRAMES)
    player.hush()
    player.play(clip(50, value=3))
    assert not player.read(BLOCK_FRAMES)[FADE_FRAMES:].any()
    assert set(read(player, 5).tolist()) == {0, 3}


def test_a_hush_from_before_a_stop_leaves_the_stop_clip_alone() -> None:
    player = Player()
    known = player.last_latch
    player.latch()
    player.play(safe())
    player.hush(known)
    assert 77 in read(player, 2)


@pytest.mark.parametrize("frame", [0, 1, 319, 320, 321, 1000, 12_345])
def test_a_clip_with_a_time_starts_at_that_very_sample(frame: int) -> None:
    player = Player()
    player.play(Clip(sound(500), "count", 1, not_before=frame))
    out = read(player, 45)
    assert np.flatnonzero(out)[0] == frame
    assert np.count_nonzero(out) == 500
    assert kinds(player) == [("started", 1, frame), ("finished", 1, frame + 500)]


def test_a_clip_whose_time_has_passed_starts_now() -> None:
    player = Player()
    read(player, 10)
    player.play(Clip(sound(10), "count", not_before=5))
    assert player.read(BLOCK_FRAMES)[0] == 1000


def test_a_clip_that_can_only_come_too_late_is_left_out() -> None:
    player = Player()
    player.play(clip(1000, 1, utterance=1))
    player.play(Clip(sound(100, 2), "three", 2, not_after=999))
    player.play(Clip(sound(100, 3), "two", 3, not_after=1000))
    assert set(read(player, 5).tolist()) == {0, 1, 3}
    assert [(kind, which) for kind, which, _ in kinds(player)] == [
        ("started", 1),
        ("finished", 1),
        ("dropped", 2),
        ("started", 3),
        ("finished", 3),
    ]


def test_gain_turns_cues_up_and_down_and_clips_instead_of_wrapping() -> None:
    player = Player(gain=0.5)
    player.play(clip(100, 1000))
    assert player.read(BLOCK_FRAMES)[0] == 500
    player.gain = 2.0
    player.play(clip(100, 30_000))
    player.play(clip(100, -30_000))
    out = player.read(BLOCK_FRAMES)
    assert (out[0], out[100]) == (32767, -32768)


def test_what_carries_safety_is_never_softer_than_it_was_recorded() -> None:
    player = Player(gain=0.25)
    player.play(safe())
    assert player.read(BLOCK_FRAMES)[0] == 77
    player.gain = 2.0
    player.play(safe())
    assert player.read(BLOCK_FRAMES)[0] == 154


def test_an_empty_clip_is_over_at_once() -> None:
    player = Player()
    player.play(clip(0, utterance=1))
    player.play(clip(10, utterance=2))
    player.read(BLOCK_FRAMES)
    assert kinds(player) == [
        ("started", 1, 0),
        ("finished", 1, 0),
        ("started", 2, 0),
        ("finished", 2, 10),
    ]


def test_every_utterance_is_reported_over_exactly_once_whatever_happens_to_it() -> None:
    player, rng = Player(), np.random.default_rng(5)
    over: Counter[int | None] = Counter()
    outcomes = (player.latch, player.hush, player.release, lambda: None, lambda: None)
    for utterance in range(600):
        frames, delay = int(rng.integers(0, 900)), int(rng.integers(0, 900))
        late = player.frames + 300 if rng.random() < 0.2 else None
        early = player.frames + delay if rng.random() < 0.3 else 0
        is_safe = bool(rng.random() < 0.2)
        player.play(Clip(sound(frames), "cue", utterance, is_safe, early, late))
        outcomes[int(rng.integers(len(outcomes)))]()
        read(player, int(rng.integers(0, 3)))
        over.update(e.clip.utterance for e in player.events() if e.kind != "started")
    read(player, 2000)
    over.update(e.clip.utterance for e in player.events() if e.kind != "started")
    assert over == Counter(range(600))


def at_once(deed: Callable[[], None], other: Callable[[], None]) -> None:
    """Do `deed` on a thread of its own and `other` on this one, at the same moment."""
    start = threading.Barrier(2)

    def do() -> None:
        start.wait(5)
        deed()

    thread = threading.Thread(target=do)
    thread.start()
    start.wait(5)
    other()
    thread.join(5)


@pytest.mark.parametrize("attempt", range(50))
def test_a_latch_from_another_thread_silences_whatever_is_being_played(attempt: int) -> None:
    player, latched = Player(), threading.Event()

    def stop() -> None:
        player.latch()
        latched.set()

    def play_on() -> None:
        after = 0
        for _ in range(attempt + 10_000):
            was_latched = latched.is_set()
            player.play(clip(400))
            out = player.read(BLOCK_FRAMES)
            after += was_latched
            if after == 1:
                assert not out[FADE_FRAMES:].any()
            elif after > 1:
                assert not out.any()
            if after == 4:
                return
        pytest.fail("the latch never came")

    at_once(stop, play_on)


@pytest.mark.parametrize("attempt", range(50))
def test_a_release_at_the_moment_of_a_newer_latch_never_undoes_it(attempt: int) -> None:
    player = Player()
    for _ in range(attempt + 1):
        player.latch()
    answered = player.last_latch
    at_once(lambda: player.release(answered), player.latch)
    assert player.latched


def counting(frames: int) -> Clip:
    """A clip whose samples say where they stand: 1, 2, 3 ..."""
    return Clip(np.arange(1, frames + 1).astype(np.int16), "a long cue", 1)


def test_a_hold_is_silence_after_which_the_clip_goes_on_a_little_before_the_cut() -> None:
    player = Player()
    player.play(counting(30 * BLOCK_FRAMES))
    before = read(player, 20)
    player.hold(10 * BLOCK_FRAMES)
    held = read(player, 10)
    assert not held[FADE_FRAMES:].any()
    assert not player.sounding
    assert player.read(BLOCK_FRAMES)[0] == before[-1] + 1 - TAKE_UP_FRAMES
    assert [kind for kind, _, _ in kinds(player)] == ["started"]


def test_a_hold_in_the_first_moments_of_a_clip_begins_it_again() -> None:
    player = Player()
    player.play(counting(30 * BLOCK_FRAMES))
    player.read(BLOCK_FRAMES)
    player.hold(BLOCK_FRAMES)
    player.read(BLOCK_FRAMES)
    assert player.read(BLOCK_FRAMES)[0] == 1


@pytest.mark.parametrize("end", [Player.latch, Player.hush])
def test_a_latch_or_a_hush_ends_a_hold_at_once(end: Callable[[Player], None]) -> None:
    player = Player()
    player.play(clip())
    player.read(BLOCK_FRAMES)
    player.hold(100 * BLOCK_FRAMES)
    player.read(BLOCK_FRAMES)
    end(player)
    player.play(safe())
    assert set(read(player, 3).tolist()) == {0, 77}


def test_a_clip_that_missed_its_beat_in_a_hold_is_dropped() -> None:
    player = Player()
    player.play(Clip(sound(BLOCK_FRAMES), "three", 3, not_after=BLOCK_FRAMES))
    player.hold(5 * BLOCK_FRAMES)
    assert not read(player, 7).any()
    assert kinds(player) == [("dropped", 3, 5 * BLOCK_FRAMES)]


class NumbersOfTwo:
    """Gives a number to one thread while another, in between, stops and says so."""

    def __init__(self) -> None:
        self.player: Player | None = None
        self.given = 0

    def __iter__(self) -> NumbersOfTwo:
        return self

    def __next__(self) -> int:
        self.given += 1
        number = self.given
        if self.player is not None:
            player, self.player = self.player, None
            player.latch()
            player.play(safe())
        return number


@pytest.mark.parametrize("first", [Player.latch, lambda player: player.hush(player.last_latch)])
def test_the_stop_clip_of_a_stop_in_between_is_heard(first: Callable[[Player], None]) -> None:
    numbers = NumbersOfTwo()
    player = Player(numbers=numbers)
    player.play(clip())
    player.read(BLOCK_FRAMES)
    numbers.player = player
    first(player)
    assert player.latched
    assert np.count_nonzero(read(player, 5) == safe().pcm[0]) == len(safe().pcm)
