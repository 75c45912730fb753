"""Only the model download ever opens a connection; a session opens none, nor looks up a name.

Runs in a process of its own, in which every attempt is refused before the program is imported.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

REFUSE_EVERYTHING = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        print(f"{event} {arguments[1:]}", file=sys.stderr)
        raise ConnectionError("there is no network")

sys.addaudithook(refuse)
"""

A_SESSION = """
import importlib, pkgutil
from pathlib import Path

import backtalk

names = [module.name for module in pkgutil.walk_packages(backtalk.__path__, "backtalk.")]
for name in names:
    importlib.import_module(name)
assert len(names) > 40, names

from backtalk.core.session.machine.states import State
from tests.app.runtime.harness import Stage
from tests.core.samples import two_exercises

stage = Stage(two_exercises(), Path(sys.argv[1])).begin().until(State.MOVING)
stage.person_says("easier").run(12).person_says("pain").run(8).person_says("two").run(10)
stage.person_says("easier").run(1).until(State.FINISHED)
assert stage.sets_done == 5, stage.sets_done
print("finished")
"""

AN_ATTEMPT = """
import socket
socket.create_connection(("127.0.0.1", 9), timeout=1)
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", REFUSE_EVERYTHING + script, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_the_guard_of_this_test_refuses_connections(tmp_path: Path) -> None:
    ended = run(AN_ATTEMPT, tmp_path)
    assert ended.returncode == 1
    assert "there is no network" in ended.stderr


def test_the_whole_program_loads_and_a_session_runs_without_one_attempt(tmp_path: Path) -> None:
    ended = run(A_SESSION, tmp_path)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr.strip()) == (0, "finished", "")
