"""A full disk, a read-only folder, a damaged or newer file: one sentence, and nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from backtalk.errors import BacktalkError
from backtalk.journal.database import open_database
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import CLOSING, SESSION, a_set, history, kept, write_all
from tests.needs import needs

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def refusal_of(path: Path) -> BacktalkError:
    """Return what is said where `path` cannot be opened; the file must stay as it is."""
    before = path.read_bytes()
    with pytest.raises(BacktalkError) as caught:
        SqliteJournal(path)
    assert path.read_bytes() == before
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


@pytest.mark.parametrize("content", [b"not a database at all, but longer than a header" * 40])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(
    path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    assert "is damaged, or is no journal" in refusal_of(path).message


@pytest.mark.parametrize("offset", [0, 50, 4096, 8192])
def test_a_damaged_journal_is_refused_and_left_as_it_is(path: Path, offset: int) -> None:
    kept(path, SESSION, *(a_set(n) for n in range(1, 60)), CLOSING)
    whole = bytearray(path.read_bytes())
    whole[offset : offset + 600] = b"\xa5" * 600
    path.write_bytes(whole)
    assert f"The journal {path} " in refusal_of(path).message


def test_a_journal_cut_short_is_refused_and_left_as_it_is(path: Path) -> None:
    kept(path, SESSION, *(a_set(n) for n in range(1, 60)), CLOSING)
    path.write_bytes(path.read_bytes()[:9000])
    assert "damaged" in refusal_of(path).message


def test_a_database_of_something_else_is_refused_and_left_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    assert "no journal of Backtalk" in refusal_of(path).message


def test_a_folder_that_is_none_and_a_file_that_is_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for path in (tmp_path / "file" / "journal.db", tmp_path):
        with pytest.raises(BacktalkError, match=f"The journal {path} cannot be written: "):
            SqliteJournal(path)


@pytest.mark.parametrize("beside", ["-wal", "-journal", ".lock"])
def test_a_file_system_that_will_not_have_the_files_beside_it_is_one_sentence(
    path: Path, beside: str
) -> None:
    """A folder stands where the log, the roll-back file or the lock has to be."""
    kept(path, SESSION, a_set(1), CLOSING)
    path.with_name(path.name + beside).unlink(missing_ok=True)
    path.with_name(path.name + beside).mkdir()
    refusal = refusal_of(path)
    assert refusal.message.startswith(f"The journal {path} cannot be written: ")
    assert refusal.remedy


READ_ONLY = """
import os, sys
from pathlib import Path
from backtalk.errors import BacktalkError
from backtalk.journal.sqlite_journal import SqliteJournal
try:
    SqliteJournal(Path(sys.argv[1]))
except BacktalkError as error:
    print(error)
"""


@pytest.mark.parametrize("there_already", [False, True])
def test_a_read_only_folder_is_one_sentence_and_a_remedy(
    tmp_path: Path, *, there_already: bool
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = home / "journal.db"
    if there_already:
        kept(path, SESSION)
    unshare = shutil.which("unshare")
    needs(os.getuid() != 0 or unshare, "root may write anywhere, and there is no unshare")
    home.chmod(0o555)
    words = [sys.executable, "-c", READ_ONLY, str(path)]
    if os.getuid() == 0:  # nothing is read-only for root but what is mounted so
        mount = f'mount --bind "{home}" "{home}" && mount -o remount,bind,ro "{home}" && exec "$@"'
        words = [str(unshare), "-m", "sh", "-c", mount, "sh", *words]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    needs("Operation not permitted" not in ended.stderr, "nothing may be mounted here")
    home.chmod(0o755)
    assert f"The journal {path} cannot be written: " in ended.stdout, ended.stderr
    assert "--journal" in ended.stdout
    assert len(ended.stdout.strip().splitlines()) == 1


FULL_DISK = """
import resource, sys
from pathlib import Path
from backtalk.errors import BacktalkError
from backtalk.journal.sqlite_journal import SqliteJournal
from tests.journal.book import CLOSING, SESSION, a_set, write_all

journal = SqliteJournal(Path(sys.argv[1]))
write_all(journal, SESSION)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, most))
refused = 0
for number in range(1, 101):
    try:
        write_all(journal, a_set(number))
    except BacktalkError as error:
        refused += 1
        print(error)
print(refused, "refused")
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
write_all(journal, CLOSING)
journal.close()
"""


def test_a_disk_that_was_full_for_a_while_costs_no_set(path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    *complaints, refused = ended.stdout.splitlines()
    assert int(refused.split()[0]) > 10
    assert set(complaints) <= {
        f"The journal {path} cannot be written: the disk {reason}. Free some space and {then}."
        for reason, then in (
            ("is full", "try again"),
            ("reports an error", "check the disk"),
        )
    }
    [session] = history(path).sessions
    assert [each.number for each in session.sets] == list(range(1, 101))


def test_a_disk_that_is_full_from_the_start_is_one_sentence_and_nothing_more(path: Path) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    ended = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=full,
    )
    assert f"The journal {path} cannot be written: " in ended.stdout, ended.stderr
    SqliteJournal(path).close()


def test_an_entry_that_cannot_be_understood_does_not_hold_up_the_others(path: Path) -> None:
    with closing(SqliteJournal(path)) as journal:
        write_all(journal, SESSION)
        with pytest.raises(OverflowError):
            write_all(journal, a_set(2**64))
        write_all(journal, a_set())
    assert len(history(path).sessions[0].sets) == 1


def test_opening_it_again_and_again_changes_nothing(path: Path) -> None:
    kept(path, SESSION, a_set(), CLOSING)
    before = history(path)
    for _ in range(3):
        open_database(path).close()
    assert history(path) == before
