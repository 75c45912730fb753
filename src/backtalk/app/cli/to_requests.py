"""From what was typed to a request: the last place that knows argparse."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from backtalk.app import requests
from backtalk.app.rehearsal.room_request import RoomRequest
from backtalk.app.requests import TrainingRequest
from backtalk.app.settings import Paths
from backtalk.app.transcription.detectors import Detector
from backtalk.core.model.person import Person
from backtalk.core.session.situations import Situation
from backtalk.journal import people
from backtalk.journal.forgetting import Period

_TODAY = "today"
"""What may be typed in place of a routine: the one that is due."""


def start(typed: argparse.Namespace, paths: Paths) -> requests.StartRequest:
    """Return the request of `start`."""
    training = TrainingRequest(
        _named_routine(typed.routine),
        _person(typed),
        typed.profile,
        typed.journal or paths.journal,
        resume=typed.resume,
    )
    return requests.StartRequest(training, typed.skip_check)


def rehearse(typed: argparse.Namespace, _: Paths) -> requests.RehearseRequest:
    """Return the request of `rehearse`."""
    training = TrainingRequest(
        _named_routine(typed.routine),
        _person(typed),
        typed.profile,
        typed.journal,
        ask_all=typed.ask,
    )
    room = RoomRequest(
        say=tuple(typed.say),
        say_wav=tuple(typed.say_wav),
        voice=typed.voice,
        echo_db=typed.echo_db,
        noise=typed.noise,
        snr_db=typed.snr_db,
        keep_sound=typed.record is not None,
        answer=tuple(typed.answer),
        check=typed.check,
    )
    return requests.RehearseRequest(
        training, room, _names_recogniser(typed), typed.record, typed.json
    )


def hear(typed: argparse.Namespace, _: Paths) -> requests.HearRequest:
    """Return the request of `hear`."""
    detector, situation = Detector(typed.detector), Situation(typed.situation)
    named = _names_recogniser(typed)
    return requests.HearRequest(tuple(typed.files), detector, situation, named, typed.json)


def enrol(typed: argparse.Namespace, _: Paths) -> requests.EnrolRequest:
    """Return the request of `enrol`."""
    clips = tuple(typed.clips or ())
    return requests.EnrolRequest(_person(typed), typed.word, clips, typed.forget)


def list_all(typed: argparse.Namespace, _: Paths) -> requests.ListRequest:
    """Return the request of `list`."""
    return requests.ListRequest(typed.json)


def show(typed: argparse.Namespace, _: Paths) -> requests.ShowRequest:
    """Return the request of `show`."""
    return requests.ShowRequest(typed.id, typed.json)


def check(typed: argparse.Namespace, _: Paths) -> requests.CheckRequest:
    """Return the request of `check`."""
    return requests.CheckRequest(tuple(typed.files))


def doctor(_: argparse.Namespace, __: Paths) -> requests.DoctorRequest:
    """Return the request of `doctor`."""
    return requests.DoctorRequest()


def plan(typed: argparse.Namespace, paths: Paths) -> requests.PlanRequest:
    """Return the request of `plan`."""
    return requests.PlanRequest(_training(typed, paths), typed.json)


def why(typed: argparse.Namespace, paths: Paths) -> requests.WhyRequest:
    """Return the request of `why`."""
    return requests.WhyRequest(typed.exercise, _training(typed, paths), typed.json)


def sheet(typed: argparse.Namespace, paths: Paths) -> requests.SheetRequest:
    """Return the request of `sheet`."""
    return requests.SheetRequest(_training(typed, paths), typed.out)


def schema(_: argparse.Namespace, __: Paths) -> requests.SchemaRequest:
    """Return the request of `schema`."""
    return requests.SchemaRequest()


def new_routine(typed: argparse.Namespace, _: Paths) -> requests.NewRoutineRequest:
    """Return the request of `new-routine`."""
    return requests.NewRoutineRequest(typed.name)


def today(typed: argparse.Namespace, paths: Paths) -> requests.TodayRequest:
    """Return the request of `today`."""
    return requests.TodayRequest(_training(typed, paths), typed.json)


def history(typed: argparse.Namespace, paths: Paths) -> requests.HistoryRequest:
    """Return the request of `history`."""
    training = TrainingRequest(person=_person(typed), journal=typed.journal or paths.journal)
    return requests.HistoryRequest(training, typed.picture, typed.json)


def export(typed: argparse.Namespace, paths: Paths) -> requests.ExportRequest:
    """Return the request of `export`."""
    written = requests.ExportFormat(typed.format)
    return requests.ExportRequest(written, _training(typed, paths), typed.out)


def import_file(typed: argparse.Namespace, paths: Paths) -> requests.ImportRequest:
    """Return the request of `import`."""
    journal: Path = typed.journal or paths.journal
    return requests.ImportRequest(typed.file, journal, _person(typed))


def forget(typed: argparse.Namespace, _: Paths) -> requests.ForgetRequest:
    """Return the request of `forget`."""
    return requests.ForgetRequest(
        Period(_iso(typed.from_date), _iso(typed.to_date)),
        typed.journal,
        _person(typed),
        everything=typed.all,
        confirmed=typed.yes,
    )


def _training(typed: argparse.Namespace, paths: Paths) -> TrainingRequest:
    return TrainingRequest(
        typed.routine, _person(typed), typed.profile, typed.journal or paths.journal
    )


def _named_routine(typed: str | None) -> str | None:
    return None if typed == _TODAY else typed


def _person(typed: argparse.Namespace) -> Person | None:
    return people.called(typed.person) if typed.person else None


def _names_recogniser(typed: argparse.Namespace) -> bool:
    return bool(typed.recogniser or typed.model)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
