"""The job behind `backtalk doctor`."""

from __future__ import annotations

import argparse

from backtalk.app.cli import doctor
from backtalk.app.context import Context

_DONE = 0


def examine(_: argparse.Namespace, context: Context) -> int:
    """Say what works on this machine."""
    for finding in doctor.examine(context.settings, context.paths):
        context.tell(str(finding))
    lines = doctor.device_lines()
    context.tell("\n".join(["Sound devices:", *lines]) if lines else "No sound devices.")
    return _DONE
