"""`backtalk doctor`."""

from __future__ import annotations

from backtalk.app.cli import doctor
from backtalk.app.context import Context
from backtalk.app.requests import DoctorRequest

_DONE = 0


def examine(_: DoctorRequest, context: Context) -> int:
    """Say what works on this machine."""
    for finding in doctor.examine(context):
        context.print(str(finding))
    lines = doctor.device_lines()
    context.print("\n".join(["Sound devices:", *lines]) if lines else "No sound devices.")
    return _DONE
