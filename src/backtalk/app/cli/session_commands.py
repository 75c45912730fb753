"""The jobs that run a session: start and rehearse."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from backtalk.app import atomic_write, recordings, wiring
from backtalk.app.context import Context
from backtalk.app.planning import journals, session_setup, today
from backtalk.app.planning.session_setup import Beginning
from backtalk.app.rehearsal import request
from backtalk.app.runtime import hearing_check_record, prerender
from backtalk.app.runtime.live import Live
from backtalk.app.runtime.screen import Screen
from backtalk.app.settings import Settings
from backtalk.core.dialogue.who_is_it import Start
from backtalk.core.model.plan import Plan
from backtalk.errors import BacktalkError
from backtalk.journal.journal import NoJournal
from backtalk.ports import Recogniser
from backtalk.room import devices
from backtalk.speaking.rendering import RenderedSpeech

DEMO_WAV = Path("backtalk-rehearsal.wav")
"""What the rehearsal of a machine without sound devices leaves to listen to."""
_ELSEWHERE = "Without sound devices a recording is left there: start in a folder of your own."
_STANDARD_OUTPUT = Path("-")
_DONE = 0


def start(asked: argparse.Namespace, context: Context) -> int:
    """Train by voice; without a microphone or loudspeaker, rehearse and leave a recording."""
    settings, paths = context.settings, context.paths
    faults = _missing_devices(settings)
    if faults:  # a rehearsal takes minutes
        atomic_write.refuse_unwritable(DEMO_WAV.resolve(), _ELSEWHERE)
    begun = session_setup.beginning(asked, context, asks=not faults)
    plan = begun.plan
    recogniser = wiring.open_some_recogniser(settings, paths, context.console.print)
    try:
        if faults:
            with prerender.coach_voice(plan, context) as rendered:
                _note(begun, context)
                return _demonstrate(plan, faults, recogniser, rendered, context)
        person = today.person_of(asked, settings)
        enrolled = today.folder_person(person, settings)
        check = hearing_check_record.check_of(
            enrolled, paths, datetime.now(), leave_out=asked.skip_check, keeps=not begun.people
        )
        with journals.opened(
            asked.journal or paths.journal, person, deferred=bool(begun.people)
        ) as journal:
            first = session_setup.start_of(begun, journal, context)
            with prerender.coach_voice(
                plan, context, asking=first.asking, check=check.due, begin_at=first.begin_at
            ) as rendered:
                _note(begun, context)
                Live(
                    first,
                    recogniser=recogniser,
                    spotter=wiring.open_spotter(paths, enrolled),
                    spotter_of=wiring.spotters_of(begun.people, paths, context.console.print),
                    check=check,
                    speech=wiring.speech_of(settings, rendered),
                    settings=settings,
                    journal=journal,
                    screen=Screen(context.console),
                    arrival=session_setup.arrival_of(begun, asked, journal, context),
                ).run()
    finally:
        recogniser.close()
    return _DONE


def rehearse(asked: argparse.Namespace, context: Context) -> int:
    """Run a routine in a simulated room and report it."""
    person = today.person_of(asked, context.settings)
    begun = session_setup.beginning(asked, context, asks=asked.ask)
    for file in (asked.record, asked.json):
        if file not in {None, _STANDARD_OUTPUT}:  # a rehearsal takes minutes
            atomic_write.refuse_unwritable(file)
    plan = begun.plan
    wanted = request.Request(
        say=tuple(asked.say),
        say_wav=tuple(asked.say_wav),
        voice=asked.voice,
        echo_db=asked.echo_db,
        noise=asked.noise,
        snr_db=asked.snr_db,
        keep_sound=asked.record is not None,
        check=asked.check,
        answer=tuple(asked.answer),
        person=today.folder_person(person, context.settings),
    )
    tell = context.console.print
    named = bool(asked.recogniser or asked.model)
    recogniser = wiring.open_wanted_recogniser(context.settings, context.paths, tell, named=named)
    try:
        with journals.opened(
            asked.journal, person, rehearsal=True, deferred=bool(begun.people)
        ) as journal:
            first = session_setup.start_of(begun, journal, context) if asked.ask else Start(plan)
            with prerender.coach_voice(
                plan, context, asking=first.asking, check=asked.check, begin_at=first.begin_at
            ) as rendered:
                report = request.rehearse(
                    first,
                    wanted,
                    settings=context.settings,
                    recogniser=recogniser,
                    rendered=rendered,
                    paths=context.paths,
                    journal=journal,
                    arrival=session_setup.arrival_of(begun, asked, journal, context),
                )
    finally:
        recogniser.close()
    if asked.record is not None:
        recordings.write(asked.record, request.sound_of(report))
    if asked.json is not None:
        _write_json(asked.json, report.as_json(), context)
    if asked.json != _STANDARD_OUTPUT:
        context.tell(request.as_text(report))
    _note(begun, context)
    return _DONE


def _note(begun: Beginning, context: Context) -> None:
    for note in () if begun.people else begun.found.notes():
        context.console.print(note, markup=False)


def _missing_devices(settings: Settings) -> list[str]:
    """Say what is missing where no device is named; a named one must be there."""
    faults = []
    for kind, name in (("input", settings.microphone), ("output", settings.loudspeaker)):
        if name:
            devices.find_device(name, kind)  # type: ignore[arg-type]  # a literal through a loop
        elif fault := devices.why_no_sound(kind):  # type: ignore[arg-type]  # a literal through a loop
            faults.append(fault)
    return faults


def _demonstrate(
    plan: Plan,
    faults: list[str],
    recogniser: Recogniser,
    rendered: RenderedSpeech,
    context: Context,
) -> int:
    """Say what is missing, rehearse with a synthetic person, and leave a recording."""
    for fault in faults:
        context.console.print(fault, markup=False)
    context.console.print("So this is a rehearsal: a synthetic person says what you would say.")
    report = request.rehearse(
        Start(plan),
        replace(request.DEMO, keep_sound=True),
        settings=context.settings,
        recogniser=recogniser,
        rendered=rendered,
        paths=context.paths,
        journal=NoJournal(),
    )
    recordings.write(DEMO_WAV, request.sound_of(report))
    context.tell(request.as_text(report))
    context.tell(f"Listen to it: {DEMO_WAV.resolve()}")
    return _DONE


def _write_json(file: Path, content: object, context: Context) -> None:
    text = json.dumps(content, indent=1)
    if file == _STANDARD_OUTPUT:
        context.tell(text)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        sentence = f"The file {file} cannot be written: {error.strerror}."
        raise BacktalkError(sentence, "Choose another place.") from error
