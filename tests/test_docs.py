"""README and docs name only files, tests, commands and settings that are there."""

from __future__ import annotations

import ast
import re
import shlex
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from backtalk.app.cli import arguments
from backtalk.app.settings import Settings
from backtalk.catalogue.problem import Findings
from backtalk.catalogue.read import examine_bytes

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
SAFETY = ROOT / "docs" / "safety.md"
ROOTS = (ROOT, ROOT / "src" / "backtalk")
"""Where a path may begin: 'tests/...' and 'core/...' are both understood."""
USERS = ("~", ".venv", "profiles/", "voices/")
"""How paths begin that exist only where Backtalk is used."""
PLACEHOLDER = re.compile(r"[<>*()]|[A-Z]{3,}|\.\.\.")

page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def code_in(text: str) -> list[str]:
    """Return what stands between backticks in the running text."""
    return re.findall(r"`([^`\n]+)`", without_blocks(text))


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


def blocks(text: str, language: str = "") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def paths_in(text: str) -> list[str]:
    """Return the files and folders of the repository that `text` names."""
    named = [code.split()[0] for code in code_in(text) if "/" in code]
    return [
        name.removeprefix("./")
        for name in named
        if not name.startswith(USERS) and not PLACEHOLDER.search(name)
    ]


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings of `text`, as they are made from their words."""
    headings = re.findall(r"^#+ (.*)$", without_blocks(text), re.M)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@cache
def names_of_tests(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@page
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = paths_in(page.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not any((root / name).exists() for root in ROOTS)] == []


@page
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), target


def test_every_test_that_proves_a_promise_is_in_the_file_named_before_it() -> None:
    proofs = [
        line
        for line in SAFETY.read_text(encoding="utf-8").splitlines()
        if line.startswith("- `tests/")
    ]
    assert proofs
    for line in proofs:
        file, *named = code_in(line)
        assert named, f"{file} proves it by which test?"
        assert [name for name in named if name not in names_of_tests(file)] == [], file


def test_every_promise_has_a_chapter_with_tests() -> None:
    chapters = re.split(r"^## ", SAFETY.read_text(encoding="utf-8"), flags=re.M)[1:]
    promises = [chapter for chapter in chapters if chapter[0].isdigit()]
    assert [chapter.split(".")[0] for chapter in promises] == [str(n) for n in range(1, 9)]
    assert [c.splitlines()[0] for c in promises if "\n- `tests/safety/" not in c] == []


def test_every_test_of_a_promise_is_in_the_safety_page() -> None:
    text = SAFETY.read_text(encoding="utf-8")
    files = [f"tests/safety/{file.name}" for file in (ROOT / "tests" / "safety").glob("test_*.py")]
    assert len(files) >= 8
    assert [file for file in files if f"- `{file}`" not in text] == []


@page
def test_every_command_in_a_block_can_be_typed(page: Path) -> None:
    for line in "\n".join(blocks(page.read_text(encoding="utf-8"))).splitlines():
        if line.startswith("backtalk "):
            typed = re.split(r"\s{2,}", line)[0]
            # The only line in which a single space parts the command from what it is for.
            typed = typed.partition(" one page ")[0]
            arguments.parser().parse_args(shlex.split(typed)[1:])


@page
def test_every_command_in_the_text_is_one(page: Path) -> None:
    known = set(re.findall(r"^    ([\w-]+)(?:  |$)", arguments.parser().format_help(), re.M))
    assert "start" in known
    named = [code.split() for code in code_in(page.read_text(encoding="utf-8"))]
    used = {words[1] for words in named if words[0] == "backtalk" and len(words) > 1}
    assert used - {"..."} <= known


@page
def test_every_exercise_and_routine_that_is_shown_is_valid(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8"), "yaml"):
        if block.startswith("id:"):
            findings = Findings(page)
            examine_bytes(block.encode(), findings)
            assert findings.problems == ()


def test_every_setting_is_in_the_readme_with_its_meaning() -> None:
    table = README.read_text(encoding="utf-8").split("| setting |")[1].split("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    named = {name.strip() for row in rows for name in row.split(",")}
    assert named == {field.name for field in fields(Settings)}
