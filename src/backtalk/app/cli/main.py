"""The command line: runs what was asked and turns every failure into a sentence.

Exit code 0: done; 2: something the user can mend; 70: our fault, with the traceback in a file.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from dataclasses import replace

from rich.console import Console

from backtalk.app import settings as user_settings
from backtalk.app.cli import arguments, commands
from backtalk.app.context import Context
from backtalk.app.settings import Settings
from backtalk.errors import BacktalkError

USER_ERROR, OUR_FAULT, INTERRUPTED = 2, 70, 130


def run() -> None:
    """Run the program with the arguments of the process and exit."""
    sys.exit(main(sys.argv[1:]))


def main(words: list[str]) -> int:
    """Run the program with `words` and return the exit code."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        asked = arguments.parser().parse_args(words)
        paths = user_settings.user_paths()
        settings = _overridden(user_settings.load(paths.config / "settings.yaml"), asked)
        return commands.JOBS[asked.command](asked, Context(settings, paths, console))
    except BacktalkError as error:
        console.print(f"backtalk: {error.message} {error.remedy}", markup=False)
        return USER_ERROR
    except KeyboardInterrupt:
        console.print("Ended.")
        return INTERRUPTED
    except Exception:  # noqa: BLE001  the outermost edge: a short notice, the traceback to a file
        console.print(f"backtalk: Something went wrong inside the program. {_keep_traceback()}")
        return OUR_FAULT


def _overridden(settings: Settings, asked: argparse.Namespace) -> Settings:
    names = ("recogniser", "model", "microphone", "loudspeaker")
    given = {name: getattr(asked, name, None) for name in names}
    settings = replace(settings, **{name: value for name, value in given.items() if value})
    if given["model"] and not given["recogniser"]:
        return replace(settings, recogniser="vosk")
    return settings


def _keep_traceback() -> str:
    try:
        folder = user_settings.user_paths().cache
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "last-fault.txt"
        file.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "Please report what you did."
    return f"Please report it with the file {file}."
