"""Which job does what a command of the command line asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from backtalk.app import (
    catalogue_jobs,
    doctor_job,
    enrol_job,
    hear_job,
    memory_jobs,
    planning_jobs,
    session_jobs,
)
from backtalk.app.context import Context

JOBS: Mapping[str, Callable[[argparse.Namespace, Context], int]] = {
    "start": session_jobs.start,
    "rehearse": session_jobs.rehearse,
    "hear": hear_job.hear,
    "enrol": enrol_job.enrol,
    "list": catalogue_jobs.list_all,
    "show": catalogue_jobs.show,
    "doctor": doctor_job.examine,
    "check": catalogue_jobs.check,
    **planning_jobs.JOBS,
    **memory_jobs.JOBS,
}
"""Command to job; a job returns the exit code."""
