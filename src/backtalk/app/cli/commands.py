"""Which job does what a command of the command line asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from backtalk.app.cli import (
    catalogue_commands,
    doctor_command,
    enrol_command,
    hear_command,
    journal_commands,
    plan_commands,
    session_commands,
)
from backtalk.app.context import Context

JOBS: Mapping[str, Callable[[argparse.Namespace, Context], int]] = {
    "start": session_commands.start,
    "rehearse": session_commands.rehearse,
    "hear": hear_command.hear,
    "enrol": enrol_command.enrol,
    "list": catalogue_commands.list_all,
    "show": catalogue_commands.show,
    "doctor": doctor_command.examine,
    "check": catalogue_commands.check,
    **plan_commands.JOBS,
    **journal_commands.JOBS,
}
"""Command to job; a job returns the exit code."""
