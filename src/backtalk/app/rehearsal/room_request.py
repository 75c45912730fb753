"""`rehearse`: from the words of a request to a room set up, and the report as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from backtalk.app import recordings, wiring
from backtalk.app.context import Context
from backtalk.app.rehearsal.rehearsal import Rehearsal, Report, RoomSetup
from backtalk.app.settings import Paths
from backtalk.core.dialogue.questions import AFTERWARDS, BACK_NOW
from backtalk.core.dialogue.read_back import READ_BACK_ID
from backtalk.core.model.person import GUEST, Person
from backtalk.core.session.setup import SessionSetup
from backtalk.errors import BacktalkError
from backtalk.hearing.fusion.second_look import LOOK_S
from backtalk.journal.journal import Journal
from backtalk.language import vocabulary
from backtalk.ports import Pcm, Recogniser
from backtalk.room.virtual_room import SpokenWords
from backtalk.speaking.rendering import SPEECH_LEVEL_DB, RenderedSpeech, level

PERSON_VOICE = "en-gb+f3"
"""The voice of the synthetic person: not the coach's."""
PERSON_WPM = 140
ALL = "all"
"""What stands for every question in an answer."""


@dataclass(frozen=True)
class RoomRequest:
    """What is requested of the simulated room and the synthetic person in it."""

    say: tuple[str, ...] = ()
    """SECONDS:WORDS."""
    say_wav: tuple[str, ...] = ()
    """SECONDS:FILE."""
    voice: str = PERSON_VOICE
    echo_db: float | None = None
    noise: str = "none"
    snr_db: float = 20.0
    keep_sound: bool = False
    answer: tuple[str, ...] = ()
    """QUESTION:WORDS; of 'all', what is answered to every question with yes or no."""
    person: Person = GUEST
    """Whose own way of saying the stop words is known."""
    check: bool = False
    """Whether the session begins with the hearing check, as a live one does."""


DEMO = RoomRequest(say=("40:easier", "95:pain", "107:two", "122:easier"), keep_sound=True)
"""What the synthetic person says where there is no microphone."""


def rehearse(
    setup: SessionSetup,
    request: RoomRequest,
    context: Context,
    *,
    recogniser: Recogniser,
    rendered: RenderedSpeech,
    journal: Journal,
) -> Report:
    """Run the rehearsal of `setup` in the room that `request` asks for.

    Raises:
        BacktalkError: something that was requested is not there.
    """
    settings, paths = context.settings, context.paths
    speech = wiring.speech_of(settings, rendered)
    rehearsal = Rehearsal(
        setup,
        set_up_room(request, paths),
        recogniser=recogniser,
        speech=speech,
        vocabulary=vocabulary.load(settings.language),
        journal=journal,
        spotter=wiring.open_spotter(paths, request.person),
        looker=wiring.looker_of(settings, recogniser, LOOK_S) if settings.second_pass else None,
        begins=datetime.now().astimezone(),
    )
    return rehearsal.run()


def set_up_room(request: RoomRequest, paths: Paths) -> RoomSetup:
    """Return the room that `request` describes, its person's words rendered.

    Raises:
        BacktalkError: a time, a file or a voice is wrong.
    """
    said = [*_spoken(request, paths), *_played(request)]
    noise = _noise(request.noise)
    loudness = 10 ** (SPEECH_LEVEL_DB / 20) * 32768
    return RoomSetup(
        said=tuple(sorted(said, key=lambda utterance: utterance.at_s)),
        echo_db=request.echo_db,
        noise=noise,
        noise_level=0.0 if request.noise == "none" else loudness * 10 ** (-request.snr_db / 20),
        keep_sound=request.keep_sound,
        answers=_answers(request, paths),
    )


def _spoken(request: RoomRequest, paths: Paths) -> list[SpokenWords]:
    if not request.say:
        return []
    timed = [_timed(item, "--say", "35:pain") for item in request.say]
    with wiring.open_voice(request.voice, paths) as person:
        return [SpokenWords(at_s, text, person.pcm(text, PERSON_WPM)) for at_s, text in timed]


def _answers(request: RoomRequest, paths: Paths) -> Callable[[str], tuple[str, Pcm] | None]:
    """Return what the person answers to the question of an id, rendered before it is asked."""
    words = dict(_answer(item) for item in request.answer)
    if ALL in words:  # a number cannot be answered with yes or no, and it was understood rightly
        words = {BACK_NOW.id: "zero", AFTERWARDS.id: "zero", READ_BACK_ID: "yes", **words}
    sound: dict[str, Pcm] = {}
    if words:
        with wiring.open_voice(request.voice, paths) as person:
            sound = {text: person.pcm(text, PERSON_WPM) for text in set(words.values())}

    def answer(question: str) -> tuple[str, Pcm] | None:
        said = words.get(question, words.get(ALL)) if question else None
        return None if said is None else (said, sound[said])

    return answer


def _answer(item: str) -> tuple[str, str]:
    question, separator, words = item.rpartition(":")
    if not separator or not question.strip() or not words.strip():
        sentence = f"--answer {item} is not QUESTION:WORDS."
        raise BacktalkError(sentence, "Write --answer fever:no, or --answer all:no.")
    return question.strip(), words.strip()


def _played(request: RoomRequest) -> list[SpokenWords]:
    timed = [_timed(item, "--say-wav", "35:pain.wav") for item in request.say_wav]
    return [
        SpokenWords(at_s, Path(name).stem, level(recordings.read(Path(name))))
        for at_s, name in timed
    ]


def _timed(item: str, option: str, example: str) -> tuple[float, str]:
    seconds, separator, rest = item.partition(":")
    try:
        at_s = float(seconds)
    except ValueError:
        at_s = -1.0
    if not separator or not rest.strip() or not np.isfinite(at_s) or at_s < 0:
        sentence = f"{option} {item} is not a time followed by words."
        raise BacktalkError(sentence, f"Write {option} {example}.")
    return at_s, rest.strip()


def _noise(name: str) -> Pcm | None:
    return None if name in {"none", "white"} else recordings.read(Path(name))


def sound_of(report: Report) -> Pcm:
    """Return all that sounded in the room, as one recording."""
    return np.concatenate(report.recording) if report.recording else np.zeros(0, np.int16)


def as_text(report: Report) -> str:
    """Return the report for people: the timeline, then the reactions."""
    lines = [
        f"{entry.at_s:9.2f}  {entry.kind:8}  {entry.text}"
        for entry in sorted(report.timeline, key=lambda entry: entry.at_s)
    ]
    sets = f"{report.sets_done} of {report.sets_planned} sets done"
    took = f"{report.state} after {report.duration_s:.0f} s, {sets}."
    lines.append(f"{report.routine} with {report.recogniser}: {took}")
    for reaction in report.reactions:
        done = reaction.command.value if reaction.command else "not understood"
        line = f"  said '{reaction.said}': {done}"
        if reaction.reaction_ms is not None:
            line += f", silent {reaction.reaction_ms:.0f} ms after the word's end"
        lines.append(line)
    return "\n".join(lines)
