"""`backtalk start` on a sound card without hardware: spoken to, listened to, and cut off."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from backtalk.app import settings as settings_of
from backtalk.core.dialogue.questions import BACK_NOW, MONTHLY
from backtalk.core.model.person import Person
from backtalk.core.model.records import QuestionAnswered, Record
from backtalk.journal.sqlite_journal import SqliteJournal
from backtalk.ports import BLOCK_FRAMES, BLOCK_S, RATE_HZ, Pcm
from tests.app.cli.command_line import word
from tests.app.voices.voices import is_retrained, leave_old_voices, written_ns
from tests.journal.book import CLOSING, SESSION, rows
from tests.journal.lines import read_records
from tests.needs import needs
from tests.people import ANNA, BERT
from tests.pulse_audio import PulseAudio, Tap, private_pulse_audio, why_no_pulse_audio

PROGRAM = Path(sys.executable).with_name("backtalk")
NO_CHECK = "--skip-check"
LIMIT_S = 40.0
REACTION_LIMIT_S = 2.0
"""From the end of the word's recording, one second of silence in it, to the journal's record."""
PAUSE_S = 0.6
"""Longer than any between two sentences of the coach's."""
QUIET_S, QUIET_WITHIN_S = 10.5, 25.0
"""Less than the 12 s after which a stopped coach repeats its question, and more than the 9.5 s
before 'get ready': the longest silence before the first set of a session that goes on."""
BACK_NOW_ANSWERS = f"SELECT person, answer FROM answers WHERE question = '{BACK_NOW.id}'"  # noqa: S608  our own


@pytest.fixture
def pulse_audio() -> Iterator[PulseAudio]:
    missing = why_no_pulse_audio()
    needs(missing is None, str(missing))
    with private_pulse_audio() as server:
        yield server


