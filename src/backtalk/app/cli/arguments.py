"""The command line: what can be typed, and nothing of how it is done."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn

from backtalk.app.rehearsal.room_request import PERSON_VOICE
from backtalk.app.requests import ExportFormat
from backtalk.app.transcription.detectors import Detector
from backtalk.core.session.situations import Situation
from backtalk.errors import BacktalkError


class Parser(argparse.ArgumentParser):
    """Complains like the rest of Backtalk: one sentence, one remedy."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would have printed."""
        sentence = message[:1].upper() + message[1:] + "."
        raise BacktalkError(sentence, f"Run '{self.prog} --help' for a list of the options.")


def parser() -> Parser:
    """Return the parser of the whole command line."""
    top = Parser(prog="backtalk", description="A voice coach for lower-back exercises.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _start(commands.add_parser("start", help="train now, by voice"))
    _rehearse(commands.add_parser("rehearse", help="run a routine in a simulated room"))
    _hear(commands.add_parser("hear", help="what is heard in recordings"))
    _enrol(commands.add_parser("enrol", help="teach the coach how you say a stop word"))
    listing = commands.add_parser("list", help="routines, programmes and exercises")
    listing.add_argument("--json", action="store_true")
    show = commands.add_parser("show", help="all about an exercise, routine or programme")
    show.add_argument("id")
    show.add_argument("--json", action="store_true")
    commands.add_parser("doctor", help="what works on this machine")
    check = commands.add_parser("check", help="find mistakes in your own routines")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _plan_commands(commands)
    _journal_commands(commands)
    return top


def _plan_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    plan = commands.add_parser("plan", help="a routine as it is fitted to you, and why")
    plan.add_argument("routine", metavar="ROUTINE")
    plan.add_argument("--json", action="store_true")
    why = commands.add_parser("why", help="what an exercise is for, and why it is left out")
    why.add_argument("exercise", metavar="EXERCISE", help="'never' lists what is never done")
    why.add_argument("--routine", metavar="ROUTINE")
    why.add_argument("--json", action="store_true")
    sheet = commands.add_parser("sheet", help="a plan in large print for the wall")
    sheet.add_argument("routine", metavar="ROUTINE")
    sheet.add_argument("--out", type=Path, metavar="FILE.html|.pdf", required=True)
    for sub in (plan, why, sheet):
        _who_options(sub)
    commands.add_parser("schema", help="the JSON Schema of your own files, for editors")
    new = commands.add_parser("new-routine", help="a commented routine to start from")
    new.add_argument("name", metavar="NAME")


def _profile_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--profile", type=Path, metavar="FILE", help="who trains; default: yours")


def _person_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--person", metavar="NAME", help="who trains, where several people do")


def _journal_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--journal", type=Path, metavar="FILE", help="default: yours")


def _who_options(sub: argparse.ArgumentParser) -> None:
    _profile_option(sub)
    _journal_option(sub)
    _person_option(sub)


def _journal_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    today = commands.add_parser("today", help="what is due today, and why")
    today.add_argument("routine", nargs="?", metavar="ROUTINE", help="or a programme")
    today.add_argument("--json", action="store_true")
    _who_options(today)
    history = commands.add_parser("history", help="what you have done, and how it went")
    history.add_argument("--picture", type=Path, metavar="FILE.svg|.png")
    history.add_argument("--json", action="store_true")
    export = commands.add_parser("export", help="the journal for others: people and programs")
    export.add_argument("--format", choices=[each.value for each in ExportFormat], required=True)
    export.add_argument("--out", type=Path, metavar="FILE", required=True)
    export.add_argument("--routine", metavar="ROUTINE", help="for ics: what you train")
    export.add_argument("--profile", type=Path, metavar="FILE", help="for ics: who trains")
    importing = commands.add_parser("import", help="read an export; twice is harmless")
    importing.add_argument("file", type=Path, metavar="FILE")
    forget = commands.add_parser("forget", help="delete for good: everything, or a period")
    forget.add_argument("--all", action="store_true", help="everything, of everyone")
    for option in ("--from", "--to"):
        forget.add_argument(option, type=_date, metavar="DATE", dest=f"{option[2:]}_date")
    forget.add_argument("--yes", action="store_true", help="do not ask")
    for sub in (history, export, importing, forget):
        _journal_option(sub)
        _person_option(sub)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-03-31") from error


def _recogniser_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--recogniser", "--ear", dest="recogniser", choices=("auto", "vosk", "sphinx"))
    sub.add_argument("--model", metavar="DIR", help="folder of a Vosk model")


def _start(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("routine", nargs="?", metavar="ROUTINE", help="or a programme")
    _profile_option(sub)
    _recogniser_options(sub)
    sub.add_argument(
        "--resume",
        "--go-on",
        dest="resume",
        action="store_true",
        help="where the last session was interrupted",
    )
    sub.add_argument("--microphone", metavar="NAME")
    sub.add_argument("--loudspeaker", metavar="NAME")
    _person_option(sub)
    sub.add_argument("--journal", type=Path, metavar="FILE")
    sub.add_argument(
        "--skip-check", action="store_true", help="leave the hearing check out for today"
    )


def _rehearse(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("routine", metavar="ROUTINE", help="or a programme")
    _profile_option(sub)
    for option, form in (("--say", "SECONDS:WORDS"), ("--say-wav", "SECONDS:FILE")):
        sub.add_argument(option, metavar=form, nargs="+", action="extend", default=[])
    sub.add_argument("--voice", default=PERSON_VOICE, help="of the synthetic person")
    sub.add_argument("--echo-db", type=float, help="the coach at the microphone; default: no echo")
    sub.add_argument("--noise", default="none", metavar="FILE|white|none")
    sub.add_argument("--snr-db", type=float, default=20.0)
    _recogniser_options(sub)
    sub.add_argument("--check", action="store_true", help="begin with the hearing check")
    sub.add_argument("--ask", action="store_true", help="ask every question before the session")
    sub.add_argument(
        "--answer",
        metavar="QUESTION:WORDS",
        nargs="+",
        action="extend",
        default=[],
        help="what the person answers when asked, such as fever:no; all:no answers every question",
    )
    sub.add_argument("--record", type=Path, metavar="FILE.wav")
    sub.add_argument("--json", type=Path, metavar="FILE")
    _person_option(sub)
    sub.add_argument("--journal", type=Path, metavar="FILE")


def _enrol(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "word", nargs="?", metavar="WORD", help="any word of your own; default: stop and pain"
    )
    sub.add_argument("--clips", nargs="+", type=Path, metavar="FILE", help="recordings of it")
    sub.add_argument("--forget", action="store_true", help="delete everything that was learnt")
    _person_option(sub)
    sub.add_argument("--microphone", metavar="NAME")
    sub.add_argument("--loudspeaker", metavar="NAME")


def _hear(sub: argparse.ArgumentParser) -> None:
    sub.description = (
        "What a session would understand in each recording. All files are heard by one loaded "
        "model, each as a stream of its own. Before and after each file, a second of noise like "
        "that of its quietest moments is added, as a microphone hears the room before a word: a "
        "clip may begin at the word itself. Times count from the start of the file."
    )
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WAV or FLAC, any rate")
    _recogniser_options(sub)
    sub.add_argument(
        "--detector",
        "--witness",
        dest="detector",
        choices=[detector.value for detector in Detector],
        default=Detector.ALL.value,
        help="whose word counts: the recogniser's, the spotter's, that of both, the second pass's "
        "or (default) all three",
    )
    names = [situation.value for situation in Situation]
    sub.add_argument(
        "--situation",
        choices=names,
        default=Situation.ANY.value,
        help="which words are open besides the stop class (default: any)",
    )
    sub.add_argument("--json", action="store_true", help="one JSON object a line and file")
