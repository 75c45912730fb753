"""A home with voices in it that an earlier version left behind."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from backtalk.app.settings import Paths
from backtalk.app.voices.stored_voice import ADAPTED, StoredVoice
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter import networks
from tests.people import ANNA, BERT
from tests.tiny_vosk.espeak import Espeak


def leave_old_voices(paths: Paths) -> Path:
    """Let Anna be learnt with other networks, and break what was learnt of Bert.

    Returns:
        The file of what was learnt of Anna.
    """
    anna, bert = (paths.voice_clips(person) for person in (ANNA, BERT))
    for words_per_minute in (120, 135, 150):
        StoredVoice(anna).keep("stop", Espeak().say_pcm("stop", speed_wpm=words_per_minute))
    heads.save(dataclasses.replace(heads.load(), grown_from="another version"), anna / ADAPTED)
    bert.mkdir()
    (bert / ADAPTED).write_bytes(b"no head")
    return anna / ADAPTED


def is_retrained(file: Path) -> bool:
    """Whether what `file` holds was learnt with the networks of this version."""
    return heads.load(file).grown_from == networks.fingerprint()


def written_ns(file: Path) -> int:
    """Return when `file` was written last."""
    return file.stat().st_mtime_ns
