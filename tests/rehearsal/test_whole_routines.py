"""Whole routines without an interruption: every set is done, every cue comes when it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from backtalk.app.rehearsal.rehearsal import Report
from backtalk.core.model.events import Command
from backtalk.core.model.plan import ExerciseSet, Plan
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing import pacing
from backtalk.journal.json_lines import JsonLinesJournal
from backtalk.ports import RATE_HZ, Recogniser
from tests.journal.lines import read_records
from tests.rehearsal.studio import Studio, loudspeaker, of_kind, states

ON_TIME_S = 0.020
AT_WORK = (State.MOVING.value, State.HOLDING.value)


def work_starts(report: Report) -> list[float]:
    """Return when the work of each set began."""
    entries = of_kind(report, "phase")
    return [
        at_s
        for (_, before), (at_s, state) in pairwise(entries)
        if state == State.MOVING.value and before not in AT_WORK
    ]


def cues_of(exercise_set: ExerciseSet, studio: Studio) -> list[tuple[float, str]]:
    """Return when each cue of the work is planned, from its start, and its first sentence."""
    speech = studio.speech()
    return [
        (cue.at_s, speech.text(cue.lines[0])) for cue in pacing.work(exercise_set).cues if cue.lines
    ]


def late_cues(report: Report, plan: Plan, studio: Studio) -> list[tuple[str, float]]:
    """Return the planned cues that were not begun within 20 ms of their time."""
    said = of_kind(report, "spoke")
    return [
        (text, start_s + at_s)
        for exercise_set, start_s in zip(plan.sets, work_starts(report), strict=True)
        for at_s, text in cues_of(exercise_set, studio)
        if not any(s == text and abs(t - start_s - at_s) <= ON_TIME_S for t, s in said)
    ]


@pytest.mark.parametrize(
    ("open_recogniser", "routine_id"),
    [("sphinx", "lying"), ("vosk", "strengthening")],
    indirect=["open_recogniser"],
)
def test_a_routine_ends_with_every_set_done_and_every_cue_in_time(
    studio: Studio, recogniser: Recogniser, tmp_path: Path, routine_id: str
) -> None:
    plan = studio.plan(routine_id)
    journal = JsonLinesJournal(tmp_path / "journal.jsonl")
    report = studio.rehearse(plan, recogniser, journal=journal)
    journal.close()
    assert report.finished
    assert report.sets_done == report.sets_planned == len(plan.sets)
    assert of_kind(report, "heard") == []
    assert late_cues(report, plan, studio) == []
    records = read_records(tmp_path / "journal.jsonl")
    assert Counter(record["kind"] for record in records) == {
        "session": 1,
        "set": len(plan.sets),
        "closing": 1,
    }
    sets = [record for record in records if record["kind"] == "set"]
    assert [record["exercise"] for record in sets] == [
        exercise_set.exercise.id for exercise_set in plan.sets
    ]
    assert all(record["repetitions"] == record["planned"] for record in sets)


def test_a_session_goes_through_its_states_in_order_and_counts_its_holds_on_the_second(
    studio: Studio, recogniser: Recogniser
) -> None:
    report = studio.rehearse(studio.short_plan(), recogniser, keep_sound=True)
    assert_all_states_in_order(report)
    assert_counts_sound_on_the_second(studio, report)


def assert_all_states_in_order(report: Report) -> None:
    held = [State.MOVING.value, State.HOLDING.value, State.MOVING.value]
    assert states(report) == [
        State.WELCOME.value,
        State.INTRODUCING.value,
        *held,
        State.SWITCHING.value,
        *held,
        State.RESTING.value,
        State.INTRODUCING.value,
        *held,
        State.HOLDING.value,
        State.MOVING.value,
        State.GOODBYE.value,
        State.FINISHED.value,
    ]


def assert_counts_sound_on_the_second(studio: Studio, report: Report) -> None:
    """Find the counts of the first hold among the samples that the loudspeaker played."""
    hold_s = next(at_s for at_s, state in of_kind(report, "phase") if state == State.HOLDING.value)
    played = loudspeaker(report, ())
    for text, after_s in {"Half-way.": 5.0, "3.": 7.0, "2.": 8.0, "1.": 9.0}.items():
        clip = studio.speech().pcm(text)
        starts = range(
            round((hold_s + after_s - ON_TIME_S) * RATE_HZ),
            round((hold_s + after_s + ON_TIME_S) * RATE_HZ) + 1,
        )
        found = [at for at in starts if (played[at : at + len(clip)] == clip).all()]
        assert len(found) == 1, text


def test_the_same_inputs_give_the_same_timeline(
    studio: Studio, open_recogniser: Callable[[], Recogniser]
) -> None:
    said = (studio.says(7, "easier"), studio.says(20, "stop"), studio.says(32, "continue"))
    first, second = (
        studio.rehearse(studio.short_plan(), open_recogniser(), *said, until_s=40.0)
        for _ in range(2)
    )
    assert [reaction.command for reaction in first.reactions] == [
        Command.EASIER,
        Command.STOP,
        Command.CONTINUE,
    ]
    assert first.as_json() == second.as_json()
