"""The job behind `backtalk enrol`."""

from __future__ import annotations

import argparse

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.planning import today
from backtalk.app.voices import enrolling
from backtalk.app.voices.enrolment import Enrolment
from backtalk.errors import BacktalkError

_DONE = 0


def enrol(asked: argparse.Namespace, context: Context) -> int:
    """Learn how a person says a stop word, or forget it.

    Raises:
        BacktalkError: `--person` is no name, recordings come without their word, or nothing is
            heard.
    """
    person = today.folder_person(today.person_of(asked, context.settings), context.settings)
    enrolment = Enrolment(context.paths.voice_clips(person))
    if asked.forget:
        whose = f"{person}'s" if person else "your"
        context.tell(f"{enrolment.forget()} examples of {whose} voice are gone.")
        return _DONE
    words = enrolling.words_of(asked.word)
    if asked.clips and not asked.word:
        raise BacktalkError(
            "It is not said which word the recordings are.", "Write 'backtalk enrol stop --clips'."
        )
    if asked.clips:
        enrolling.from_recordings(words[0], asked.clips, enrolment)
    else:
        _ask_for(words, enrolment, context)
    enrolling.learnt(words, person, context.tell)
    return _DONE


def _ask_for(words: tuple[str, ...], enrolment: Enrolment, context: Context) -> None:
    settings = context.settings
    with wiring.open_voice(settings.voice, context.paths) as rendered:
        studio = enrolling.CardStudio(wiring.speech_of(settings, rendered))
        with studio.opened(settings):
            for word in words:
                enrolling.by_voice(word, studio, enrolment)
