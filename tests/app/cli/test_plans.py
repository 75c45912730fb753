"""The commands about plans and own files, as a person types them."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from backtalk.app.cli.main import main
from backtalk.app.documents import catalogue_report
from backtalk.catalogue.library import load_library
from backtalk.catalogue.schema import SCHEMA_FILE
from backtalk.language import phrasebook
from tests.catalogue.source_table import EXERCISES, PROGRAMMES, ROUTINES

BOOK = phrasebook.load()
PROFILE = """\
starting_point: 2
age: 75
equipment: [wall, chair, mat, towel, table, bar]
days_since_last: 3
"""


class Person:
    """Types commands and reads what comes."""

    def __init__(self, home: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capture = capture

    def types(self, *words: str) -> tuple[int, str, str]:
        """Return the exit code, the results and the words to people."""
        code = main(list(words))
        read = self._capture.readouterr()
        return code, read.out, " ".join(read.err.split())

    def gets(self, *words: str) -> Any:
        """Return the JSON that a command gives."""
        code, out, _ = self.types(*words, "--json")
        assert code == 0
        return json.loads(out)

    def has_profile(self, text: str = PROFILE) -> None:
        (self.home / "config").mkdir(exist_ok=True)
        (self.home / "config" / "profile.yaml").write_text(text)


@pytest.fixture
def person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Person:
    monkeypatch.setenv("BACKTALK_HOME", str(tmp_path))
    return Person(tmp_path, capsys)


# ---------------------------------------------------------------- list and show


def test_the_list_has_every_routine_exercise_and_programme_of_the_source(person: Person) -> None:
    listed = person.gets("list")
    assert {r["id"]: (r["level"], " ".join(r["exercises"])) for r in listed["routines"]} == ROUTINES
    assert {p["id"]: " ".join(p["routines"]) for p in listed["programmes"]} == PROGRAMMES
    assert set(listed["exercises"]) == set(EXERCISES)


@pytest.mark.parametrize("shared", ["boat", "big-three", "gentle", "hyperextension"])
def test_show_prints_all_that_is_known_under_an_id(person: Person, shared: str) -> None:
    assert person.gets("show", shared) == catalogue_report.about(shared, load_library(), BOOK)[0]


def test_show_gives_every_exercise_with_the_source_s_dose_ladder_and_traits() -> None:
    library = load_library()
    for exercise_id, row in EXERCISES.items():
        shown = catalogue_report.about(exercise_id, library, BOOK)[0]
        dose = shown["dose"]
        assert shown["id"] == exercise_id
        assert set(shown["traits"]) == set(row.traits.split())
        assert shown["position"] == row.position
        assert shown["equipment"] == ([row.equipment] if row.equipment else [])
        assert tuple(dose.get("series", ())) == row.series
        if not row.series:
            assert (dose["repetitions"], dose["sets"]) == (row.repetitions or 1, row.sets)
        assert dose.get("repetitions_max") == row.repetitions_max
        assert (dose["hold_s"], dose.get("hold_max_s")) == (row.hold_s, row.hold_max_s)
        assert dose["sides"] == row.sides
        assert dose["rest_first"] is (row.rest_first_s is not None)
        assert dose["rest_s"] == (row.rest_first_s or row.rest_s or dose["rest_s"])
        start = next(n for n, variation in enumerate(shown["rungs"]) if variation["start"])
        easier = [variation["name"] for variation in shown["rungs"][:start]][::-1]
        harder = [variation["name"] for variation in shown["rungs"][start + 1 :]]
        for found, expected in ((easier, row.easier), (harder, row.harder)):
            assert len(found) == len(expected)
            assert all(words in name for name, words in zip(found, expected, strict=True))


def test_show_gives_every_routine_and_programme() -> None:
    library = load_library()
    for routine_id, (level, exercises) in ROUTINES.items():
        shown = catalogue_report.about(routine_id, library, BOOK)[0]
        assert (shown["level"], " ".join(shown["exercises"])) == (level, exercises)
    for programme_id, routines in PROGRAMMES.items():
        assert (
            " ".join(catalogue_report.about(programme_id, library, BOOK)[0]["routines"]) == routines
        )


def test_what_has_the_id_of_an_exercise_and_of_a_routine_is_shown_as_both(person: Person) -> None:
    shown = person.gets("show", "hyperextension")
    assert shown["exercises"] == ["hyperextension"]
    assert shown["dose"]["repetitions_max"] == 20


def test_show_says_what_is_never_done(person: Person) -> None:
    code, _, reported = person.types("show", "barbell-squat")
    assert code == 2
    assert "Never lay a barbell on your neck." in reported


# ---------------------------------------------------------------- plan


def test_a_plan_without_a_profile_says_that_it_is_not_fitted(person: Person) -> None:
    plan = person.gets("plan", "traction")
    assert plan["fitted"] is False
    assert [exercise_set["exercise"] for exercise_set in plan["bouts"]] == [
        "bar-hang-relaxed",
        "bar-hang-turns",
    ]
    assert "not fitted" in person.types("plan", "traction")[1]


def test_a_fitted_plan_has_minutes_sets_and_every_reason(person: Person) -> None:
    person.has_profile()
    plan = person.gets("plan", "traction")
    assert plan["fitted"] is True
    assert plan["offered"] is True
    assert plan["minutes"] >= 1
    assert [exercise_set["exercise"] for exercise_set in plan["bouts"]] == ["all-fours-walk"]
    assert plan["replaced"][0]["id"] == "bar-hang-relaxed"
    assert plan["replaced"][0]["by"] == "all-fours-walk"
    assert plan["left_out"][0]["id"] == "bar-hang-turns"
    assert [reason["rule"] for reason in plan["left_out"][0]["reasons"]] == [
        "hanging-out-of-reach",
        "twist",
    ]
    assert plan["exercises"][0]["instead_of"] == "bar-hang-relaxed"


def test_a_declined_plan_says_why_and_what_the_doctor_agreed_to_is_in_it(person: Person) -> None:
    person.has_profile(f"{PROFILE}conditions: [pregnancy]\n")
    declined = person.gets("plan", "kneeling")
    assert (declined["offered"], declined["bouts"], declined["minutes"]) == (False, [], 0)
    assert [reason["rule"] for reason in declined["declined"]] == ["pregnancy"]
    person.has_profile(f"{PROFILE}conditions: [pregnancy]\ndoctor_agreed_to: [pregnancy]\n")
    agreed = person.gets("plan", "kneeling")
    assert agreed["offered"] is True
    assert [reason["rule"] for reason in agreed["doctor_agreed"]] == ["pregnancy"]


def test_a_profile_may_be_named(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "hers.yaml"
    file.write_text(PROFILE)
    assert person.gets("plan", "traction", "--profile", str(file))["fitted"] is True
    code, _, reported = person.types("plan", "traction", "--profile", str(tmp_path / "none.yaml"))
    assert code == 2
    assert "cannot be read" in reported


def test_a_wrong_profile_is_reported_with_every_line_and_nothing_is_planned(person: Person) -> None:
    person.has_profile("starting_point: 9\nage: old\n")
    code, out, reported = person.types("plan", "main")
    assert (code, out) == (2, "")
    assert "profile.yaml:1:" in reported
    assert "profile.yaml:2:" in reported


def test_a_programme_is_planned_by_its_first_routine_that_is_offered(person: Person) -> None:
    plan = person.gets("plan", "gentle")
    assert (plan["programme"], plan["routine"]) == ("gentle", "acute-relief")
    assert plan["other_routines"] == ["breath-and-towel", "beginner"]
    person.has_profile("starting_point: 3\n")
    assert person.gets("plan", "basic")["routine"] == "lying"


def test_an_unknown_routine_is_answered_with_the_nearest(person: Person) -> None:
    code, _, reported = person.types("plan", "bigthree")
    assert code == 2
    assert "Did you mean 'big-three'?" in reported


def test_a_wrong_file_of_the_user_is_reported_in_one_sentence_and_keeps_nothing_from_working(
    person: Person,
) -> None:
    folder = person.home / "config" / "catalogue"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("id: mine\nlevel: gentel\n")
    code, out, reported = person.types("plan", "kneeling")
    assert code == 0
    assert "Heel-sit rock" in out
    assert reported.startswith("Skipped 1 invalid file (")
    assert "backtalk check" in reported


# ---------------------------------------------------------------- start and rehearse


@pytest.mark.parametrize("command", ["start", "rehearse"])
def test_what_is_declined_is_not_begun_and_the_reason_is_reported(
    person: Person, command: str
) -> None:
    person.has_profile(f"{PROFILE}conditions: [acute-phase]\n")
    code, _, reported = person.types(command, "main")
    assert code == 2
    assert "In the acute phase, rest in bed." in reported
    assert "doctor" in reported


def test_nothing_is_begun_when_nothing_is_left(person: Person) -> None:
    person.has_profile()
    code, _, reported = person.types("rehearse", "advanced")
    assert code == 2
    assert "Nothing in 'advanced' suits you at present." in reported
    assert "Choose another routine" in reported


def test_what_is_never_done_is_not_begun(person: Person) -> None:
    code, _, reported = person.types("start", "barbell-squat")
    assert code == 2
    assert "Never lay a barbell on your neck." in reported


# ---------------------------------------------------------------- why


def test_why_gives_the_purpose_and_the_reason(person: Person) -> None:
    person.has_profile()
    code, out, _ = person.types("why", "knee-drops")
    assert code == 0
    assert "left out" in out
    assert "It turns the spine." in out
    answer = person.gets("why", "knee-drops")
    assert answer["verdict"] == "left out"
    assert [rule["rule"] for rule in answer["rules"]] == ["twist"]
    assert "no twists" in answer["rules"][0]["source"]


def test_why_within_a_routine_tells_what_takes_the_place(person: Person) -> None:
    person.has_profile()
    asked = person.gets("why", "bar-hang-relaxed", "--routine", "traction")
    assert asked["verdict"] == "replaced by all-fours-walk"
    there = person.gets("why", "all-fours-walk", "--routine", "traction")
    assert there["verdict"] == "offered"
    assert "It takes the place of Relaxed bar hang." in there["says"]
    code, _, reported = person.types("why", "boat", "--routine", "traction")
    assert code == 2
    assert "'boat' is not in 'traction'" in reported


def test_why_lists_what_is_never_done_when_asked(person: Person) -> None:
    assert len(person.gets("why", "never")["says"]) == 5
    assert person.gets("why", "side-bend")["says"] == ["Never bend to the side with a weight."]


# ---------------------------------------------------------------- own files and the sheet


def test_the_schema_is_printed_as_it_lies_in_the_package(person: Person) -> None:
    assert person.types("schema")[1] == SCHEMA_FILE.read_text(encoding="utf-8")


def test_a_new_routine_passes_the_check_and_is_planned(person: Person) -> None:
    assert person.types("new-routine", "Sunday")[0] == 0
    file = person.home / "config" / "catalogue" / "sunday.yaml"
    assert person.types("check", str(file))[:2] == (0, "No problems.\n")
    assert person.gets("plan", "sunday")["bouts"]


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_sheet_is_written(person: Person, tmp_path: Path, ending: str) -> None:
    person.has_profile()
    file = tmp_path / "wall" / f"plan.{ending}"
    assert person.types("sheet", "main", "--out", str(file))[0] == 0
    data = file.read_bytes()
    assert data.startswith(b"%PDF-" if ending == "pdf" else b"<!DOCTYPE html>")


def test_the_sheet_has_every_exercise_its_dose_and_what_is_left_out(
    person: Person, tmp_path: Path
) -> None:
    person.has_profile()
    file = tmp_path / "plan.html"
    person.types("sheet", "main", "--out", str(file))
    text = file.read_text(encoding="utf-8")
    plan = person.gets("plan", "main")
    for exercise in plan["exercises"]:
        assert exercise["name"] in text
    for left_out in plan["left_out"]:
        assert f"{left_out['name']}: " in text
    assert "Once, hold 1" not in text
    assert "Once, hold 60 seconds." in text
    assert not [word for word in ("src=", "href=", "http", "url(") if word in text]


def test_what_a_user_writes_is_text_on_the_sheet_and_no_markup(
    person: Person, tmp_path: Path
) -> None:
    folder = person.home / "config" / "catalogue"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        'id: mine\nname: "<b>Mine</b> ☀"\nlevel: gentle\nabout: A & B.\nexercises: [boat]\n'
    )
    html, pdf = tmp_path / "plan.html", tmp_path / "plan.pdf"
    assert person.types("sheet", "mine", "--out", str(html))[0] == 0
    assert "&lt;b&gt;Mine&lt;/b&gt; ☀" in html.read_text(encoding="utf-8")
    assert "A &amp; B." in html.read_text(encoding="utf-8")
    assert person.types("sheet", "mine", "--out", str(pdf))[0] == 0


def test_a_sheet_of_another_kind_is_refused(person: Person, tmp_path: Path) -> None:
    code, _, reported = person.types("sheet", "main", "--out", str(tmp_path / "plan.docx"))
    assert code == 2
    assert "Write .html or .pdf." in reported


def test_a_sheet_is_for_its_owners_eyes(person: Person, tmp_path: Path) -> None:
    """It may say what is left out because of an illness."""
    assert person.types("sheet", "main", "--out", str(tmp_path / "plan.htm"))[0] == 0
    assert stat.S_IMODE((tmp_path / "plan.htm").stat().st_mode) == 0o600
