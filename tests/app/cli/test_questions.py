"""`rehearse --ask`: every question is asked, and the synthetic person answers when told to."""

from __future__ import annotations

import json
from pathlib import Path

from tests.app.cli.command_line import Capture, complaint_of, output_of
from tests.journal.book import CLOSING, SESSION, history, kept

REHEARSE = ("rehearse", "breath-and-towel", "--ear", "sphinx", "--ask", "--json", "-")


def test_a_yes_to_a_red_flag_ends_the_rehearsal_with_a_word_about_whom_to_call(
    capsys: Capture, home: Path
) -> None:
    settings = home / "config" / "settings.yaml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("whom_to_call: Doctor Brown\n", encoding="utf-8")
    answers = ("--answer", "all:no", "leg-weakness:yes")
    report = json.loads(output_of(capsys, *REHEARSE, *answers))
    spoken = [entry["text"] for entry in report["timeline"] if entry["kind"] == "spoke"]
    assert any("Please call Doctor Brown" in text for text in spoken)
    assert [reaction["command"] for reaction in report["reactions"]] == ["no", "no", "yes", "yes"]
    assert report["finished"]
    assert report["sets_done"] == 0


def test_an_answer_without_its_question_is_refused(capsys: Capture) -> None:
    assert "--answer no is not QUESTION:WORDS." in complaint_of(
        capsys, "rehearse", "breath-and-towel", "--ask", "--answer", "no"
    )


def test_of_two_in_a_home_the_one_who_says_yes_is_trained(capsys: Capture, tmp_path: Path) -> None:
    file = kept(kept(tmp_path / "journal.db", SESSION, CLOSING), SESSION, CLOSING, person="Bert")
    answers = ("--answer", "all:no", "who:Bert:yes", "bladder-or-bowel:yes")
    report = json.loads(output_of(capsys, *REHEARSE, "--journal", file, *answers))
    spoken = [entry["text"] for entry in report["timeline"] if entry["kind"] == "spoke"]
    assert spoken[:2] == ["Is it Bert?", "Hello, Bert."]
    assert [each.question for each in history(file, "bert").answers] == ["bladder-or-bowel"]
    assert history(file).answers == ()
