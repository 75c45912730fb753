"""The scripts behind the figures of the docs name only what the program has.

They run for minutes and stand in no package, so neither a test nor mypy meets what they import.
"""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
PYTHON = sorted(
    file for file in SCRIPTS.iterdir() if file.is_file() and b"python3" in file.read_bytes()[:40]
)


def is_module(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("script", PYTHON, ids=lambda script: script.name)
def test_a_script_imports_only_what_is_there(script: Path) -> None:
    tree = ast.parse(script.read_text(encoding="utf-8"))
    missing = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("backtalk"):
            assert node.module is not None
            module = importlib.import_module(node.module)
            missing += [
                f"{node.module}.{alias.name}"
                for alias in node.names
                if not hasattr(module, alias.name) and not is_module(f"{node.module}.{alias.name}")
            ]
    assert missing == []


def test_the_scripts_of_the_docs_are_among_them() -> None:
    assert {"bench_reaction", "fetch_voice_model"} <= {script.name for script in PYTHON}
