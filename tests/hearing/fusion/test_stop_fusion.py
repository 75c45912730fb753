"""Several detectors of the stop class, taken together."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import Command
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.stop_fusion import SAME_WORD_S, Decision, StopFusion

RECOGNISER, SPOTTER = Source.RECOGNISER, Source.SPOTTER


def said(source: Source, at_s: float, *, sure: bool, command: Command = Command.PAIN) -> Detection:
    return Detection(source, command, sure, command.value, at_s)


@pytest.fixture
def fusion() -> StopFusion:
    return StopFusion()


@pytest.mark.parametrize("source", [RECOGNISER, SPOTTER])
def test_any_detector_that_is_sure_stops(fusion: StopFusion, source: Source) -> None:
    assert fusion.decide(said(source, 1.0, sure=True)) is Decision.STOP


@pytest.mark.parametrize("source", [RECOGNISER, SPOTTER])
def test_a_suspicion_alone_asks(fusion: StopFusion, source: Source) -> None:
    assert fusion.decide(said(source, 1.0, sure=False)) is Decision.ASK


def test_two_suspicions_of_the_same_moment_stop(fusion: StopFusion) -> None:
    fusion.decide(said(RECOGNISER, 1.0, sure=False))
    assert fusion.decide(said(SPOTTER, 1.3, sure=False)) is Decision.STOP


def test_two_suspicions_of_different_words_of_the_class_stop_too(fusion: StopFusion) -> None:
    fusion.decide(said(RECOGNISER, 1.0, sure=False, command=Command.STOP))
    assert fusion.decide(said(SPOTTER, 1.3, sure=False, command=Command.PAIN)) is Decision.STOP


def test_two_suspicions_long_after_one_another_are_two_questions(fusion: StopFusion) -> None:
    fusion.decide(said(RECOGNISER, 1.0, sure=False))
    assert fusion.decide(said(SPOTTER, 1.1 + SAME_WORD_S, sure=False)) is Decision.ASK


def test_a_detector_does_not_support_itself(fusion: StopFusion) -> None:
    fusion.decide(said(SPOTTER, 1.0, sure=False))
    assert fusion.decide(said(SPOTTER, 1.3, sure=False)) is Decision.ASK


def test_what_stopped_already_is_not_said_again_by_another_detector(fusion: StopFusion) -> None:
    fusion.decide(said(RECOGNISER, 1.0, sure=True))
    assert fusion.decide(said(SPOTTER, 1.3, sure=True)) is Decision.NOTHING


def test_pain_counts_after_stop_in_the_same_breath(fusion: StopFusion) -> None:
    fusion.decide(said(RECOGNISER, 1.0, sure=True, command=Command.STOP))
    assert fusion.decide(said(SPOTTER, 1.3, sure=True, command=Command.PAIN)) is Decision.STOP
    assert fusion.decide(said(RECOGNISER, 1.5, sure=True, command=Command.STOP)) is Decision.NOTHING


def test_the_same_detector_stops_again_for_a_word_of_its_own(fusion: StopFusion) -> None:
    fusion.decide(said(RECOGNISER, 1.0, sure=True))
    assert fusion.decide(said(RECOGNISER, 1.3, sure=True)) is Decision.STOP


def test_a_detector_that_becomes_surer_of_its_word_does_not_stop_again(fusion: StopFusion) -> None:
    barely = Detection(SPOTTER, Command.STOP, sure=True, text="stop", at_s=1.0, barely=True)
    assert fusion.decide(barely) is Decision.CONFIRM
    fusion.stopped(barely)
    wide = said(SPOTTER, 1.2, sure=True, command=Command.STOP)
    assert fusion.decide(wide) is Decision.NOTHING
