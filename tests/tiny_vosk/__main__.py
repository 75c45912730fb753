"""Build the tiny model from the command line: `python -m tests.tiny_vosk FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .build import build_once

# It is wanted later than what the machine does meanwhile.
os.nice(5)
build_once(Path(sys.argv[1]))