@dataclass(frozen=True)
class Session:
    """A live session in a process of its own, seen through its journal."""

    process: subprocess.Popen[bytes]
    journal: Path
    log: Path

    def records(self, kind: str) -> list[dict[str, object]]:
        written = read_records(self.journal) if self.journal.exists() else []
        return [record for record in written if record["kind"] == kind]

    def told(self) -> str:
        """Return what there is to read of it, for a test that has failed."""
        files = (file for file in (self.journal, self.log) if file.exists())
        return "\n".join(file.read_text(errors="replace") for file in files)

    def wait_for(self, kind: str, limit_s: float = LIMIT_S) -> None:
        """Wait until the journal has a record of `kind`."""
        self.wait_until(lambda: bool(self.records(kind)), limit_s)

    def wait_until(self, holds: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
        started_s, pause = time.monotonic(), threading.Event()
        while not holds():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - started_s < limit_s, self.told()
            pause.wait(0.02)


@contextmanager
def started(
    routine: str,
    server: PulseAudio,
    folder: Path,
    *options: str,
    journal: Path | None = None,
) -> Iterator[Session]:
    """Start `routine` on the private sound card; end it as pulling the plug would."""
    file, log = journal or folder / "journal.jsonl", folder / "log"
    words = ["start", routine, "--ear", "sphinx", "--journal", str(file), *options]
    devices = ["--microphone", "va_mic", "--loudspeaker", "va_speaker"]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [str(PROGRAM), *words, *devices],
            env=os.environ | server.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            yield Session(process, file, log)
        finally:
            process.kill()


def sounding_blocks(sound: Pcm) -> int:
    """Return how many blocks of `sound` are not silent."""
    whole = sound[: len(sound) // BLOCK_FRAMES * BLOCK_FRAMES].reshape(-1, BLOCK_FRAMES)
    return int(np.count_nonzero(np.abs(whole.astype(np.int32)).max(axis=1) > 0))


def quiet_s(sound: Pcm) -> float:
    """Return how long `sound` has been silent at its end, in seconds."""
    audible = np.flatnonzero(sound)
    return (len(sound) - (int(audible[-1]) + 1 if len(audible) else 0)) / RATE_HZ


def hear_the_coach(session: Session, tap: Tap, seconds: float = 2.0) -> None:
    """Wait until the coach has been speaking for two seconds from now on."""
    before, blocks = len(tap.pcm), round(seconds / BLOCK_S)
    session.wait_until(lambda: sounding_blocks(tap.pcm[before:]) > blocks)


def hear_it_out(session: Session, tap: Tap, seconds: float) -> None:
    """Wait until the coach has been speaking for so long and has fallen silent."""
    hear_the_coach(session, tap, seconds)
    session.wait_until(lambda: quiet_s(tap.pcm) > PAUSE_S)


def two_people(file: Path) -> None:
    """Write down two people; Anna has answered today what is asked once a month."""
    now = datetime.now().astimezone().isoformat()
    answers = [QuestionAnswered(i.id, "no") for i in MONTHLY]
    written: dict[Person, list[Record]] = {ANNA: [*answers], BERT: [SESSION, CLOSING]}
    for person, entries in written.items():
        with closing(SqliteJournal(file, person)) as journal:
            for entry in entries:
                journal.write(entry, now)


def test_a_stop_word_silences_a_live_session_and_it_stays_silent(
    quick: str, pulse_audio: PulseAudio, tmp_path: Path
) -> None:
    with pulse_audio.tap() as tap, started(quick, pulse_audio, tmp_path, NO_CHECK) as session:
        hear_the_coach(session, tap)
        pulse_audio.play_into_microphone(word("stop"))
        session.wait_for("stop", REACTION_LIMIT_S)
        session.wait_until(lambda: quiet_s(tap.pcm) > QUIET_S, QUIET_WITHIN_S)
        before = len(tap.pcm)
        pulse_audio.play_into_microphone(word("continue"))
        session.wait_until(lambda: sounding_blocks(tap.pcm[before:]) > 50)
        assert session.records("set") == []
        assert [record["word"] for record in session.records("stop")] == ["stop"]


def test_a_sound_server_that_dies_is_noticed_and_its_return_is_told(
    quick: str, pulse_audio: PulseAudio, tmp_path: Path
) -> None:
    with started(quick, pulse_audio, tmp_path, NO_CHECK) as session:
        with pulse_audio.tap() as tap:
            hear_the_coach(session, tap)
        pulse_audio.kill()
        session.wait_for("sound lost", limit_s=5.0)
        pulse_audio.start()
        session.wait_for("sound found", limit_s=15.0)
        with pulse_audio.tap() as tap:
            session.wait_until(lambda: sounding_blocks(tap.pcm) > 25)


def test_the_check_and_the_questions_after_it_are_answered_by_voice(
    quick: str, pulse_audio: PulseAudio, tmp_path: Path, home: Path
) -> None:
    file, profile_with_history = home / "data" / "journal.db", home / "data" / "hearing-check.json"
    file.parent.mkdir()
    two_people(file)
    with (
        pulse_audio.room(),
        pulse_audio.tap() as tap,
        started(quick, pulse_audio, tmp_path, journal=file) as session,
    ):
        say = pulse_audio.play_into_microphone
        hear_it_out(session, tap, 5.0)  # 'Please say stop.'
        say(word("stop"))
        hear_the_coach(session, tap)  # 'Now say stop while I am speaking.'
        say(word("stop"))
        session.wait_until(profile_with_history.exists)
        assert '"passed"' in profile_with_history.read_text()
        hear_it_out(session, tap, 1.0)  # 'I can hear you. Is it Anna?'
        say(word("yes"))
        hear_it_out(session, tap, 6.0)  # 'Hello, Anna.' and 'How is your back now?'
        say(word("one"))
        session.wait_until(lambda: rows(file, BACK_NOW_ANSWERS) == [("anna", "1")])


def test_the_voices_of_a_home_are_ready_before_the_coach_asks_who_it_is(
    quick: str, pulse_audio: PulseAudio, tmp_path: Path, home: Path
) -> None:
    file = home / "data" / "journal.db"
    anna = leave_old_voices(settings_of.user_paths())
    two_people(file)
    with (
        pulse_audio.room(),
        pulse_audio.tap() as tap,
        started(quick, pulse_audio, tmp_path, NO_CHECK, journal=file) as session,
    ):
        say = pulse_audio.play_into_microphone
        hear_it_out(session, tap, 0.5)  # 'Is it Anna?'
        assert is_retrained(anna)
        before_ns = written_ns(anna)
        say(word("yes"))
        hear_it_out(session, tap, 6.0)  # 'Hello, Anna.' and 'How is your back now?'
        say(word("one"))
        session.wait_until(lambda: rows(file, BACK_NOW_ANSWERS) == [("anna", "1")])
        assert written_ns(anna) == before_ns
