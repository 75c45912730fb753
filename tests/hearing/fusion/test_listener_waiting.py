"""Words of a doubtful recogniser wait for the spotter, and none is lost in waiting."""

from __future__ import annotations

import pytest

from backtalk.core.model.events import Command, CommandHeard, Event, NearMiss, StopHeard
from backtalk.hearing.fusion.rescoring import PATIENCE_S
from backtalk.ports import BLOCK_S
from tests.hearing.scripted import HISS, Bench, ScriptedSpotter

LIKELY = 6.0
LONG_ENOUGH = round(PATIENCE_S / BLOCK_S) + 1


@pytest.fixture
def spotter() -> ScriptedSpotter:
    return ScriptedSpotter()


@pytest.fixture
def bench(spotter: ScriptedSpotter) -> Bench:
    return Bench(spotter=spotter)


def test_a_stop_acts_as_soon_as_the_spotter_has_heard_it_too(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    assert bench.hear("stop", final=True) == []
    spotter.odds = {"stop": LIKELY}
    assert stops(bench.blocks(HISS, 1)) == [Command.STOP]


def test_a_stop_that_waits_is_not_lost_to_the_next_word(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    bench.hear("stop", final=True)
    spotter.odds = {"skip": LIKELY}
    assert CommandHeard(Command.SKIP) in bench.hear("skip", final=True)
    spotter.odds = {"stop": LIKELY}
    assert stops(bench.blocks(HISS, 1)) == [Command.STOP]


def test_a_guess_that_turns_into_another_word_waits_no_longer(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    bench.utterance("stop", final="skip")
    spotter.odds = {"stop": LIKELY - 2, "skip": LIKELY}
    assert bench.blocks(HISS, LONG_ENOUGH) == [CommandHeard(Command.SKIP)]


def test_a_stop_that_the_spotter_finds_only_possible_leads_to_one_question(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    spotter.odds = {"pain": 1.5}
    bench.suspect("it hurts")
    assert bench.blocks(HISS, 2 * LONG_ENOUGH) == [NearMiss(Command.PAIN)]


def test_what_waits_at_the_end_of_a_recording_is_judged_then(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    spotter.odds = {"pain": 1.5}
    bench.suspect("it hurts")
    before_s = bench.listener.heard_s
    bench.listener.finish()
    assert bench.events == [NearMiss(Command.PAIN)]
    assert bench.listener.heard_s == before_s


def test_a_cry_of_pain_that_the_recogniser_took_for_halt_is_a_report_of_pain(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    spotter.odds = {"ouch": LIKELY, "halt": LIKELY - 1}
    assert stops(bench.hear("halt", final=True)) == [Command.PAIN]
    spotter.odds = {"ouch": LIKELY - 1, "halt": LIKELY}
    assert stops(bench.hear("halt", final=True)) == [Command.STOP]


def stops(events: list[Event]) -> list[Command]:
    return [event.command for event in events if isinstance(event, StopHeard)]
