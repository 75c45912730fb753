"""Who may know whom. Walks the imports of the program with `ast`; nothing is imported.

Every import counts, wherever it stands: inside a function, and under `TYPE_CHECKING`.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "backtalk"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE_LINES = 300
MOST_FILES_IN_A_FOLDER = 20
PURE = {"__future__", "collections", "dataclasses", "enum", "functools", "itertools", "math"}
PURE |= {"re", "types", "typing"}
"""What the core may use of the standard library: no clock, thread, file, device or chance."""
NETWORK = {"requests", "urllib", "urllib3", "socket", "http", "ssl", "ftplib", "socketserver"}

KNOWS: dict[str, set[str]] = {
    "core.model": set(),
    "core.dialogue": {"core.model"},
    "core.prescription": {"core.model", "core.dialogue"},
    "core.session": {"core.model", "core.dialogue"},
    "language": {"core"},
    "catalogue": {"core"},
    "journal": {"core"},
    "hearing.acoustics": {"core.model", "hearing"},
    "hearing.echo": {"hearing", "hearing.acoustics"},
    "hearing.sphinx": {"hearing", "hearing.acoustics"},
    "hearing.vosk": {"hearing"},
    "hearing.spotter": {"core.model", "hearing", "hearing.acoustics"},
    "hearing.second_pass": {"hearing"},
    "hearing.fusion": {
        "core.model",
        "reflex",
        "language",
        "hearing",
        "hearing.acoustics",
        "hearing.echo",
        "hearing.second_pass",
        "hearing.spotter",
    },
    "speaking": {"core.model", "language"},
    "room": set(),
}
"""What each folder may know, besides itself, `ports`, `errors` and what lies in it."""
BESIDES = {"ports", "errors"}


def name(module: Path) -> str:
    return str(module.relative_to(SOURCE))


def dotted(module: Path) -> str:
    """Return the name of `module` below backtalk, such as 'core.model.plan'."""
    parts = module.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(module): module for module in MODULES}


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


def own_imported(module: Path) -> set[str]:
    """Return the modules of the program that `module` imports, by their name below backtalk."""
    found = set()
    for full in imported(module):
        if full.startswith("backtalk."):
            below = full.removeprefix("backtalk.")
            found.add(below if below in NAMES else below.rpartition(".")[0])
    return found - {""}


def libraries_imported(module: Path) -> set[str]:
    """Return the top names of all that `module` imports from elsewhere."""
    return {each.split(".")[0] for each in imported(module)} - {"backtalk"}


def inside(module_name: str, folder: str) -> bool:
    return module_name == folder or module_name.startswith(f"{folder}.")


def modules_of(folder: str) -> list[Path]:
    found = [module for module_name, module in NAMES.items() if inside(module_name, folder)]
    assert found, folder
    return found


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Return every group of names that can reach one another, found as Tarjan does."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = lowest[node] = len(order)
        path.append(node)
        for other in arrows[node]:
            if other not in order:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in path:
                lowest[node] = min(lowest[node], order[other])
        if lowest[node] == order[node]:
            group = path[path.index(node) :]
            del path[path.index(node) :]
            if len(group) > 1:
                found.append(group)

    for node in arrows:
        if node not in order:
            visit(node)
    return found


def test_no_file_imports_itself_by_way_of_others() -> None:
    arrows = {each: own_imported(module) - {each} for each, module in NAMES.items()}
    assert circles(arrows) == []


def test_the_search_for_circles_finds_one() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


@pytest.mark.parametrize("folder", KNOWS)
def test_a_folder_knows_only_what_its_rule_allows(folder: str) -> None:
    allowed = KNOWS[folder] | BESIDES | {folder}
    for module in modules_of(folder):
        for other in own_imported(module):
            in_hearing_itself = other.count(".") < 2 and inside(other, "hearing")
            known = {each for each in allowed if inside(other, each)}
            assert known - {"hearing"} or ("hearing" in known and in_hearing_itself), (
                f"{name(module)} knows {other}"
            )


def test_every_folder_has_a_rule_or_is_of_the_app() -> None:
    folders = {dotted(m).rpartition(".")[0] for m in MODULES if m.name != "__init__.py"}
    ruled = {f for f in folders for rule in KNOWS if inside(f, rule)}
    assert {f for f in folders - ruled if not inside(f, "app")} <= {"", "hearing"}


@pytest.mark.parametrize("folder", sorted({m.parent for m in MODULES}), ids=str)
def test_every_folder_says_its_rule_in_a_sentence(folder: Path) -> None:
    says = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert says
    assert says.rstrip().endswith(".")


@pytest.mark.parametrize("module", modules_of("core"), ids=name)
def test_the_core_knows_no_clock_thread_file_or_device(module: Path) -> None:
    allowed = PURE | (
        {"transitions"} if name(module) == "core/session/machine/session_machine.py" else set()
    )
    assert libraries_imported(module) <= allowed
    assert all(inside(other, "core") for other in own_imported(module))


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


@pytest.mark.parametrize("module", modules_of("core"), ids=name)
def test_no_function_of_the_core_is_given_the_whole_session(module: Path) -> None:
    """What a turn needs is given as a frozen value: nothing reaches into the session."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            written = [ast.unparse(each.annotation) for each in given if each.annotation]
            assert not {"Session", "SessionMachine", "Conversation"} & set(written), node.name


def test_only_the_session_machine_knows_the_library_of_state_machines() -> None:
    knowing = [name(m) for m in MODULES if "transitions" in libraries_imported(m)]
    assert knowing == ["core/session/machine/session_machine.py"]


def test_only_the_command_line_knows_argparse() -> None:
    knowing = {name(m).rpartition("/")[0] for m in MODULES if "argparse" in libraries_imported(m)}
    assert knowing == {"app/cli"}


def test_only_the_command_line_is_at_the_top_of_the_app() -> None:
    """Nothing else of the app knows the command line."""
    knowing = [
        name(module)
        for module in modules_of("app")
        if not inside(dotted(module), "app.cli")
        and any(inside(other, "app.cli") for other in own_imported(module))
    ]
    assert knowing == []


def test_nothing_else_knows_the_app() -> None:
    knowing = [
        name(module)
        for each, module in NAMES.items()
        if not inside(each, "app") and any(inside(o, "app") for o in own_imported(module))
    ]
    assert knowing == []


def test_only_the_model_download_can_open_a_connection() -> None:
    online = [name(module) for module in MODULES if libraries_imported(module) & NETWORK]
    assert online == ["app/models/download.py"]


def test_no_file_is_longer_than_a_noun() -> None:
    lengths = {name(m): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert {n: count for n, count in lengths.items() if count > LONGEST_FILE_LINES} == {}


def test_no_folder_is_a_heap() -> None:
    files = {folder: len(list(folder.glob("*.py"))) for folder in {m.parent for m in MODULES}}
    assert {str(f): n for f, n in files.items() if n > MOST_FILES_IN_A_FOLDER} == {}


@pytest.mark.parametrize("module", [m for m in MODULES if m.name != "__init__.py"], ids=name)
def test_every_module_says_what_it_is(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
