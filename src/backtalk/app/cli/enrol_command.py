"""`backtalk enrol`."""

from __future__ import annotations

from backtalk.app import wiring
from backtalk.app.context import Context
from backtalk.app.requests import EnrolRequest
from backtalk.app.voices import enrol_words
from backtalk.app.voices.stored_voice import StoredVoice
from backtalk.errors import BacktalkError

_DONE = 0


def enrol(request: EnrolRequest, context: Context) -> int:
    """Learn how a person says a stop word, or forget it.

    Raises:
        BacktalkError: recordings come without their word, or nothing is heard.
    """
    paths = context.paths
    person = request.person or paths.owner
    stored = StoredVoice(paths.voice_clips(person))
    name = "" if paths.is_at_home(person) else person.name
    if request.forget:
        whose = f"{name}'s" if name else "your"
        context.print(f"{stored.forget()} examples of {whose} voice were deleted.")
        return _DONE
    words = enrol_words.words_of(request.word)
    if request.clips and not request.word:
        raise BacktalkError(
            "The recordings need the word that is said in them.",
            "Write 'backtalk enrol stop --clips'.",
        )
    if request.clips:
        enrol_words.from_recordings(words[0], request.clips, stored)
    else:
        _ask_for(words, stored, context)
    enrol_words.learnt(words, name, context.print)
    return _DONE


def _ask_for(words: tuple[str, ...], stored: StoredVoice, context: Context) -> None:
    settings = context.settings
    with wiring.open_voice(settings.voice, context.paths) as rendered:
        studio = enrol_words.CardStudio(wiring.speech_of(settings, rendered))
        with studio.opened(settings):
            for word in words:
                enrol_words.by_voice(word, studio, stored)
