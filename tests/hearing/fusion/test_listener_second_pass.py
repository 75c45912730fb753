"""A listener with a second pass: who waits for its word, for how long, and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.core.model.events import Command, CommandHeard, NearMiss, Refused, StopHeard
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.confirmation import SUSPICION_S, UTTERANCE_S
from backtalk.hearing.fusion.second_word import CONFIRMED, IMPOSSIBLE
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, Heard, Pcm
from tests.hearing.fusion.looks import ScriptedLooker
from tests.hearing.scripted import HISS, Bench, ScriptedSpotter

VOICE: Pcm = np.random.default_rng(4).normal(0, 2000, BLOCK_FRAMES).astype(np.int16)
IN_TIME = round(SUSPICION_S / BLOCK_S) - 2
TOO_LATE = round(SUSPICION_S / BLOCK_S) + 2


@pytest.fixture
def spotter() -> ScriptedSpotter:
    return ScriptedSpotter()


@pytest.fixture
def looker() -> ScriptedLooker:
    return ScriptedLooker()


@pytest.fixture
def bench(looker: ScriptedLooker, spotter: ScriptedSpotter) -> Bench:
    bench = Bench(looker=looker, spotter=spotter, needs_confirmation=False)
    bench.blocks(HISS, 50)
    return bench


def seen(command: Command, *, sure: bool = True, barely: bool = False) -> Detection:
    return Detection(Source.SPOTTER, command, sure, command.value, 0.0, barely=barely)


def say(bench: Bench, text: str = "") -> None:
    """Say a word of half a second; the recogniser takes it for `text`, at its end."""
    bench.blocks(VOICE, 25)
    if text:
        bench.recogniser.script.append([Heard(text, final=True, at_s=0.0)])
    bench.blocks(HISS, 20)


def test_what_is_sure_by_a_wide_margin_waits_for_nobody(
    bench: Bench, spotter: ScriptedSpotter, looker: ScriptedLooker
) -> None:
    spotter.sees.append(seen(Command.PAIN))
    assert bench.blocks(HISS, 1) == [StopHeard(Command.PAIN)]
    assert looker.queries == []


def test_what_is_barely_sure_silences_the_coach_at_once_and_stops_when_it_is_confirmed(
    bench: Bench, spotter: ScriptedSpotter, looker: ScriptedLooker
) -> None:
    spotter.sees.append(seen(Command.STOP, barely=True))
    assert bench.blocks(HISS, IN_TIME) == []
    assert bench.held == 1
    looker.answer_phrases({"stop": CONFIRMED + 1})
    assert bench.blocks(HISS, 1) == [StopHeard(Command.STOP)]


def test_what_is_barely_sure_and_impossible_lets_the_coach_go_on(
    bench: Bench, spotter: ScriptedSpotter, looker: ScriptedLooker
) -> None:
    spotter.sees.append(seen(Command.STOP, barely=True))
    bench.blocks(HISS, 1)
    looker.answer_phrases({"stop": IMPOSSIBLE - 1})
    assert bench.blocks(HISS, TOO_LATE) == []


def test_what_is_barely_sure_stops_when_no_word_comes_in_time(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    spotter.sees.append(seen(Command.STOP, barely=True))
    assert bench.blocks(HISS, IN_TIME) == []
    assert bench.blocks(HISS, TOO_LATE - IN_TIME) == [StopHeard(Command.STOP)]


def test_half_a_stop_is_asked_about_when_no_word_comes_in_time(
    bench: Bench, spotter: ScriptedSpotter
) -> None:
    spotter.sees.append(seen(Command.PAIN, sure=False))
    assert bench.blocks(HISS, TOO_LATE) == [NearMiss(Command.PAIN)]


def test_two_who_barely_hear_a_stop_need_no_third(bench: Bench, spotter: ScriptedSpotter) -> None:
    spotter.sees.append(seen(Command.STOP, barely=True))
    bench.blocks(HISS, 1)
    bench.suspect("stop")
    bench.blocks(HISS, IN_TIME - 2)
    assert bench.events == [StopHeard(Command.STOP)]


def test_a_stop_is_not_said_twice_when_it_is_confirmed_after_another_stopped(
    bench: Bench, spotter: ScriptedSpotter, looker: ScriptedLooker
) -> None:
    spotter.sees.append(seen(Command.STOP, barely=True))
    bench.blocks(HISS, 1)
    spotter.sees.append(seen(Command.STOP))
    looker.answer_phrases({"stop": CONFIRMED + 1})
    assert bench.blocks(HISS, TOO_LATE) == [StopHeard(Command.STOP)]


def test_who_suspected_a_stop_may_become_sure_of_it_after_it_stopped(
    bench: Bench, spotter: ScriptedSpotter, looker: ScriptedLooker
) -> None:
    spotter.sees.append(seen(Command.STOP, sure=False))
    bench.blocks(HISS, 1)
    looker.answer_phrases({"stop": CONFIRMED + 1})
    assert bench.blocks(HISS, 1) == [StopHeard(Command.STOP)]
    spotter.sees.append(seen(Command.STOP))
    assert bench.blocks(HISS, TOO_LATE) == []


def test_a_stop_that_only_the_second_pass_hears_stops(bench: Bench, looker: ScriptedLooker) -> None:
    say(bench)
    looker.answer_phrases({"stop": -1.0})
    assert bench.blocks(HISS, 1) == [StopHeard(Command.STOP)]


def test_a_stop_is_said_once_though_words_and_phrases_both_have_it(
    bench: Bench, looker: ScriptedLooker
) -> None:
    say(bench)
    looker.answer_phrases({"stop": -1.0})
    looker.answer_words("Stop.")
    assert bench.blocks(HISS, 1) == [StopHeard(Command.STOP)]


def test_a_graver_stop_in_the_words_is_said_too(bench: Bench, looker: ScriptedLooker) -> None:
    say(bench)
    looker.answer_phrases({"stop": -1.0})
    looker.answer_words("Stop, it hurts.")
    assert bench.blocks(HISS, 1) == [StopHeard(Command.STOP), StopHeard(Command.PAIN)]


def test_a_command_waits_until_its_utterance_was_read(bench: Bench, looker: ScriptedLooker) -> None:
    say(bench, "skip")
    assert bench.events == []
    looker.answer_phrases({"skip": -1.0})
    looker.answer_words("Skip.")
    assert bench.blocks(HISS, 1) == [CommandHeard(Command.SKIP)]


def test_a_command_that_was_refused_is_not_done(bench: Bench, looker: ScriptedLooker) -> None:
    say(bench, "skip")
    looker.answer_phrases({"skip": -1.0})
    looker.answer_words("Don't skip.")
    assert bench.blocks(HISS, 60) == [Refused(Command.SKIP)]


def test_a_command_is_done_as_before_when_nobody_looks_in_time(bench: Bench) -> None:
    say(bench, "skip")
    assert bench.blocks(HISS, round(UTTERANCE_S / BLOCK_S) + 20) == [CommandHeard(Command.SKIP)]


def test_a_sure_recogniser_that_the_spotter_doubts_is_looked_at_and_not_silenced(
    looker: ScriptedLooker, spotter: ScriptedSpotter
) -> None:
    bench = Bench(looker=looker, spotter=spotter)
    spotter.odds = {"pain": -9.0, "hurts": -9.0, "stop": -9.0}
    bench.blocks(HISS, 50)
    bench.hear("pain", final=True)
    bench.blocks(HISS, 40)
    assert bench.held == 1
    assert looker.queries[-1].phrases


def test_with_nobody_to_look_what_is_barely_sure_stops_at_once(spotter: ScriptedSpotter) -> None:
    bench = Bench(spotter=spotter)
    spotter.sees.append(seen(Command.STOP, barely=True))
    assert bench.blocks(HISS, 1) == [StopHeard(Command.STOP)]
