"""The command line: runs what was typed and turns every failure into a sentence.

Exit code 0: done; 2: something the user can fix; 70: our fault, with the traceback in a file.
"""

from __future__ import annotations

import argparse
import logging
import platform
import sys
import traceback
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from rich.console import Console

from backtalk.app import log
from backtalk.app import settings as user_settings
from backtalk.app.cli import arguments, commands
from backtalk.app.context import Context
from backtalk.app.settings import Paths, Settings
from backtalk.errors import BacktalkError

_LOG = logging.getLogger(__name__)
USER_ERROR, OUR_FAULT, INTERRUPTED = 2, 70, 130


def run() -> None:
    """Run the program with the arguments of the process and exit."""
    sys.exit(main(sys.argv[1:]))


def main(words: list[str]) -> int:
    """Run the program with `words` and return the exit code."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    paths = user_settings.user_paths()
    with log.opened(paths.state):
        code = _run(words, paths, console)
        _LOG.info("ended with exit code %d", code)
        return code


def _run(words: list[str], paths: Paths, console: Console) -> int:
    try:
        typed = arguments.parser().parse_args(words)
        _LOG.info("%s of version %s on %s", typed.command, _version(), platform.platform())
        context = _context(typed, paths, console)
        return commands.COMMANDS[typed.command](typed, context)
    except BacktalkError as error:
        log.fault(_LOG, "the command", error)
        console.print(f"backtalk: {error.message} {error.remedy}", markup=False)
        return USER_ERROR
    except KeyboardInterrupt:
        console.print("Ended.")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  the outermost edge: a notice, the traceback to a file
        log.fault(_LOG, "the program", error, logging.ERROR)
        console.print(f"backtalk: Something went wrong inside the program. {_keep_traceback()}")
        return OUR_FAULT


def _version() -> str:
    try:
        return metadata.version("backtalk")
    except metadata.PackageNotFoundError:  # run from the sources alone
        return "unknown"


def _context(typed: argparse.Namespace, paths: Paths, console: Console) -> Context:
    settings = _overridden(user_settings.load(paths.config / "settings.yaml"), typed)
    return Context(settings, replace(paths, owner=settings.owner), console)


def _overridden(settings: Settings, typed: argparse.Namespace) -> Settings:
    """Return `settings` with what was typed in their place; not every command has each option."""
    options = vars(typed)
    names = ("recogniser", "model", "microphone", "loudspeaker")
    given = {name: options[name] for name in names if options.get(name)}
    if "model" in given:
        given = {"recogniser": "vosk", **given}
    return replace(settings, **given)


def _keep_traceback() -> str:
    try:
        file = _fault_file()
        file.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "Please report what you did."
    return f"Please report it with the file {file}."


def _fault_file() -> Path:
    folder = user_settings.user_paths().cache
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "last-fault.txt"
