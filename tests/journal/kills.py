"""Killing a process that writes the journal, at any moment, and looking at what is left.

    python -m tests.journal.kills 1000

The writer says on its standard output what the journal has promised to keep, after `write` has
returned; whatever was said must be found.
"""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from backtalk.journal.database import open_database
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import CLOSING, SESSION, a_set, after, stop

ROOT = Path(__file__).parents[2]
SETS_A_SESSION = 4
BATCH = 25
"""Kills for each journal: it grows, as a journal does."""
EARLY = 0.2
"""The share of kills while the writer starts and opens the journal."""
STARTS_WITHIN_S = 1.0
LATEST_KILL_S = 0.06
"""After the writer's first word; by then it has written some dozens of entries."""


@dataclass(frozen=True)
class Count:
    """What came of many kills."""

    kills: int
    sets_promised: int
    sets_lost: int
    corrupt: int


def main() -> None:
    """Kill as often as the first argument says and tell what came of it."""
    print(kill_often(int(sys.argv[1]), seed=20261122))  # noqa: T201  it is a script


def kill_often(kills: int, seed: int) -> Count:
    """Kill the writer `kills` times at random moments and return what was left."""
    chance = random.Random(seed)  # noqa: S311  chance, not secrecy
    promised = lost = corrupt = done = 0
    while done < kills:
        batch = min(BATCH, kills - done)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "journal.db"
            for _ in range(batch):
                early = chance.random() < EARLY
                latest_s = STARTS_WITHIN_S if early else LATEST_KILL_S
                said = _kill_once(path, chance.uniform(0.0, latest_s), early=early)
                found, sound = _left_in(path)
                promised += len(said)
                lost += len(said - found)
                corrupt += not sound
        done += batch
    return Count(done, promised, lost, corrupt)


def _kill_once(path: Path, after_s: float, *, early: bool) -> set[str]:
    """Let a writer begin, kill it, and return the sets that it said were kept.

    `after_s` counts from the writer's first word; if `early`, from its birth.
    """
    words = [
        sys.executable,
        "-c",
        "from tests.journal.kills import write_on; write_on()",
        str(path),
    ]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = "" if early else writer.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            writer.wait(after_s)
        writer.kill()
        rest = writer.stdout.read()
    whole = (first + rest).split("\n")[:-1]
    return {line for line in whole if line != "open"}


def _left_in(path: Path) -> tuple[set[str], bool]:
    """Return the sets in the journal, and whether it is sound; opened as the next start does."""
    with closing(open_database(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        sets = connection.execute("SELECT at FROM sets")
        return {row[0] for row in sets}, sound


def write_on() -> None:
    """Write sessions without end; say which sets are kept, as soon as they are."""
    journal = SqliteJournal(Path(sys.argv[1]))
    _say("open")
    start = journal.connection.execute("SELECT count(*) FROM sets").fetchone()[0]
    minute = 10.0 * start
    while True:
        journal.write(SESSION, after(minute))
        for number in range(1, SETS_A_SESSION + 1):
            minute += 1
            journal.write(a_set(number), after(minute))
            _say(after(minute))
            journal.write(stop(), after(minute))
        journal.write(CLOSING, after(minute))


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
