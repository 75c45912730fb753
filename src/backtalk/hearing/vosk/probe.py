"""Whether a folder is a Vosk model that libvosk can use, found out at no risk.

libvosk ends the process on many kinds of broken file (SIGSEGV, SIGABRT), so a model that was never
opened before is tried in a short-lived process of its own, `python -m backtalk.hearing.vosk.probe`.
A model that passed is remembered by the names, sizes and times of its files.
This module hears nothing and downloads nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from backtalk.ports import RATE_HZ

NEW_LAYOUT = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "graph/HCLr.fst",
    "graph/Gr.fst",
    "graph/disambig_tid.int",
)
OLD_LAYOUT = ("final.mdl", "mfcc.conf", "HCLr.fst", "Gr.fst", "disambig_tid.int")
"""Files without which libvosk does not start (vosk-api, `src/model.cc`); words lie in Gr.fst."""

FIXED_GRAPHS = ("graph/HCLG.fst", "HCLG.fst")
"""A model with one of these ignores grammars silently and would hear anything as anything."""

UNKNOWN_WORDS = ("[unk]", "<unk>", "<UNK>", "[UNK]", "<SPOKEN_NOISE>", "<spoken_noise>")
"""What models call a word they do not know. A model may have several: what is nearer to 'any word'
comes first, noises of the mouth last."""

QUIET_LOG_LEVEL = -2
"""libvosk keeps its notes and warnings to itself."""

TIME_LIMIT_S = 60.0
"""A large model loads in some ten seconds on a slow disk."""

REFUSED, NO_LIBRARY = 3, 4
"""Exit codes of the probe."""


def unknown_word(model: Any) -> str | None:
    """Return what an opened `vosk.Model` calls a word it does not know; None if it has none."""
    found = (word for word in UNKNOWN_WORDS if model.vosk_model_find_word(word) >= 0)
    return next(found, None)


def folder_fault(model_dir: Path) -> str | None:
    """Say in one sentence why `model_dir` cannot be a usable model, or None. Opens nothing."""
    if importlib.util.find_spec("vosk") is None:
        return "The Python package vosk is not installed."
    try:
        return _layout_fault(model_dir)
    except OSError:
        return f"The Vosk model folder {model_dir} cannot be read."


def _layout_fault(model_dir: Path) -> str | None:
    if not model_dir.is_dir():
        return f"There is no Vosk model folder {model_dir}."
    if any((model_dir / name).exists() for name in FIXED_GRAPHS):
        return f"The Vosk model in {model_dir} has a fixed graph and takes no list of commands."
    layout = OLD_LAYOUT if (model_dir / "final.mdl").exists() else NEW_LAYOUT
    missing = [name for name in layout if not (model_dir / name).is_file()]
    if missing:
        return f"The folder {model_dir} is not a Vosk model: it lacks {', '.join(missing)}."
    return None


def opening_fault(model_dir: Path, cache_dir: Path) -> str | None:
    """Say in one sentence why libvosk cannot open `model_dir`, or None.

    Tries it in another process unless `cache_dir` remembers that the same files passed.
    """
    passed = cache_dir / "vosk_models_that_opened" / _fingerprint(model_dir)
    if passed.exists():
        return None
    fault = _try_in_another_process(model_dir)
    if fault is None:
        # Where nothing can be remembered, the model is simply tried again next time.
        with contextlib.suppress(OSError):
            passed.parent.mkdir(parents=True, exist_ok=True)
            passed.touch()
    return fault


def _fingerprint(model_dir: Path) -> str:
    lines = [importlib.metadata.version("vosk"), str(model_dir.resolve())]
    for path in sorted(path for path in model_dir.rglob("*") if path.is_file()):
        status = path.stat()
        lines.append(f"{path.relative_to(model_dir)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _try_in_another_process(model_dir: Path) -> str | None:
    # -P: nothing in the current folder may pose as one of our modules.
    command = [sys.executable, "-P", "-m", "backtalk.hearing.vosk.probe", str(model_dir)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"The Vosk model in {model_dir} did not open within {TIME_LIMIT_S:.0f} seconds."
    if done.returncode == 0:
        return None
    if done.returncode == NO_LIBRARY:
        return "The Python package vosk does not work on this machine."
    if done.returncode == REFUSED:
        return f"The files in {model_dir} are not a Vosk model that can be opened."
    return f"The files in {model_dir} are broken: the Vosk library crashed on them."


def probe(model_dir: Path) -> int:
    """Open the model and decode a second of noise. May crash the process; that is its use."""
    try:
        vosk = importlib.import_module("vosk")
    except (ImportError, OSError):
        return NO_LIBRARY
    vosk.SetLogLevel(QUIET_LOG_LEVEL)
    try:
        model = vosk.Model(str(model_dir))
    except Exception:  # noqa: BLE001 - vosk raises bare Exception for a model it refuses
        return REFUSED
    # Of the words of a model only the unknown one has a name that can be guessed.
    unknown = unknown_word(model)
    grammar = () if unknown is None else (f'["{unknown}"]',)
    recognizer = vosk.KaldiRecognizer(model, RATE_HZ, *grammar)
    noise = np.random.default_rng(0).normal(0, 300, RATE_HZ).astype(np.int16)
    recognizer.AcceptWaveform(noise.tobytes())
    recognizer.FinalResult()
    return 0


if __name__ == "__main__":
    sys.exit(probe(Path(sys.argv[1])))
