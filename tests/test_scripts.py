"""The scripts at the front door, run as a person runs them.

The set-up is tried on a small project of its own that needs nothing from the network, so that the
environment the tests run in stays as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from tests.needs import needs

ROOT = Path(__file__).resolve().parents[1]
SHELL_SCRIPTS = ["scripts/start", "scripts/test", "scripts/_setup.sh", ".ci/run"]

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "backtalk"
version = "1"
"""

BACKEND = """
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "backtalk-1-py3-none-any.whl"
    info = "backtalk-1.dist-info/"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("backtalk.pth", PATHS)
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: backtalk\\nVersion: 1\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\n"
                       "Root-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nbacktalk = echo:run\\n")
        wheel.writestr(info + "RECORD", "")
    return name

def build_wheel(*_):
    raise NotImplementedError
"""

ECHO = """
import os, sys

def run():
    print(os.getcwd(), sys.argv[1:])
"""

UNREACHABLE = "https://127.0.0.1:9/"
"""Nothing listens on the discard port, so the download fails at once."""


def _run(
    command: list[str | Path], cwd: Path = ROOT, home: str = "/nonexistent"
) -> subprocess.CompletedProcess[str]:
    """Run `command` with as little environment as a bare machine has."""
    return subprocess.run(
        command,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": home},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with our scripts, in a folder whose name has a space."""
    packages = (
        shutil.which("dpkg-query") is None
        or "installed"
        in _run(["dpkg-query", "-W", "-f=${db:Status-Status}", "libportaudio2"]).stdout.split()
    )
    needs(packages, "libportaudio2, or the script under test would install it")
    folder = tmp_path_factory.mktemp("a folder")
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    (folder / "voice_models").mkdir()
    index = (ROOT / "voice_models" / "index.yaml").read_text(encoding="utf-8")
    (folder / "voice_models" / "index.yaml").write_text(
        index.replace("https://alphacephei.com/vosk/models/", UNREACHABLE), encoding="utf-8"
    )
    paths = "\n".join([str(folder), str(ROOT / "src"), sysconfig.get_paths()["purelib"]])
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(f"PATHS = {paths!r}\n{BACKEND}")
    (folder / "echo.py").write_text(ECHO)
    return folder


@pytest.mark.parametrize("script", SHELL_SCRIPTS)
def test_a_shell_script_is_sound_shell(script: str) -> None:
    result = _run(["bash", "-n", ROOT / script])

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("script", ["start", "test", "fetch_voice_model", "../.ci/run"])
def test_a_script_can_be_executed(script: str) -> None:
    assert os.access(ROOT / "scripts" / script, os.X_OK)


def test_the_first_start_sets_up_and_goes_on_without_a_model_and_the_second_is_quick(
    project: Path, tmp_path: Path
) -> None:
    start = project / "scripts" / "start"

    first = _run([start, "big-three", "two words"], cwd=tmp_path)

    assert first.returncode == 0, first.stderr
    assert first.stdout.split(maxsplit=1) == [
        str(tmp_path),
        "['start', 'big-three', 'two words']\n",
    ]
    assert "cannot be reached" in first.stderr
    assert "going on with the built-in recogniser" in first.stderr
    assert "Traceback" not in first.stderr

    began_s = time.monotonic()
    second = _run([start], cwd=tmp_path)
    took_s = time.monotonic() - began_s

    assert second.stdout == f"{tmp_path} ['start']\n"
    assert "Installing" not in second.stderr
    assert "less than a day ago" in second.stderr
    assert took_s < 2.0  # 0.1 s on an idle machine


def test_changed_requirements_are_installed_at_the_next_start(project: Path) -> None:
    start = project / "scripts" / "start"
    _run([start])
    with (project / "pyproject.toml").open("a", encoding="utf-8") as opened:
        opened.write("# changed\n")

    assert "Installing Backtalk" in _run([start]).stderr
    assert "Installing Backtalk" not in _run([start]).stderr


def test_requirements_that_cannot_be_installed_end_with_the_tail_of_the_log(project: Path) -> None:
    start = project / "scripts" / "start"
    pyproject = project / "pyproject.toml"
    good = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(good.replace('"backend"', '"no_such_backend"'), encoding="utf-8")

    result = _run([start])
    pyproject.write_text(good, encoding="utf-8")

    assert result.returncode == 2
    assert "no_such_backend" in result.stderr
    assert result.stderr.rstrip().endswith("setup.log")
    assert result.stdout == ""


def test_a_machine_without_python_is_told_the_remedy(project: Path, tmp_path: Path) -> None:
    for tool in ("bash", "dirname", "flock"):
        found = shutil.which(tool)
        if found:
            (tmp_path / tool).symlink_to(found)
    copy = tmp_path / "copy"
    shutil.copytree(project / "scripts", copy / "scripts")

    result = subprocess.run(
        [tmp_path / "bash", copy / "scripts" / "start"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert result.returncode == 2
    assert "needs Python 3.11 or newer" in result.stderr
    assert "apt-get install python3" in result.stderr


def _fetch(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    needs(Path(sys.prefix) == ROOT / ".venv", "the repository's own virtual environment")
    return _run([ROOT / "scripts" / "fetch_voice_model", *arguments])


def test_the_models_are_listed() -> None:
    result = _fetch("--list")

    assert result.returncode == 0
    assert "vosk-model-small-en-us-0.15" in result.stdout
    assert "41 MB" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", UNREACHABLE], "cannot be reached"),
        (["--from", "no-such-file.zip"], "No such file"),
        (["--model", "klingon"], "no voice model called 'klingon'"),
    ],
)
def test_what_cannot_be_fetched_is_told_in_a_sentence_and_exit_code_2(
    arguments: list[str], sentence: str, tmp_path: Path
) -> None:
    result = _fetch("--into", tmp_path, *arguments)

    assert result.returncode == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
