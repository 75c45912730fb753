"""A copy of the tiny model whose words have other names."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path


def with_words_renamed(model: Path, folder: Path, names: Mapping[str, str]) -> Path:
    """Copy `model` into `folder`, where a word of `names` is called what stands beside it."""
    shutil.copytree(model, folder)
    file = folder / "graph/words.txt"
    entries = [line.split() for line in file.read_text().splitlines()]
    file.write_text("".join(f"{names.get(word, word)} {number}\n" for word, number in entries))
    return folder
