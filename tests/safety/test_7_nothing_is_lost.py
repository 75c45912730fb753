"""Each finished set and each report of pain is on disk before the next cue.

A power cut costs at most the set under way.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from backtalk.core.model.events import Command
from backtalk.core.session.machine.states import State
from backtalk.errors import BacktalkError
from backtalk.journal.json_lines import JsonLinesJournal
from backtalk.journal.sqlite_journal import SqliteJournal
from backtalk.speaking.clip import Clip
from backtalk.speaking.player import Player
from tests.app.runtime.harness import Stage
from tests.core.samples import two_exercises
from tests.journal.book import rows
from tests.journal.lines import read_records

ROOT = Path(__file__).parents[2]


class LookingPlayer(Player):
    """A player that looks into the journal whenever it is given something to play."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.seen: list[tuple[str, list[str]]] = []

    def play(self, clip: Clip) -> None:
        kinds = kinds_in(self.path) if self.path.exists() else []
        self.seen.append((clip.text, kinds))
        super().play(clip)


def kinds_in(path: Path) -> list[str]:
    """Return what an onlooker finds in the journal `path`, without the order of the tables."""
    if path.suffix == ".jsonl":
        return [entry["kind"] for entry in read_records(path)]
    tables = "SELECT 'set' FROM sets UNION ALL SELECT 'pain' FROM pain_reports"
    return [str(row[0]) for row in rows(path, tables)]


@pytest.mark.parametrize("name", ["journal.db", "journal.jsonl"])
def test_a_set_can_be_read_from_disk_when_the_next_cue_is_queued(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    player = LookingPlayer(path)
    kind = JsonLinesJournal if path.suffix == ".jsonl" else SqliteJournal
    with closing(kind(path)) as journal:
        stage = Stage(two_exercises(), tmp_path, journal=journal, player=player).begin()
        stage.until(State.FINISHED)
    first_words = ["Switch sides.", "Rest 35 seconds.", "Switch sides.", "Rest 15 seconds."]
    first_words.append("That was the last one. Well done.")
    seen = iter(player.seen)
    for sets, words in enumerate(first_words, start=1):
        kinds = next(kinds for text, kinds in seen if text == words)
        assert kinds.count("set") == sets


def test_pain_and_its_score_can_be_read_from_disk_when_the_next_question_is_asked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.jsonl"
    player = LookingPlayer(path)
    with closing(JsonLinesJournal(path)) as journal:
        stage = Stage(two_exercises(), tmp_path, journal=journal, player=player).begin()
        stage.until(State.MOVING).person_says("pain").run(8).commands(Command.FOUR).run(0.1)
    seen = dict(player.seen)
    assert seen["Ease out of it slowly and rest."][-1] == "stop"
    assert seen["Say skip to leave it out, or finish."][-1] == "pain"


POWER_CUT = """
import os, signal, sys
from pathlib import Path
from backtalk.core.session.machine.states import State
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.app.runtime.harness import Stage
from tests.core.samples import two_exercises

folder = Path(sys.argv[1])
stage = Stage(two_exercises(), folder, journal=SqliteJournal(folder / "journal.db")).begin()
stage.until(State.RESTING).until(State.MOVING).run(5)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_session_that_is_killed_has_kept_every_finished_set(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", POWER_CUT, str(tmp_path)], cwd=ROOT, timeout=60, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    kept = rows(tmp_path / "journal.db", "SELECT exercise, side FROM sets ORDER BY rowid")
    assert kept == [("bridge", "right"), ("bridge", "left")]


def test_a_journal_that_fails_for_a_while_pauses_the_session_and_loses_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    with closing(SqliteJournal(path)) as journal:
        stage = Stage(two_exercises(), tmp_path, journal=journal).begin().until(State.MOVING)
        journal.connection.execute("PRAGMA query_only = ON")
        stage.until(State.PAUSED).run(0.1)
        assert rows(path, "SELECT count(*) FROM sets") == [(0,)]
        assert "Something is not working. The screen says what." in " ".join(stage.spoken())
        journal.connection.execute("PRAGMA query_only = OFF")
        stage.commands(Command.CONTINUE).until(State.FINISHED)
    assert rows(path, "SELECT count(*) FROM sets") == [(5,)]
    [(kind, reason)] = rows(path, "SELECT kind, reason FROM faults")
    assert kind == "trouble"
    assert "is read-only" in str(reason)


def test_that_it_runs_down_a_leg_is_on_disk_with_the_report(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(SqliteJournal(path)) as journal:
        stage = Stage(two_exercises(), tmp_path, journal=journal).begin()
        stage.until(State.MOVING).person_says("pain").run(8)
        stage.commands(Command.TWO).run(0.1).commands(Command.LEG).until(State.FINISHED)
    assert rows(path, "SELECT score, place, action FROM pain_reports") == [(2, "leg", "ended")]
    assert rows(path, "SELECT ending FROM sessions") == [("pain",)]


LOOK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM sets").fetchone()[0])
connection.close()
"""
TAKE = """
import sys
from pathlib import Path
from backtalk.journal.lock import Lock
Lock(Path(sys.argv[1]))
"""
CUT_OFF = """
import os, sys
from pathlib import Path
from backtalk.app.planning.journals import history_of
from backtalk.core.model.person import UNNAMED
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import SESSION, a_set, write_all
journal = SqliteJournal(Path(sys.argv[1]))
write_all(journal, SESSION, a_set(1))
history_of(Path(sys.argv[1]), UNNAMED)
print("ready", flush=True)
sys.stdin.readline()
write_all(journal, a_set(2))
os._exit(0)
"""


def others(code: str, file: Path) -> subprocess.CompletedProcess[str]:
    """Let another program do `code` with `file`."""
    words = [sys.executable, "-c", code, str(file)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)


def test_nothing_is_lost_when_another_program_looks_into_a_journal_under_way(
    tmp_path: Path,
) -> None:
    """The coach looks up a past in its own journal, another program looks too, the power fails.

    A file that a process opens and closes loses all its locks, SQLite's too: without them the
    other program takes the log away, and what is written from then on is lost with it.
    """
    file = tmp_path / "journal.db"
    coach = [sys.executable, "-c", CUT_OFF, str(file)]
    with subprocess.Popen(
        coach, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert others(LOOK, file).stdout == "1\n"
        process.communicate("go on\n", timeout=30)
    assert others(LOOK, file).stdout == "2\n"


def test_a_journal_that_is_held_stays_held_though_the_same_process_asks_for_it_again(
    tmp_path: Path,
) -> None:
    file = tmp_path / "journal.db"
    with closing(SqliteJournal(file)):
        with pytest.raises(BacktalkError, match="Another Backtalk"):
            SqliteJournal(file)
        assert "Another Backtalk" in others(TAKE, file).stderr
    assert others(TAKE, file).returncode == 0
