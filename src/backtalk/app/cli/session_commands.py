"""The commands that run a session: start and rehearse."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from backtalk.app import atomic_write, recordings, wiring
from backtalk.app.context import Context
from backtalk.app.planning import journals, session_setup
from backtalk.app.planning.requested_plan import person_of, skipped_files
from backtalk.app.planning.session_setup import PreparedSession
from backtalk.app.rehearsal import room_request as rehearsals
from backtalk.app.rehearsal.rehearsal import Report
from backtalk.app.requests import RehearseRequest, StartRequest
from backtalk.app.runtime import hearing_check_record, prerender
from backtalk.app.runtime.live import Live
from backtalk.app.runtime.screen import Screen
from backtalk.app.settings import Settings
from backtalk.core.dialogue.hearing_check import EVERY_DAY
from backtalk.core.model.plan import Plan
from backtalk.core.session.setup import SessionSetup
from backtalk.errors import BacktalkError
from backtalk.journal.journal import NoJournal
from backtalk.ports import Recogniser
from backtalk.room import devices
from backtalk.speaking.rendering import RenderedSpeech

_LOG = logging.getLogger(__name__)
DEMO_WAV = Path("backtalk-rehearsal.wav")
"""What the rehearsal of a machine without sound devices leaves to listen to."""
_ELSEWHERE = "Without sound devices, a recording is left there: start in a folder of your own."
_STANDARD_OUTPUT = Path("-")
_DONE = 0


def start(request: StartRequest, context: Context) -> int:
    """Train by voice; without a microphone or loudspeaker, rehearse and leave a recording."""
    faults = _missing_devices(context.settings)
    if faults:  # a rehearsal takes minutes
        atomic_write.refuse_unwritable(DEMO_WAV.resolve(), _ELSEWHERE)
    begun = session_setup.beginning(request.training, context, asks=not faults)
    recogniser = wiring.open_some_recogniser(context)
    try:
        if faults:
            with prerender.coach_voice(SessionSetup(begun.plan), context) as rendered:
                _report_notes(begun, context)
                _demonstrate(begun.plan, faults, recogniser, rendered, context)
        else:
            _train(begun, request, recogniser, context)
    finally:
        recogniser.close()
    return _DONE


def _train(
    begun: PreparedSession, request: StartRequest, recogniser: Recogniser, context: Context
) -> None:
    """Run the live session."""
    settings, paths, training = context.settings, context.paths, request.training
    person, is_unknown = person_of(training, settings), bool(begun.people)
    check = hearing_check_record.check_of(
        person, paths, datetime.now(), leave_out=request.skip_check, keeps=not is_unknown
    )
    with journals.opened(training.journal, person, deferred=is_unknown) as journal:
        setup = replace(
            session_setup.setup_of(begun, journal, context),
            check=check.prompts(),
            opening=check.opening(),
        )
        with prerender.coach_voice(setup, context) as rendered:
            _report_notes(begun, context)
            Live(
                setup,
                recogniser=recogniser,
                spotter=wiring.open_spotter(paths, person),
                spotter_of=wiring.spotters_of(begun.people, paths, context.report),
                looker=wiring.looker_beside(settings, recogniser, context.report)
                if settings.second_pass
                else None,
                check=check,
                speech=wiring.speech_of(settings, rendered),
                settings=settings,
                journal=journal,
                screen=Screen(context.console),
            ).run()


def rehearse(request: RehearseRequest, context: Context) -> int:
    """Run a routine in a simulated room and report it."""
    begun = session_setup.beginning(request.training, context, asks=request.training.ask_all)
    for file in (request.record, request.report):
        if file not in {None, _STANDARD_OUTPUT}:  # a rehearsal takes minutes
            atomic_write.refuse_unwritable(file)
    named = request.recogniser_is_named
    recogniser = wiring.open_wanted_recogniser(context, named=named)
    try:
        report = _rehearsed(begun, request, recogniser, context)
    finally:
        recogniser.close()
    if request.record is not None:
        recordings.write(request.record, rehearsals.sound_of(report))
    if request.report is not None:
        _write_json(request.report, report.as_json(), context)
    if request.report != _STANDARD_OUTPUT:
        context.print(rehearsals.as_text(report))
    _report_notes(begun, context)
    return _DONE


def _rehearsed(
    begun: PreparedSession, request: RehearseRequest, recogniser: Recogniser, context: Context
) -> Report:
    """Run the rehearsal."""
    training, plan = request.training, begun.plan
    person = person_of(training, context.settings)
    room = replace(request.room, person=person)
    with journals.opened(
        training.journal, person, rehearsal=True, deferred=bool(begun.people)
    ) as journal:
        asks = training.ask_all
        plain = SessionSetup(plan, context.settings.limits)
        setup = session_setup.setup_of(begun, journal, context) if asks else plain
        setup = replace(setup, check=EVERY_DAY if room.check else ())
        with prerender.coach_voice(setup, context) as rendered:
            return rehearsals.rehearse(
                setup,
                room,
                context,
                recogniser=recogniser,
                rendered=rendered,
                journal=journal,
            )


def _report_notes(begun: PreparedSession, context: Context) -> None:
    if not begun.people:
        for note in (*begun.planned.notes(), *skipped_files(context.library)):
            context.report(note)


def _missing_devices(settings: Settings) -> list[str]:
    """Say what is missing where no device is named; a named one must be there."""
    faults = []
    for kind, name in (("input", settings.microphone), ("output", settings.loudspeaker)):
        _LOG.info("%s device: %s", kind, "named" if name else "the default")
        if name:
            devices.find_device(name, kind)  # type: ignore[arg-type]  # a literal through a loop
        elif fault := devices.why_no_sound(kind):  # type: ignore[arg-type]  # a literal through a loop
            _LOG.warning("no %s device", kind)
            faults.append(fault)
    return faults


def _demonstrate(
    plan: Plan,
    faults: list[str],
    recogniser: Recogniser,
    rendered: RenderedSpeech,
    context: Context,
) -> None:
    """Say what is missing, rehearse with a synthetic person, and leave a recording."""
    for fault in faults:
        context.report(fault)
    context.report("So this is a rehearsal: a synthetic person says what you would say.")
    report = rehearsals.rehearse(
        SessionSetup(plan, context.settings.limits),
        replace(rehearsals.DEMO, keep_sound=True),
        context,
        recogniser=recogniser,
        rendered=rendered,
        journal=NoJournal(),
    )
    recordings.write(DEMO_WAV, rehearsals.sound_of(report))
    context.print(rehearsals.as_text(report))
    context.print(f"Listen to it: {DEMO_WAV.resolve()}")


def _write_json(file: Path, content: object, context: Context) -> None:
    text = json.dumps(content, indent=1)
    if file == _STANDARD_OUTPUT:
        context.print(text)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        sentence = f"The file {file} cannot be written: {error.strerror}."
        raise BacktalkError(sentence, "Choose another path.") from error
