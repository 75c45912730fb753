"""Several witnesses of the stop class, taken together."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import Command
from backtalk.hearing.fusion.stop_fusion import SAME_WORD_S, Claim, Jury, Ruling

EAR, SPOTTER = "recogniser", "spotter"


def claim(witness: str, at_s: float, *, sure: bool, command: Command = Command.PAIN) -> Claim:
    return Claim(witness, command, sure, at_s)


@pytest.fixture
def jury() -> Jury:
    return Jury()


@pytest.mark.parametrize("witness", [EAR, SPOTTER])
def test_any_witness_that_is_sure_stops(jury: Jury, witness: str) -> None:
    assert jury.rule(claim(witness, 1.0, sure=True)) is Ruling.STOP


@pytest.mark.parametrize("witness", [EAR, SPOTTER])
def test_a_suspicion_alone_asks(jury: Jury, witness: str) -> None:
    assert jury.rule(claim(witness, 1.0, sure=False)) is Ruling.ASK


def test_two_suspicions_of_the_same_moment_stop(jury: Jury) -> None:
    jury.rule(claim(EAR, 1.0, sure=False))
    assert jury.rule(claim(SPOTTER, 1.3, sure=False)) is Ruling.STOP


def test_two_suspicions_of_different_words_of_the_class_stop_too(jury: Jury) -> None:
    jury.rule(claim(EAR, 1.0, sure=False, command=Command.STOP))
    assert jury.rule(claim(SPOTTER, 1.3, sure=False, command=Command.PAIN)) is Ruling.STOP


def test_two_suspicions_long_after_one_another_are_two_questions(jury: Jury) -> None:
    jury.rule(claim(EAR, 1.0, sure=False))
    assert jury.rule(claim(SPOTTER, 1.1 + SAME_WORD_S, sure=False)) is Ruling.ASK


def test_a_witness_does_not_support_itself(jury: Jury) -> None:
    jury.rule(claim(SPOTTER, 1.0, sure=False))
    assert jury.rule(claim(SPOTTER, 1.3, sure=False)) is Ruling.ASK


def test_what_stopped_already_is_not_said_again_by_another_witness(jury: Jury) -> None:
    jury.rule(claim(EAR, 1.0, sure=True))
    assert jury.rule(claim(SPOTTER, 1.3, sure=True)) is Ruling.NOTHING


def test_pain_counts_after_stop_in_the_same_breath(jury: Jury) -> None:
    jury.rule(claim(EAR, 1.0, sure=True, command=Command.STOP))
    assert jury.rule(claim(SPOTTER, 1.3, sure=True, command=Command.PAIN)) is Ruling.STOP
    assert jury.rule(claim(EAR, 1.5, sure=True, command=Command.STOP)) is Ruling.NOTHING


def test_the_same_witness_stops_again_for_a_word_of_its_own(jury: Jury) -> None:
    jury.rule(claim(EAR, 1.0, sure=True))
    assert jury.rule(claim(EAR, 1.3, sure=True)) is Ruling.STOP
