"""Putting the parts together from settings: which recogniser, which voice, which plan."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backtalk.app import log
from backtalk.app.context import Context
from backtalk.app.models import missing_words
from backtalk.app.models.index import MODELS_DIR, ModelIndex
from backtalk.app.settings import Paths, Settings
from backtalk.app.voices.stored_voice import StoredVoice
from backtalk.core.dialogue.hearing_check import ONLY_HERE
from backtalk.core.model.events import Line, phrase
from backtalk.core.model.person import GUEST, Person
from backtalk.core.session.script import lines_of
from backtalk.core.session.setup import SessionSetup
from backtalk.errors import BacktalkError
from backtalk.hearing.fusion.second_look import InlineLooker, Looker, NoLooker, ThreadedLooker
from backtalk.hearing.second_pass.second_pass import SecondPass
from backtalk.hearing.sphinx import recogniser as sphinx_recogniser
from backtalk.hearing.spotter import networks
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.hearing.vosk import recogniser as vosk_recogniser
from backtalk.hearing.vosk.recogniser import VoskRecogniser
from backtalk.language import phrasebook, vocabulary
from backtalk.language.sentence import Asks
from backtalk.language.sentences import understand
from backtalk.ports import Recogniser
from backtalk.speaking.rendering import RenderedSpeech
from backtalk.speaking.speech import Speech
from backtalk.speaking.voice_pyttsx3 import Pyttsx3Voice

_LOG = logging.getLogger(__name__)
VOICE_WORKERS = 2
"""Processes that render at once: with two, a new routine is ready in half the time."""

_UNDERSTOOD_LANGUAGE = "en"

_UNADAPTED = "Until then the coach hears {name} as it hears anyone."


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
        return open_sphinx()
    return open_vosk(settings, paths)


def open_sphinx() -> Recogniser:
    """Return the embedded recogniser.

    Raises:
        BacktalkError: it cannot work.
    """
    with log.timed(_LOG, "opening the recogniser sphinx"):
        return sphinx_recogniser.open_recogniser()


def open_vosk(settings: Settings, paths: Paths) -> VoskRecogniser:
    """Return Vosk with the model to use, listening for the stop class in the settings' language.

    Raises:
        BacktalkError: there is no model, it does not open, or it knows none of the stop words.
    """
    folder = model_dir(settings)
    if folder is None:
        raise BacktalkError("No Vosk model is installed.", vosk_recogniser.REMEDY)
    with log.timed(_LOG, "opening the recogniser vosk"):
        opened = vosk_recogniser.open_recogniser(folder, paths.cache)
    try:
        # A model of another language opens well, and would fail when the session begins.
        opened.open_grammar(vocabulary.load(settings.language).grammar(frozenset()))
    except BacktalkError:
        opened.close()
        raise
    return opened


def open_some_recogniser(context: Context) -> Recogniser:
    """Return the recogniser of the settings, or the other one after reporting why.

    Raises:
        BacktalkError: neither works.
    """
    settings, paths = context.settings, context.paths
    try:
        opened = open_recogniser(settings, paths)
    except BacktalkError as error:
        log.fault(_LOG, "the recogniser", error)
        if settings.recogniser != "sphinx":
            context.report(f"{error} Falling back to pocketsphinx.")
            return open_sphinx()
        if model_dir(settings) is None:
            raise
        context.report(f"{error} Falling back to Vosk.")
        opened = open_vosk(settings, paths)
    return _with_shortcomings_reported(opened, context)


def open_wanted_recogniser(context: Context, *, named: bool) -> Recogniser:
    """Return the recogniser of the settings: that one where it was `named`, else one that works.

    Raises:
        BacktalkError: it cannot work; where none was named, none can.
    """
    if not named:
        return open_some_recogniser(context)
    return _with_shortcomings_reported(open_recogniser(context.settings, context.paths), context)


def _with_shortcomings_reported(recogniser: Recogniser, context: Context) -> Recogniser:
    """Return `recogniser`, after reporting what it cannot hear and what to say instead."""
    if isinstance(recogniser, VoskRecogniser):
        words = vocabulary.load(context.settings.language)
        for sentence in missing_words.shortcomings(recogniser, words):
            context.report(sentence)
    return recogniser


def open_spotter(paths: Paths, person: Person = GUEST) -> Spotter:
    """Return the second detector for the stop class, adapted to `person` where they enrolled.

    A guest is heard as the owner of the home is.

    Raises:
        BacktalkError: the head or its embedding cannot be read.
    """
    return Spotter(StoredVoice(paths.voice_clips(person)).head())


def open_second_pass() -> SecondPass:
    """Return the second pass, ready for its first look.

    Raises:
        BacktalkError: the network is missing or damaged.
    """
    # Compiling the sentences takes a fifth of a second: now, not when the first one is heard.
    understand("", frozenset(), Asks.OTHER)
    return SecondPass.open()


def looks_twice(settings: Settings, recogniser: Recogniser | None) -> bool:
    """Whether the second pass listens beside `recogniser`.

    It knows English only. Vosk ends its utterances later than the look at them comes, and what it
    hears then is not yet weighed with that look: with Vosk nobody looks.
    """
    is_understood = settings.language == _UNDERSTOOD_LANGUAGE
    return is_understood and (recogniser is None or recogniser.needs_confirmation)


def looker_of(settings: Settings, recogniser: Recogniser | None, delay_s: float) -> Looker:
    """Return what looks twice in the listener's own time, and answers after `delay_s`.

    Raises:
        BacktalkError: the network is missing or damaged.
    """
    if not looks_twice(settings, recogniser):
        return NoLooker()
    return InlineLooker(open_second_pass(), delay_s)


def looker_beside(
    settings: Settings, recogniser: Recogniser, report: Callable[[str], None]
) -> Looker:
    """Return what looks twice beside a live session, in a thread that loads the network first."""
    if not looks_twice(settings, recogniser):
        return NoLooker()
    return ThreadedLooker(open_second_pass, report)


def spotters_of(
    people: Iterable[Person], paths: Paths, report: Callable[[str], None]
) -> Callable[[Person], Spotter]:
    """Return what opens the spotter of each of `people`.

    What other networks learnt of their voices is learnt again now: that takes seconds, and no
    session must wait for it when its owner comes. Nor must it end there: where someone's voice
    cannot be read, they are heard as anyone is, and that is reported.
    """

    def spotter_of(person: Person) -> Spotter:
        try:
            return open_spotter(paths, person)
        except BacktalkError as error:
            log.fault(_LOG, "the spotter of a person", error)
            report(f"{error} {_UNADAPTED.format(name=person.name)}")
            return networks.load().spotter()

    for person in people:
        spotter_of(person)
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


def lines_to_prepare(setup: SessionSetup, speech: Speech) -> tuple[Line, ...]:
    """Return all lines worth rendering before the first cue of the session of `setup`."""
    ids = [name for name in speech.phrases_without_gaps() if setup.check or name not in ONLY_HERE]
    asked = [line for item in setup.questions or () for line in (item.ask, item.why)]
    said = lines_of(setup.plan, setup.begin_at) if setup.plan.sets else ()
    return (*asked, *said, *(phrase(phrase_id) for phrase_id in ids))
