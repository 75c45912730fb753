"""The commands about the journal, as a person types them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from PIL import Image

from backtalk.app.cli.main import main
from backtalk.core.model.records import PainReported, Record, SessionBegun
from backtalk.journal.json_lines import JsonLinesJournal
from backtalk.journal.people import called
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.app.cli.command_line import Capture, complaint_of, output_of
from tests.journal.book import CLOSING, ENDED, SESSION, a_set, after, history, kept, stop

Train = Callable[..., Path]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def journal(home: Path) -> Path:
    return home / "data" / "journal.db"


@pytest.fixture
def train(journal: Path) -> Train:
    """Write a session into the journal, so many days ago."""

    def write(*entries: Record, days_ago: int = 0, person: str = "me") -> Path:
        noon = datetime.now().astimezone().replace(hour=0, minute=1) - timedelta(days=days_ago)
        with closing(SqliteJournal(journal, called(person))) as book:
            for minute, entry in enumerate(entries):
                book.write(entry, (noon + timedelta(minutes=minute)).isoformat())
        return journal

    return write


def hurt(score: int) -> tuple[Record, ...]:
    """Return a session in which the bird dog hurt."""
    pain = PainReported(score, exercise="bird-dog")
    return (SESSION, a_set(1), stop(), pain, ENDED, CLOSING)


# ---------------------------------------------------------------- today


def test_today_without_a_journal_is_the_usual_routine(capsys: Capture) -> None:
    found = json.loads(output_of(capsys, "today", "--json"))
    assert found["due"] == "big-three"
    assert found["plan"]["routine"] == "big-three"


def test_today_after_four_yesterday_is_the_gentle_one(capsys: Capture, train: Train) -> None:
    train(*hurt(4), days_ago=1)
    reported = output_of(capsys, "today", "main")
    assert "Yesterday your back was at four, so we take the gentle one." in reported
    assert "Today: breath-and-towel." in reported


def test_today_after_seven_yesterday_is_for_rest(capsys: Capture, train: Train) -> None:
    train(*hurt(7), days_ago=1)
    assert output_of(capsys, "today").startswith("Today: nothing.")
    assert "so today is for rest" in complaint_of(capsys, "start")


def test_what_hurt_sharply_is_left_out_of_the_plan_and_why_says_so(
    capsys: Capture, train: Train
) -> None:
    train(*hurt(6), days_ago=9)
    plan = json.loads(output_of(capsys, "plan", "big-three", "--json"))
    assert [each["id"] for each in plan["exercises"]] == ["side-plank", "modified-curl-up"]
    assert plan["left_out"][0]["reasons"][0]["rule"] == "sharp-lately"
    assert "less than a month ago" in output_of(capsys, "why", "bird-dog")


def test_a_month_later_it_comes_back_lighter_and_why_says_so(capsys: Capture, train: Train) -> None:
    train(*hurt(6), days_ago=31)
    plan = json.loads(output_of(capsys, "plan", "big-three", "--json"))
    dog = plan["exercises"][0]
    assert (dog["id"], dog["dose"]["hold_s"]) == ("bird-dog", 7)
    assert "comes back one step lower" in output_of(capsys, "why", "bird-dog")


def test_each_person_has_a_history_and_a_profile_of_their_own(
    capsys: Capture, train: Train, home: Path
) -> None:
    train(*hurt(7), days_ago=1, person="Anna")
    (home / "config").mkdir(parents=True)
    (home / "config" / "profile.yaml").write_text("starting_point: 1\n")
    assert output_of(capsys, "today", "--person", "anna").startswith("Today: nothing.")
    mine = json.loads(output_of(capsys, "today", "--json"))
    assert mine["plan"]["fitted"]
    boris = json.loads(output_of(capsys, "today", "--person", "Boris", "--json"))
    assert not boris["plan"]["fitted"]


# ---------------------------------------------------------------- history


def test_the_history_is_a_table_for_people(capsys: Capture, train: Train) -> None:
    train(*hurt(4), days_ago=1)
    train(SESSION, a_set(1), a_set(2), CLOSING)
    reported = output_of(capsys, "history")
    assert "stopped for pain" in reported
    assert "complete" in reported
    assert "2 sessions in a row." in reported


def test_the_history_is_json_for_programs(capsys: Capture, train: Train) -> None:
    train(*hurt(4))
    found = json.loads(output_of(capsys, "history", "--json"))
    [session] = found["sessions"]
    assert (session["date"], session["done"], session["kept"]) == (str(date.today()), 1, True)
    assert session["pain"][0]["score"] == 4
    assert found["streak"] == 1


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_trends_are_a_picture(
    capsys: Capture, train: Train, tmp_path: Path, suffix: str
) -> None:
    train(*hurt(4), days_ago=8)
    train(*hurt(2))
    file = tmp_path / f"trends.{suffix}"
    output_of(capsys, "history", "--picture", file)
    if suffix == "svg":
        words = [text.text for text in ET.fromstring(file.read_text()).iter(f"{SVG}text")]  # noqa: S314  our own file
        assert "Worst pain of the week, 0 to 10 (highest 4)" in words
    else:
        with Image.open(io.BytesIO(file.read_bytes())) as picture:
            assert picture.size == (1440, 920)


def test_a_journal_that_is_not_there_is_reported(capsys: Capture, tmp_path: Path) -> None:
    for words in (("history",), ("export", "--format", "csv", "--out", tmp_path / "x")):
        assert "There is no journal" in complaint_of(capsys, *words)
    assert not (tmp_path / "x").exists()


def test_a_damaged_journal_is_reported_in_one_sentence(capsys: Capture, train: Train) -> None:
    train(SESSION).write_bytes(b"x" * 9000)
    for words in (("history",), ("today",), ("plan", "main"), ("start",)):
        assert "is damaged" in complaint_of(capsys, *words)


# ---------------------------------------------------------------- export, import, forget


def test_an_export_is_imported_again(
    capsys: Capture, train: Train, journal: Path, tmp_path: Path
) -> None:
    train(*hurt(4))
    before, out = history(journal), tmp_path / "out.jsonl"
    output_of(capsys, "export", "--format", "jsonl", "--out", out)
    output_of(capsys, "forget", "--all", "--yes")
    assert history(journal).sessions == ()
    for _ in range(2):
        output_of(capsys, "import", out)
        assert history(journal) == before


def test_an_export_is_for_the_owner_only(capsys: Capture, train: Train, tmp_path: Path) -> None:
    train(SESSION)
    output_of(capsys, "export", "--format", "csv", "--out", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("suffix", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")])
def test_the_report_is_one_page(
    capsys: Capture, train: Train, tmp_path: Path, suffix: str, begins: bytes
) -> None:
    for day in range(30):
        train(*hurt(3), days_ago=day, person="Anna")
    file = tmp_path / f"report.{suffix}"
    output_of(capsys, "export", "--format", "report", "--person", "Anna", "--out", file)
    made = file.read_bytes()
    assert made.startswith(begins)
    if suffix == "pdf":
        assert made.count(b"/Type /Page\n") == 1
    else:
        assert "Back training of Anna" in made.decode()
        assert "3 of 10" in made.decode()


def test_the_calendar_has_the_coming_days_by_the_rules(
    capsys: Capture, train: Train, tmp_path: Path
) -> None:
    train(SessionBegun("main", 1), a_set(), CLOSING, days_ago=1)
    out = tmp_path / "plan.ics"
    output_of(capsys, "export", "--format", "ics", "--routine", "main", "--out", out)
    events = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    days = [(event.decoded("dtstart") - date.today()).days for event in events]
    assert days == [2, 6, 9, 13]
    assert {str(event["summary"]) for event in events} == {"Main routine"}


def test_fhir_is_written(capsys: Capture, train: Train, tmp_path: Path) -> None:
    train(*hurt(4))
    out = tmp_path / "bundle.json"
    output_of(capsys, "export", "--format", "fhir", "--out", out)
    assert json.loads(out.read_text())["resourceType"] == "Bundle"


@pytest.mark.parametrize(
    ("words", "ending"), [("--format report", "txt"), ("--format report", "docx")]
)
def test_a_report_that_cannot_be_is_refused(
    capsys: Capture, train: Train, tmp_path: Path, words: str, ending: str
) -> None:
    train(SESSION)
    file = tmp_path / f"x.{ending}"
    assert "cannot be" in complaint_of(capsys, "export", *words.split(), "--out", file)
    assert not file.exists()


def test_forgetting_asks_before(
    capsys: Capture, train: Train, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(SESSION)
    for answer, left in (("no", 1), ("", 1), ("yes", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer + "\n"))
        main(["forget", "--all"])
        assert len(history(journal).sessions) == left
    assert "for good" in capsys.readouterr().err


def test_forgetting_nothing_in_particular_is_refused(capsys: Capture, train: Train) -> None:
    train(SESSION)
    assert "--all" in complaint_of(capsys, "forget", "--yes")
    assert "not a date" in complaint_of(capsys, "forget", "--from", "yesterday", "--yes")


def test_forgetting_all_takes_the_recordings_of_the_voice_with_it(
    capsys: Capture, train: Train, home: Path
) -> None:
    train(SESSION)
    for folder in ("voice", "voices/anna", "voices/boris"):
        (home / "data" / folder).mkdir(parents=True)
        (home / "data" / folder / "pain-1.wav").touch()
    for name in ("hearing-check.json", "journal.jsonl"):
        (home / "data" / name).write_text("{}\n")
    output_of(capsys, "forget", "--all", "--person", "Anna", "--yes")
    assert not (home / "data" / "voices" / "anna").exists()
    assert (home / "data" / "voices" / "boris" / "pain-1.wav").exists()
    assert (home / "data" / "voice" / "pain-1.wav").exists()
    output_of(capsys, "forget", "--all", "--yes")
    left = {path.name for path in (home / "data").iterdir()}
    assert not left & {"voice", "voices", "hearing-check.json", "journal.jsonl"}


def test_forgetting_the_one_whose_home_it_is_leaves_the_others_voices(
    capsys: Capture, train: Train, home: Path
) -> None:
    train(SESSION)
    for folder in ("voice", "voices/anna"):
        (home / "data" / folder).mkdir(parents=True)
    output_of(capsys, "forget", "--person", "me", "--yes")
    assert not (home / "data" / "voice").exists()
    assert (home / "data" / "voices" / "anna").exists()


def test_a_period_is_forgotten(capsys: Capture, train: Train, journal: Path) -> None:
    for days_ago in (9, 5, 0):
        train(*hurt(1), days_ago=days_ago)
    first, last = (str(date.today() - timedelta(days=days)) for days in (6, 1))
    reported = output_of(capsys, "forget", "--from", first, "--to", last, "--yes")
    assert reported == "Deleted 1 session.\n"
    assert len(history(journal).sessions) == 2


def test_another_journal_can_be_named(capsys: Capture, home: Path, tmp_path: Path) -> None:
    file = kept(tmp_path / "named.db", SESSION, a_set(), CLOSING)
    assert "big-three" in output_of(capsys, "history", "--journal", file)
    assert not (home / "data").exists()
    output_of(capsys, "forget", "--all", "--yes", "--journal", file)
    assert history(file).sessions == ()


def test_a_rehearsal_writes_a_journal_only_where_one_is_named(
    capsys: Capture, quick: str, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rehearsed.db"
    output_of(capsys, "rehearse", quick, "--ear", "sphinx", "--journal", file)
    assert not (home / "data").exists()
    found = json.loads(output_of(capsys, "history", "--journal", file, "--json"))
    [session] = found["sessions"]
    assert (session["rehearsal"], session["done"], session["ending"]) == (True, 2, "complete")
    assert session["date"] == str(date.today())


def test_why_today_is_spoken_after_the_welcome(
    capsys: Capture, quick: str, home: Path, train: Train
) -> None:
    train(SessionBegun(quick, 2), a_set(), CLOSING, days_ago=1)
    (home / "config" / "settings.yaml").write_text(f"routine: {quick}\n")
    words = ("rehearse", "today", "--ear", "sphinx", "--json", "-")
    heard = json.loads(output_of(capsys, *words, "--journal", home / "data" / "journal.db"))
    spoken = [entry["text"] for entry in heard["timeline"] if entry["kind"] == "spoke"]
    assert spoken[1] == "You did it yesterday."


def test_a_routine_that_was_named_is_taken_but_not_without_a_word(
    capsys: Capture, quick: str, home: Path, train: Train
) -> None:
    train(*hurt(7), days_ago=1)
    words = ("rehearse", quick, "--ear", "sphinx", "--journal", str(home / "data" / "journal.db"))
    assert main(list(words)) == 0
    reported = capsys.readouterr()
    assert "today is for rest. You chose this one anyway." in reported.err
    assert "so today is for rest" not in reported.out


def test_a_journal_that_is_a_file_of_lines_can_be_looked_into(
    capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "lines.jsonl"
    with closing(JsonLinesJournal(file)) as old:
        for minute, entry in enumerate(hurt(4)):
            old.write(entry, after(minute))
    found = json.loads(output_of(capsys, "history", "--journal", file, "--json"))
    assert found["sessions"][0]["pain"][0]["score"] == 4
    assert "Import it" in complaint_of(capsys, "forget", "--all", "--yes", "--journal", file)
