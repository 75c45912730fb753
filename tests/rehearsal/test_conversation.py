"""Conversations with the coach, from the first word to the end of the session."""

from __future__ import annotations

from pathlib import Path

from backtalk.app.rehearsal.rehearsal import Report
from backtalk.core.session.machine.states import State
from backtalk.journal.json_lines import JsonLinesJournal
from backtalk.ports import Recogniser
from tests.journal.lines import read_records
from tests.rehearsal.studio import Studio, spoken, states, when


def understood(report: Report) -> list[str]:
    return [reaction.command.value if reaction.command else "" for reaction in report.reactions]


def test_easier_pain_a_score_easier_again_a_pause_and_on_to_the_end(
    studio: Studio, recogniser: Recogniser, tmp_path: Path
) -> None:
    words = {47: "easier", 62: "pain", 75: "one", 85: "easier", 140: "wait", 155: "continue"}
    journal = JsonLinesJournal(tmp_path / "journal.jsonl")
    said = [studio.says(at_s, word) for at_s, word in words.items()]
    report = studio.rehearse(studio.short_plan(), recogniser, *said, journal=journal)
    journal.close()
    assert understood(report) == ["easier", "pain", "one", "easier", "pause", "continue"]
    assert "It takes 7 seconds now." in spoken(report, 47, 62)
    assert "How bad is it now, from zero to ten?" in spoken(report, 62, 75)
    assert "Say easier, skip, or finish." in spoken(report, 75, 85)
    assert "It takes 5 seconds now." in spoken(report, 85, 102)
    assert spoken(report, 142.5, 155) == []
    assert when(report, "phase", State.PAUSED.value) < 142
    assert report.finished
    assert report.sets_done == 3
    assert [record["kind"] for record in read_records(tmp_path / "journal.jsonl")] == [
        "session",
        "step",
        "stop",
        "pain",
        "pain handled",
        "step",
        "set",
        "set",
        "set",
        "closing",
    ]


def test_skip_leaves_an_exercise_out_and_finish_asks_once(
    studio: Studio, recogniser: Recogniser
) -> None:
    words = {20: "skip", 40: "finish", 44: "yes"}
    said = [studio.says(at_s, word) for at_s, word in words.items()]
    report = studio.rehearse(studio.short_plan(), recogniser, *said)
    assert understood(report) == ["skip", "finish", "yes"]
    assert {"Left out.", "Modified curl-up."} <= set(spoken(report, 20, 40))
    assert "Finish now? Say yes or no." in spoken(report, 40, 44)
    assert states(report)[-3:] == [
        State.CONFIRM_FINISH.value,
        State.GOODBYE.value,
        State.FINISHED.value,
    ]
    assert report.sets_done == 0


def test_no_goes_on_with_the_session(studio: Studio, recogniser: Recogniser) -> None:
    said = (studio.says(20, "finish"), studio.says(24, "no"))
    report = studio.rehearse(studio.short_plan(), recogniser, *said, until_s=30.0)
    assert understood(report) == ["finish", "no"]
    assert states(report)[-2:] == [State.CONFIRM_FINISH.value, State.INTRODUCING.value]
    assert "We go on." in spoken(report, 24)


def test_five_and_more_ends_the_session_kindly(studio: Studio, recogniser: Recogniser) -> None:
    said = (studio.says(20, "pain"), studio.says(30, "five"))
    report = studio.rehearse(studio.short_plan(), recogniser, *said)
    assert understood(report) == ["pain", "five"]
    assert report.finished
    assert any(text.startswith("That is enough for today.") for text in spoken(report, 30))
    assert states(report)[-2:] == [State.LATCHED_GOODBYE.value, State.FINISHED.value]


def test_more_than_two_offers_no_easier_of_the_same(studio: Studio, recogniser: Recogniser) -> None:
    said = (studio.says(20, "pain"), studio.says(30, "three"), studio.says(40, "skip"))
    report = studio.rehearse(studio.short_plan(), recogniser, *said, until_s=50.0)
    assert understood(report) == ["pain", "three", "skip"]
    assert "Say skip to leave it out, or finish." in spoken(report, 30, 40)
    assert "Modified curl-up." in spoken(report, 40)
