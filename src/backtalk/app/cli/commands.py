"""Which function does what a command of the command line asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TypeVar

from backtalk.app.cli import (
    catalogue_commands,
    doctor_command,
    enrol_command,
    hear_command,
    journal_commands,
    plan_commands,
    session_commands,
    to_requests,
)
from backtalk.app.context import Context
from backtalk.app.settings import Paths

_Request = TypeVar("_Request")
Command = Callable[[argparse.Namespace, Context], int]
"""Does what was typed and returns the exit code."""


def _command(
    request_of: Callable[[argparse.Namespace, Paths], _Request],
    run: Callable[[_Request, Context], int],
) -> Command:
    return lambda typed, context: run(request_of(typed, context.paths), context)


COMMANDS: Mapping[str, Command] = {
    "start": _command(to_requests.start, session_commands.start),
    "rehearse": _command(to_requests.rehearse, session_commands.rehearse),
    "hear": _command(to_requests.hear, hear_command.hear),
    "enrol": _command(to_requests.enrol, enrol_command.enrol),
    "list": _command(to_requests.list_all, catalogue_commands.list_all),
    "show": _command(to_requests.show, catalogue_commands.show),
    "check": _command(to_requests.check, catalogue_commands.check),
    "doctor": _command(to_requests.doctor, doctor_command.examine),
    "plan": _command(to_requests.plan, plan_commands.show_plan),
    "why": _command(to_requests.why, plan_commands.why),
    "sheet": _command(to_requests.sheet, plan_commands.make_sheet),
    "schema": _command(to_requests.schema, plan_commands.print_schema),
    "new-routine": _command(to_requests.new_routine, plan_commands.new_routine),
    "today": _command(to_requests.today, journal_commands.today),
    "history": _command(to_requests.history, journal_commands.history),
    "export": _command(to_requests.export, journal_commands.export),
    "import": _command(to_requests.import_file, journal_commands.import_file),
    "forget": _command(to_requests.forget, journal_commands.forget_for_good),
}
