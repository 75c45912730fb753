"""The typed door: what was typed becomes a request, and the catalogue is read once a run."""

from __future__ import annotations

import ast
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from backtalk.app import context, requests
from backtalk.app.cli import arguments, to_requests
from backtalk.app.cli.main import main
from backtalk.app.requests import TrainingRequest
from backtalk.app.settings import user_paths
from backtalk.catalogue.library import Library, load_library
from backtalk.core.model.person import Person
from backtalk.errors import BacktalkError
from backtalk.journal.forgetting import Period
from tests.people import ANNA

SOURCE = Path(requests.__file__).parents[1]


def importing(name: str) -> set[str]:
    """Return the folders of the files of the program that import `name`."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = {alias.name for alias in getattr(node, "names", [])}
            if isinstance(node, ast.Import | ast.ImportFrom) and name in names:
                found.add(str(file.parent.relative_to(SOURCE)))
    return found


def test_only_the_command_line_knows_argparse() -> None:
    in_app = {folder for folder in importing("argparse") if folder.startswith("app")}
    assert in_app == {"app/cli"}


# ---------------------------------------------------------------- what was typed


def start(*words: str) -> requests.StartRequest:
    return to_requests.start(arguments.parser().parse_args(["start", *words]), user_paths())


def test_without_a_word_the_owner_trains_what_is_due_and_their_own_journal_is_kept() -> None:
    assert start() == requests.StartRequest(TrainingRequest(journal=user_paths().journal))


def test_today_is_not_a_routine_but_what_is_due() -> None:
    assert start("today") == start()
    assert start("main").training.routine == "main"


@pytest.mark.parametrize("name", ["Anna", "anna", "  ANNA "])
def test_a_person_is_the_same_however_the_name_is_typed(name: str) -> None:
    assert start("--person", name).training.person == ANNA


def test_a_name_is_kept_as_it_was_typed() -> None:
    person = start("--person", " Anna  Maria").training.person
    assert person is not None
    assert (person.key, person.name) == ("anna maria", "Anna Maria")
    assert person.is_named


def test_what_cannot_be_a_name_is_refused_at_the_door() -> None:
    with pytest.raises(BacktalkError, match="cannot be a person's name"):
        start("--person", "../anna")


@pytest.mark.parametrize("option", ["--resume", "--go-on"])
def test_a_session_is_resumed_by_either_spelling(option: str) -> None:
    assert start(option).training.resume


@pytest.mark.parametrize("option", ["--recogniser", "--ear"])
def test_the_recogniser_is_named_by_either_spelling(option: str) -> None:
    typed = arguments.parser().parse_args(["rehearse", "main", option, "sphinx"])
    assert to_requests.rehearse(typed, user_paths()).recogniser_is_named


def test_a_rehearsal_without_a_journal_knows_and_keeps_nothing() -> None:
    typed = arguments.parser().parse_args(["rehearse", "main"])
    assert to_requests.rehearse(typed, user_paths()).training.journal is None


def test_a_period_has_its_days() -> None:
    typed = arguments.parser().parse_args(["forget", "--from", "2026-03-01", "--yes"])
    request = to_requests.forget(typed, user_paths())
    assert request == requests.ForgetRequest(Period("2026-03-01", ""), confirmed=True)


def test_a_request_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        start().skip_check = True  # type: ignore[misc]  # that it is refused is the point


# ---------------------------------------------------------------- one reading a run


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "boat"),
        ("plan", "main"),
        ("today",),
        ("why", "boat", "--routine", "main"),
        ("why", "boat"),
        ("sheet", "main", "--out", "sheet.html"),
        ("export", "--format", "ics", "--out", "plan.ics"),
        ("new-routine", "Sunday"),
    ],
    ids=" ".join,
)
def test_a_command_reads_the_catalogue_once(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read: list[Path | None] = []

    def counting(folder: Path | None = None) -> Library:
        read.append(folder)
        return load_library(folder)

    monkeypatch.setattr(context, "load_library", counting)
    monkeypatch.chdir(tmp_path)
    assert main(list(words)) == 0
    assert read == [user_paths().own_catalogue]


def test_only_the_context_reads_the_catalogue() -> None:
    """So that counting there counts all of it."""
    assert importing("load_library") == {"app"}


def test_a_person_equals_another_by_key_alone() -> None:
    assert {ANNA, Person("anna", "ANNA")} == {ANNA}
