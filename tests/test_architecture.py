"""Who may know whom. Walks the imports of the program with `ast`; nothing is imported."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "backtalk"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE_LINES = 400
PURE = {"__future__", "collections", "dataclasses", "enum", "functools", "itertools", "math"}
PURE |= {"re", "types", "typing"}
"""What the core may use of the standard library: no clock, thread, file, device or chance."""
NETWORK = {"requests", "urllib", "urllib3", "socket", "http", "ssl", "ftplib", "socketserver"}
ROOMS = ("hearing", "speaking", "room")


def folder(module: Path) -> str:
    """Return the folder of `module` within the program; its name for a file at the top."""
    return module.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(module: Path) -> set[str]:
    """Return the full names of all that `module` imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: import by the full name"
            assert node.module is not None
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_imported(module: Path) -> set[str]:
    """Return the folders (or top files) of the program that `module` imports from."""
    own = {name for name in imported(module) if name.startswith("backtalk.")}
    return {name.split(".")[1] for name in own}


def libraries_imported(module: Path) -> set[str]:
    """Return the top names of all that `module` imports from elsewhere."""
    return {name.split(".")[0] for name in imported(module)} - {"backtalk"}


def modules_of(*folders: str) -> list[Path]:
    found = [module for module in MODULES if folder(module) in folders]
    assert found, folders
    return found


def name(module: Path) -> str:
    return str(module.relative_to(SOURCE))


@pytest.mark.parametrize("module", modules_of("core"), ids=name)
def test_the_core_knows_nobody_and_no_clock_thread_file_or_device(module: Path) -> None:
    allowed = PURE | ({"transitions"} if module.name == "phases.py" else set())
    assert libraries_imported(module) <= allowed
    assert rooms_imported(module) <= {"core"}


@pytest.mark.parametrize("module", modules_of("core"), ids=name)
def test_the_core_prints_nothing_opens_nothing_and_keeps_no_global_state(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"print", "open", "input", "exec", "eval", "globals", "__import__"}
    assert not any(isinstance(node, ast.Global) for node in ast.walk(tree))


@pytest.mark.parametrize("module", modules_of("language", "catalogue"), ids=name)
def test_language_and_catalogue_know_the_core_and_nothing_that_makes_a_sound(module: Path) -> None:
    assert rooms_imported(module) <= {"core", "ports", "errors", folder(module)}


@pytest.mark.parametrize("module", modules_of(*ROOMS), ids=name)
def test_hearing_speaking_and_the_room_do_not_know_one_another(module: Path) -> None:
    assert not rooms_imported(module) & (set(ROOMS) - {folder(module)})


def test_nobody_knows_the_app() -> None:
    knowing = [name(m) for m in MODULES if folder(m) != "app" and "app" in rooms_imported(m)]
    assert knowing == []


def test_only_the_model_download_can_open_a_connection() -> None:
    online = [name(module) for module in MODULES if libraries_imported(module) & NETWORK]
    assert online == ["app/model_download.py"]


def test_no_file_is_longer_than_a_noun() -> None:
    lengths = {name(m): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert {n: count for n, count in lengths.items() if count > LONGEST_FILE_LINES} == {}


@pytest.mark.parametrize("module", [m for m in MODULES if m.name != "__init__.py"], ids=name)
def test_every_module_says_what_it_is(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
