"""The README tells the truth about what can be checked by a machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from backtalk.core.session.machine.session_machine import diagram
from backtalk.language import vocabulary

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_diagram_is_the_tables_of_the_session() -> None:
    match = re.search(r"<!-- diagram -->\n```mermaid\n(.*?)\n```\n<!-- /diagram -->", README, re.S)
    assert match is not None
    assert match[1] == diagram()


def test_every_phrase_one_can_say_is_in_the_table() -> None:
    table = README.split("## What you can say")[1].split("\n## ")[0]
    numbers = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
    answers = {"my leg", "numb", "weak"}
    phrases = set(vocabulary.load().meanings) - numbers - answers
    missing = {phrase for phrase in phrases if not re.search(rf"\b{phrase}\b", table)}
    assert not missing


def test_every_dependency_is_named_with_its_purpose() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = README.split("### What it is made of")[1].split("\n## ")[0]
    names = [re.split(r"[<>=~]", needed)[0] for needed in project["dependencies"]]
    assert [name for name in names if name not in table] == []


@pytest.mark.parametrize("word", ["start", "test", "fetch_voice_model"])
def test_every_script_that_is_named_is_there(word: str) -> None:
    assert f"scripts/{word}" in README
    assert (ROOT / "scripts" / word).exists()
