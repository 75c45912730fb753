"""Build the tiny model from the command line: `python -m tests.tiny_vosk FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from .build import build

build(Path(sys.argv[1]))
