"""Putting the parts together from settings: which recogniser, which voice, which plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backtalk.app.models import missing_words
from backtalk.app.models.index import MODELS_DIR, ModelIndex
from backtalk.app.settings import Paths, Settings
from backtalk.app.voices.enrolment import Enrolment
from backtalk.catalogue.library import Library, load_library
from backtalk.core.dialogue.hearing_check import ONLY_HERE
from backtalk.core.dialogue.interview import Asking
from backtalk.core.model.events import Line, Situation, phrase
from backtalk.core.model.plan import Plan
from backtalk.core.session.script import lines_of
from backtalk.errors import BacktalkError
from backtalk.hearing.sphinx import recogniser as sphinx_recogniser
from backtalk.hearing.spotter import networks
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.hearing.vosk import recogniser as vosk_recogniser
from backtalk.language import phrasebook, vocabulary
from backtalk.ports import Recogniser
from backtalk.speaking.rendering import RenderedSpeech
from backtalk.speaking.speech import Speech
from backtalk.speaking.voice_pyttsx3 import Pyttsx3Voice

VOICE_WORKERS = 2
"""Processes that render at once: with two, a new routine is ready in half the time."""

_AS_ANYBODY = "Until then the coach hears {name} as it hears anybody."


def library(paths: Paths) -> Library:
    """Return the catalogue with the user's own files."""
    return load_library(paths.own_catalogue)


def model_dir(settings: Settings) -> Path | None:
    """Return the folder of the Vosk model to use, or None when none is installed."""
    if settings.model:
        return Path(settings.model)
    installed = ModelIndex.read().installed_in(MODELS_DIR)
    wanted = [model for model in installed if model.language.startswith(settings.language)]
    return wanted[0].folder_in(MODELS_DIR) if wanted else None


def open_recogniser(settings: Settings, paths: Paths) -> Recogniser:
    """Return the recogniser that `settings` name; with `auto`, Vosk where a model is installed.

    Raises:
        BacktalkError: that recogniser cannot work.
    """
    folder = model_dir(settings)
    wants_vosk = settings.recogniser == "vosk" or (
        settings.recogniser == "auto" and folder is not None
    )
    if not wants_vosk:
        return sphinx_recogniser.open_recogniser()
    if folder is None:
        raise BacktalkError("No Vosk model is installed.", vosk_recogniser.REMEDY)
    return vosk_recogniser.open_recogniser(folder, paths.cache)


def open_some_recogniser(
    settings: Settings, paths: Paths, tell: Callable[[str], None]
) -> Recogniser:
    """Return the recogniser that `settings` name, or the other one after telling why.

    Raises:
        BacktalkError: neither works.
    """
    try:
        opened = open_recogniser(settings, paths)
    except BacktalkError as error:
        tell(f"{error.message} {error.remedy} Going on with the other recogniser.")
        if settings.recogniser != "sphinx":
            return sphinx_recogniser.open_recogniser()
        folder = model_dir(settings)
        if folder is None:
            raise
        opened = vosk_recogniser.open_recogniser(folder, paths.cache)
    return _with_missing_words_told(opened, settings, tell)


def open_wanted_recogniser(
    settings: Settings, paths: Paths, tell: Callable[[str], None], *, named: bool
) -> Recogniser:
    """Return the recogniser of `settings`: that one where it was `named`, else one that works.

    Raises:
        BacktalkError: it cannot work; where none was named, none can.
    """
    if not named:
        return open_some_recogniser(settings, paths, tell)
    return _with_missing_words_told(open_recogniser(settings, paths), settings, tell)


def _with_missing_words_told(
    recogniser: Recogniser, settings: Settings, tell: Callable[[str], None]
) -> Recogniser:
    """Return `recogniser`, after telling what it cannot hear and what to say instead."""
    if isinstance(recogniser, vosk_recogniser.VoskRecogniser):
        words = vocabulary.load(settings.language)
        missing = recogniser.missing_words(words.grammar(Situation.ANY))
        if missing:
            tell(missing_words.sentence(missing, words))
    return recogniser


def open_spotter(paths: Paths, person: str = "") -> Spotter:
    """Return the second detector for the stop class, adapted to `person` where they enrolled.

    '' is the one whose home it is.

    Raises:
        BacktalkError: the head or its embedding cannot be read.
    """
    head = Enrolment(paths.voice_clips(person)).head()
    return Spotter(head, near_miss_margin=head.near_miss_margin)


def spotters_of(
    people: Iterable[str], paths: Paths, tell: Callable[[str], None]
) -> Callable[[str], Spotter]:
    """Return what opens the spotter of each of `people` by their name.

    What other networks learnt of their voices is learnt anew now: that takes seconds, and no
    session must wait for it when its owner comes. Nor must it end there: whose voice cannot be
    read is heard as anybody is, and that is told.
    """

    def spotter_of(name: str) -> Spotter:
        try:
            return open_spotter(paths, name)
        except BacktalkError as error:
            tell(f"{error} {_AS_ANYBODY.format(name=name)}")
            return networks.load().spotter()

    for name in people:
        spotter_of(name)
    return spotter_of


@contextmanager
def open_voice(voice: str, paths: Paths) -> Iterator[RenderedSpeech]:
    """Give the speech of `voice`, cached in the user's cache folder, and end its worker after."""
    synthesiser = Pyttsx3Voice(voice, workers=VOICE_WORKERS)
    try:
        yield RenderedSpeech(
            synthesiser, paths.cache / "speech", synthesiser.key, parallel=VOICE_WORKERS
        )
    finally:
        synthesiser.close()


def speech_of(settings: Settings, rendered: RenderedSpeech) -> Speech:
    """Return the coach's speech in the language of `settings`."""
    return Speech(rendered, phrasebook.load(settings.language), settings.words_per_minute)


def lines_to_prepare(
    plan: Plan,
    speech: Speech,
    *,
    begin_at: int = 0,
    asking: Asking | None = None,
    check: bool = False,
) -> tuple[Line, ...]:
    """Return all lines worth rendering before the first cue of `plan`.

    Args:
        plan: what is to be trained.
        speech: knows the phrases.
        begin_at: the set to begin with.
        asking: what is asked; None: nothing.
        check: whether the session begins with the hearing check.
    """
    ids = [name for name in speech.phrases_without_gaps() if check or name not in ONLY_HERE]
    fixed = [phrase(phrase_id) for phrase_id in ids]
    items = asking.items if asking is not None else ()
    asked = [line for item in items for line in (item.ask, item.why)]
    said = lines_of(plan, begin_at) if plan.sets else ()
    return (*asked, *said, *fixed)
