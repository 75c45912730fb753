"""What becomes of the words that a recogniser hears. The recogniser itself is scripted here."""

from __future__ import annotations

import numpy as np
import pytest

from backtalk.core.model.events import Command, CommandHeard, NearMiss, StopHeard
from backtalk.core.session.situations import Situation
from backtalk.hearing.detection import Source
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, Heard
from tests.hearing.buzz import voice
from tests.hearing.scripted import HISS, SILENCE, Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_command_counts_when_it_is_final_and_not_before(bench: Bench) -> None:
    assert bench.hear("skip") == []
    assert bench.hear("skip", final=True) == [CommandHeard(Command.SKIP)]


def test_a_command_among_other_words_is_talk(bench: Bench) -> None:
    assert bench.hear("skip the dog", final=True) == []


def test_a_command_counts_only_where_it_is_open(bench: Bench) -> None:
    assert bench.hear("seven", final=True) == []
    bench.listener.open(Situation.SCORE.commands)
    assert bench.hear("seven", final=True) == [CommandHeard(Command.SEVEN)]
    assert bench.hear("skip", final=True) == []


def test_a_new_situation_opens_its_grammar_once_with_the_next_block(bench: Bench) -> None:
    assert len(bench.recogniser.grammars) == 1
    bench.listener.open(Situation.SCORE.commands)
    assert len(bench.recogniser.grammars) == 1
    bench.blocks(HISS, 3)
    assert len(bench.recogniser.grammars) == 2
    assert "seven" in bench.recogniser.grammars[-1].commands
    assert "skip" not in bench.recogniser.grammars[-1].commands


def test_the_situation_that_is_open_already_opens_nothing(bench: Bench) -> None:
    bench.listener.open(Situation.FLOW.commands)
    bench.blocks(HISS, 3)
    assert len(bench.recogniser.grammars) == 1


def test_an_utterance_stops_once_however_often_it_is_revised(bench: Bench) -> None:
    events = bench.utterance("stop", "stop it", "", "stop", final="stop it")
    assert events == [StopHeard(Command.STOP)]


def test_the_next_utterance_stops_again(bench: Bench) -> None:
    assert len(bench.utterance("pain", final="pain")) == 1
    assert len(bench.utterance("pain", final="pain")) == 1


def test_a_stop_that_comes_only_with_the_final_result_stops(bench: Bench) -> None:
    assert bench.hear("ouch", final=True) == [StopHeard(Command.PAIN)]


@pytest.mark.parametrize("final", ["skip", "continue", "easier", "finish", ""])
def test_what_turns_out_to_be_no_stop_word_cannot_undo_the_stop_it_caused(
    bench: Bench, final: str
) -> None:
    """'Stop' on the way to 'skip' has stopped: the same breath must not set it going again."""
    assert bench.utterance("stop", final=final) == [StopHeard(Command.STOP)]


def test_the_word_after_it_counts_again(bench: Bench) -> None:
    bench.utterance("stop", final="skip")
    bench.listener.open(Situation.CHOICE.commands)
    assert bench.hear("skip", final=True) == [CommandHeard(Command.SKIP)]


def test_a_score_that_began_like_a_stop_word_stops_and_still_answers(bench: Bench) -> None:
    bench.listener.open(Situation.SCORE.commands)
    events = bench.utterance("sick", final="six")
    assert events == [StopHeard(Command.UNWELL), CommandHeard(Command.SIX)]


def test_every_result_that_counts_is_told_to_the_watcher(bench: Bench) -> None:
    bench.utterance("stop", final="stop")
    bench.hear("skip", "hello", final=True)
    told = [(u.text, u.command, u.stop, u.final) for u in bench.understood]
    assert told == [
        ("stop", Command.STOP, True, False),
        ("skip", Command.SKIP, False, True),
        ("hello", None, False, True),
    ]


def test_several_results_in_one_block_are_taken_in_order(bench: Bench) -> None:
    bench.recogniser.script.append(
        [Heard("skip", final=True, at_s=0.0), Heard("stop", final=False, at_s=0.0)]
    )
    bench.listener.process(HISS)
    assert bench.events == [CommandHeard(Command.SKIP), StopHeard(Command.STOP)]


def test_a_cry_asks_whether_it_hurt_and_names_no_word(bench: Bench) -> None:
    usual, cry = voice(5, 600), voice(1, 6000, pitch_hz=400)
    for block in np.concatenate([usual, cry]).reshape(-1, BLOCK_FRAMES):
        bench.listener.process(block)
    assert bench.events == [NearMiss(None)]
    (told,) = bench.understood
    assert (told.source, told.near_miss, told.stop, told.text) == (Source.CRY, True, False, "")


def test_the_end_of_a_recording_is_judged_too(bench: Bench) -> None:
    bench.recogniser.script.append([Heard("skip", final=True, at_s=0.0)])
    bench.listener.finish()
    assert bench.events == [CommandHeard(Command.SKIP)]


def test_its_heartbeat_is_the_sound_it_heard(bench: Bench) -> None:
    bench.blocks(HISS, 50)
    assert bench.listener.heard_s == pytest.approx(50 * BLOCK_S)


def test_the_level_follows_the_sound(bench: Bench) -> None:
    bench.listener.process(SILENCE)
    assert bench.listener.level == 0
    bench.listener.process(SILENCE + 16384)
    assert bench.listener.level == pytest.approx(0.5)


def test_an_empty_block_is_neither_sound_nor_silence(bench: Bench) -> None:
    assert bench.blocks(SILENCE[:0], 200) == []


def test_a_command_that_is_heard_again_within_a_second_is_the_same_word(bench: Bench) -> None:
    """In noise a recogniser may end the utterance of one word several times."""
    heard = bench.hear("skip", final=True) + bench.hear("skip", final=True)
    assert heard == [CommandHeard(Command.SKIP)]
    bench.blocks(HISS, 60)
    assert bench.hear("skip", final=True) == [CommandHeard(Command.SKIP)]
