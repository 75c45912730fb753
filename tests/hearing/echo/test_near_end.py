"""What the microphone hears without the coach, and what the coach's echo can explain."""

from __future__ import annotations

import numpy as np

from backtalk.hearing.acoustics.levels import level_db
from backtalk.hearing.acoustics.recent_sound import RecentSound
from backtalk.hearing.echo.canceller import PassThrough, WebRtcEcho
from backtalk.hearing.echo.echo_presence import EchoPresence
from backtalk.hearing.echo.near_end import NearEnd
from backtalk.hearing.fusion.self_speech import SelfSpeech
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, Pcm

RNG = np.random.default_rng(7)
QUIET = np.zeros(BLOCK_FRAMES, np.int16)


def noise(level: float) -> Pcm:
    return RNG.normal(0, level, BLOCK_FRAMES).astype(np.int16)


def coach(at: int) -> Pcm:
    """One block of the coach's speech, with ups and downs as speech has them."""
    return noise(3000 * (0.4 + 0.6 * (at % 10) / 10))


def coach_alone(near_end: NearEnd, seconds: float, *, gain: float = 0.5) -> None:
    """The coach speaks; the room gives `gain` back."""
    for at in range(round(seconds / BLOCK_S)):
        reference = coach(at)
        near_end.process((reference * gain).astype(np.int16) + noise(8), reference)


def test_the_coachs_echo_alone_is_explained() -> None:
    near_end = NearEnd(PassThrough())
    coach_alone(near_end, 5)
    assert near_end.only_echo


def test_a_voice_louder_than_the_echo_can_be_is_not_explained() -> None:
    near_end = NearEnd(PassThrough())
    coach_alone(near_end, 5, gain=0.05)
    for _ in range(20):
        near_end.process(noise(3000), noise(3000))
    assert not near_end.only_echo


def test_a_voice_after_the_echo_has_died_away_is_not_explained() -> None:
    near_end = NearEnd(PassThrough())
    coach_alone(near_end, 5)
    for _ in range(round(0.6 / BLOCK_S)):
        near_end.process(noise(300), QUIET)
    assert not near_end.only_echo


def test_what_is_said_over_the_coach_is_left_whole_where_the_coach_cannot_be_heard() -> None:
    near_end = NearEnd(WebRtcEcho())
    coach_alone(near_end, 1, gain=0.0)
    for at in range(20):
        said = noise(3000)
        assert near_end.process(said, coach(at)) is said


def test_a_person_who_speaks_over_an_inaudible_coach_is_noticed() -> None:
    near_end = NearEnd(WebRtcEcho())
    coach_alone(near_end, 3, gain=0.0)
    assert not near_end.barged_in
    for at in range(12):
        near_end.process(noise(3000), coach(at))
    assert near_end.barged_in


def test_an_audible_coach_is_taken_out() -> None:
    near_end = NearEnd(WebRtcEcho())
    coach_alone(near_end, 5)
    reference = noise(3000)
    echo = (reference * 0.5).astype(np.int16)
    assert level_db(near_end.process(echo, reference)) < level_db(echo) - 15


def watched(echo_presence: EchoPresence, seconds: float, *, gain: float, room: float = 8) -> bool:
    """The coach speaks every other second; `gain` is what the room gives back of it."""
    for at in range(round(seconds / BLOCK_S)):
        reference = coach(at) if at % 100 < 50 else QUIET
        echo_presence.process(
            (reference * gain).astype(np.int16) + noise(room), level_db(reference)
        )
    return echo_presence.is_heard


def test_a_loudspeaker_is_taken_for_audible_until_the_coach_has_spoken() -> None:
    echo_presence = EchoPresence()
    echo_presence.process(noise(8), level_db(QUIET))
    assert echo_presence.is_heard
    assert not watched(echo_presence, 3, gain=0.0)


def test_headphones_that_are_taken_off_are_known_within_two_seconds_of_the_coach() -> None:
    echo_presence = EchoPresence()
    assert not watched(echo_presence, 10, gain=0.0)
    assert watched(echo_presence, 4, gain=0.03)


def test_a_word_of_the_persons_does_not_pass_for_the_coach() -> None:
    echo_presence = EchoPresence()
    watched(echo_presence, 10, gain=0.0)
    for at in range(20):
        echo_presence.process(noise(3000), level_db(coach(at)))
    assert not echo_presence.is_heard


def test_steady_noise_over_which_the_coach_cannot_be_heard_makes_it_inaudible() -> None:
    assert not watched(EchoPresence(), 10, gain=0.0, room=2000)


def test_headphones_have_no_echo_to_explain_anything() -> None:
    near_end = NearEnd(None)
    near_end.process(noise(300), noise(3000))
    assert not near_end.only_echo


def test_a_level_is_counted_from_full_scale() -> None:
    assert abs(level_db(np.full(320, 32767, np.int16))) < 0.01
    assert level_db(QUIET) == -100.0


def test_the_coachs_words_are_remembered_for_as_long_as_a_result_may_take() -> None:
    saying = "Say skip, or finish."
    own = SelfSpeech(lambda: saying)
    own.process(0.0)
    saying = ""
    own.process(1.0)
    assert own.contain("skip")
    assert not own.contain("ski")
    own.process(1.3)
    assert not own.contain("skip")


def room_with_a_word(recent: RecentSound, voice: float, *, room: float = 10) -> None:
    for _ in range(100):
        recent.process(noise(room), noise(room), QUIET)
    for _ in range(25):
        recent.process(noise(voice), noise(voice), QUIET)
    for _ in range(50):
        recent.process(noise(room), noise(room), QUIET)


def test_the_voice_of_the_last_seconds_is_measured_and_cut_out() -> None:
    recent = RecentSound()
    room_with_a_word(recent, 2000)
    levels = recent.levels()
    assert levels.voice_db is not None
    assert abs(levels.voice_db - 20 * np.log10(2000 / 32768)) < 1
    assert abs(levels.noise_db - 20 * np.log10(10 / 32768)) < 1
    assert levels.echo_db is None
    assert 0.5 <= len(recent.utterance()) / 16000 <= 0.75


def test_a_room_without_talk_has_no_voice() -> None:
    recent = RecentSound()
    for _ in range(250):
        recent.process(noise(10), noise(10), QUIET)
    assert recent.levels().voice_db is None
    assert len(recent.utterance()) == 0


def test_a_knock_is_no_voice() -> None:
    recent = RecentSound()
    for at in range(250):
        loud = noise(5000 if at in (120, 121) else 10)
        recent.process(loud, loud, QUIET)
    assert recent.levels().voice_db is None


def test_the_coachs_echo_is_measured_where_it_spoke() -> None:
    recent = RecentSound()
    for _ in range(100):
        recent.process(noise(10), noise(1000), noise(2000))
    echo_db = recent.levels().echo_db
    assert echo_db is not None
    assert abs(echo_db - 20 * np.log10(1000 / 32768)) < 1


def test_what_is_forgotten_is_gone() -> None:
    recent = RecentSound()
    room_with_a_word(recent, 2000)
    recent.forget()
    assert len(recent.utterance()) == 0
