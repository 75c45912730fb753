"""`backtalk enrol`."""

from __future__ import annotations

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.requests import EnrolRequest
from backtalk.app.voices import enrolling
from backtalk.app.voices.enrolment import Enrolment
from backtalk.errors import BacktalkError

_DONE = 0


def enrol(request: EnrolRequest, context: Context) -> int:
    """Learn how a person says a stop word, or forget it.

    Raises:
        BacktalkError: recordings come without their word, or nothing is heard.
    """
    paths = context.paths
    person = request.person or paths.owner
    enrolment = Enrolment(paths.voice_clips(person))
    name = "" if paths.is_at_home(person) else person.name
    if request.forget:
        whose = f"{name}'s" if name else "your"
        context.print(f"{enrolment.forget()} examples of {whose} voice were deleted.")
        return _DONE
    words = enrolling.words_of(request.word)
    if request.clips and not request.word:
        raise BacktalkError(
            "The recordings need the word that is said in them.",
            "Write 'backtalk enrol stop --clips'.",
        )
    if request.clips:
        enrolling.from_recordings(words[0], request.clips, enrolment)
    else:
        _ask_for(words, enrolment, context)
    enrolling.learnt(words, name, context.print)
    return _DONE


def _ask_for(words: tuple[str, ...], enrolment: Enrolment, context: Context) -> None:
    settings = context.settings
    with wiring.open_voice(settings.voice, context.paths) as rendered:
        studio = enrolling.CardStudio(wiring.speech_of(settings, rendered))
        with studio.opened(settings):
            for word in words:
                enrolling.by_voice(word, studio, enrolment)
