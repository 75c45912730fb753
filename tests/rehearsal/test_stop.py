"""A stop word said aloud: silence at once, and nothing but the stop's own words until an answer."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.app.rehearsal.rehearsal import Report
from backtalk.core.model.events import phrase
from backtalk.core.session.machine.states import State
from backtalk.ports import RATE_HZ, Pcm, Recogniser
from backtalk.room.virtual_room import SpokenWords
from tests.rehearsal.studio import (
    Studio,
    loudspeaker,
    of_kind,
    spoken,
    states,
    when,
)

REACTION_LIMIT_MS = 500
OVER_THE_COACH_S, IN_SILENCE_S = 24.0, 34.0
"""In the middle of a long sentence of the introduction; while the person gets into place."""
AT_ONCE = ((17.0, "start"),)
"""The person does not wait for the introduction."""
AFTER_PAIN = ("stop_clip", "ease_out", "how_bad", "how_bad_again", "no_answer")
AFTER_STOP = ("stop_clip", "silent_now", "lie_still", "continue_or_finish")


def sentences(studio: Studio, phrase_ids: tuple[str, ...]) -> set[str]:
    return {studio.speech().text(phrase(phrase_id)) for phrase_id in phrase_ids}


def speech_after(studio: Studio, report: Report, from_s: float, frames: int) -> Pcm:
    """Return `frames` of a loudspeaker that plays what was begun from `from_s` on, and no more."""
    alone = np.zeros(frames, np.int16)
    for at_s, text in of_kind(report, "spoke"):
        if at_s < from_s:
            continue
        clip = studio.speech().pcm(text)[: frames - round(at_s * RATE_HZ)]
        alone[round(at_s * RATE_HZ) : round(at_s * RATE_HZ) + len(clip)] = clip
    return alone


def assert_only_the_stop_sounds(
    studio: Studio, report: Report, said: SpokenWords, allowed: tuple[str, ...]
) -> None:
    (reaction,) = report.reactions
    assert reaction.silent_s is not None
    assert reaction.reaction_ms is not None
    assert reaction.reaction_ms <= REACTION_LIMIT_MS
    words = spoken(report, reaction.silent_s)
    assert words[0] == "Stopped."
    assert set(words) <= sentences(studio, allowed)
    played = loudspeaker(report, (said,))
    after = round(reaction.silent_s * RATE_HZ)
    alone = speech_after(studio, report, reaction.silent_s, len(played))
    np.testing.assert_array_equal(played[after:], alone[after:])


@pytest.mark.parametrize("at_s", [OVER_THE_COACH_S, IN_SILENCE_S])
@pytest.mark.parametrize("word", ["stop", "dizzy", "ouch", "it hurts"])
def test_after_a_stop_word_nothing_but_the_stop_sounds(
    studio: Studio, recogniser: Recogniser, word: str, at_s: float
) -> None:
    said = studio.says(at_s, word)
    report = studio.rehearse(
        studio.short_plan(), recogniser, said, until_s=at_s + 20, keep_sound=True
    )
    allowed = AFTER_PAIN if word in {"ouch", "it hurts"} else AFTER_STOP
    assert_only_the_stop_sounds(studio, report, said, allowed)


def test_a_word_over_the_coach_cuts_the_sentence_short(
    studio: Studio, recogniser: Recogniser
) -> None:
    said = studio.says(OVER_THE_COACH_S, "stop")
    report = studio.rehearse(studio.short_plan(), recogniser, said, until_s=29.0, keep_sound=True)
    (silent_s,) = (at_s for at_s, _ in of_kind(report, "silenced"))
    start_s, text = max(entry for entry in of_kind(report, "spoke") if entry[0] < silent_s)
    assert len(studio.speech().pcm(text)) / RATE_HZ > silent_s - start_s + 0.5
    played = loudspeaker(report, (said,))
    start, end = round(start_s * RATE_HZ), round((silent_s - 0.02) * RATE_HZ)
    np.testing.assert_array_equal(played[start:end], studio.speech().pcm(text)[: end - start])


@pytest.mark.parametrize(
    ("state", "before", "at_s"),
    [
        (State.WELCOME.value, (), 5.0),
        (State.INTRODUCING.value, (), 30.0),
        (State.MOVING.value, AT_ONCE, 30.6),
        (State.HOLDING.value, AT_ONCE, 24.0),
        (State.SWITCHING.value, AT_ONCE, 35.0),
        (State.RESTING.value, AT_ONCE, 60.0),
        (State.GOODBYE.value, (*AT_ONCE, (60.0, "skip"), (64.0, "skip")), 68.0),
        (State.PAUSED.value, ((20.0, "wait"),), 24.0),
        (State.CONFIRM_FINISH.value, ((20.0, "finish"),), 22.5),
        (State.PAIN_SCORE.value, ((20.0, "pain"),), 26.0),
        (State.STOPPED.value, ((20.0, "dizzy"),), 26.0),
    ],
)
def test_a_stop_word_stops_in_every_state(
    studio: Studio,
    recogniser: Recogniser,
    state: str,
    before: tuple[tuple[float, str], ...],
    at_s: float,
) -> None:
    said = [studio.says(*entry) for entry in (*before, (at_s, "stop"))]
    report = studio.rehearse(studio.short_plan(), recogniser, *said, until_s=at_s + 3)
    reaction = report.reactions[-1]
    assert reaction.reaction_ms is not None
    assert reaction.reaction_ms <= REACTION_LIMIT_MS
    assert [text for at, text in of_kind(report, "phase") if at < at_s][-1] == state
    assert report.state == (state if state == State.PAIN_SCORE.value else State.STOPPED.value)


def test_a_stop_stays_until_continue_is_said(studio: Studio, recogniser: Recogniser) -> None:
    said = (studio.says(OVER_THE_COACH_S, "stop"), studio.says(50, "continue"))
    report = studio.rehearse(studio.short_plan(), recogniser, *said, until_s=60.0)
    assert set(spoken(report, 25.0, 50.0)) <= sentences(studio, AFTER_STOP)
    assert State.STOPPED.value in states(report)
    assert when(report, "spoke", "We go on.") > said[1].end_s
    assert report.state == State.INTRODUCING.value


def test_a_stop_without_an_answer_ends_the_session(studio: Studio, recogniser: Recogniser) -> None:
    said = studio.says(OVER_THE_COACH_S, "it hurts")
    report = studio.rehearse(studio.short_plan(), recogniser, said)
    assert report.finished
    assert report.sets_done == 0
    words = set(spoken(report, 25.0))
    assert words <= sentences(studio, (*AFTER_PAIN, "that_is_all", "get_up"))
    assert sentences(studio, ("how_bad_again", "no_answer")) <= words
