"""The worker process, spoken to line by line as the client does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import soundfile

WORKER = [sys.executable, "-P", "-m", "backtalk.speaking.voice_worker"]


def run_worker(*requests: dict[str, object], arguments: tuple[str, ...] = ()) -> list[object]:
    """Send `requests`, close the input, and return every line of stdout read as JSON."""
    ended = subprocess.run(
        [*WORKER, *arguments],
        input="".join(json.dumps(request) + "\n" for request in requests),
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_it_writes_whole_files_and_nothing_but_replies_on_stdout(tmp_path: Path) -> None:
    texts = ["Hold.", "Switch sides.", "Rest sixty seconds."]
    requests: list[dict[str, object]] = [
        {
            "text": text,
            "voice": "en-us",
            "words_per_minute": 150,
            "path": str(tmp_path / f"{number}.wav"),
        }
        for number, text in enumerate(texts)
    ]
    assert run_worker(*requests) == [{"ok": True}] * 4
    durations_s = [soundfile.info(tmp_path / f"{number}.wav").duration for number in range(3)]
    assert 0.5 < durations_s[0] < durations_s[1] < durations_s[2]


def test_it_lists_voices() -> None:
    ready, listed = run_worker({"voices": True})
    assert ready == {"ok": True}
    assert isinstance(listed, dict)
    assert "en-us" in listed["voices"]


def test_it_says_in_words_that_a_driver_is_missing() -> None:
    (reply,) = run_worker(arguments=("--driver", "nodriver"))
    assert isinstance(reply, dict)
    assert "nodriver" in reply["error"]
    assert reply["remedy"]
