"""`enrol`: learning how a person says a stop word, from their microphone or from recordings.

At the microphone the coach asks for each word and listens for a few seconds after it has finished
speaking; what rose out of the noise is the example. It refuses a word of the person's own choosing
that sounds like another command.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from backtalk.app import recordings
from backtalk.app.settings import Settings
from backtalk.app.voices.stored_voice import CLIPS_A_WORD, StoredVoice, refuse_confusable
from backtalk.core.model.events import Line, phrase
from backtalk.errors import BacktalkError
from backtalk.hearing.acoustics.recent_sound import RecentSound
from backtalk.ports import Pcm
from backtalk.room.sound_card import SoundCard
from backtalk.speaking.player import Player
from backtalk.speaking.speech import Speech

USUAL_WORDS = ("stop", "pain")
LISTENING_S = 3.0
SAYING_LIMIT_S = 20.0
"""No question takes so long to say."""
TRIES = 2
"""How often one example is asked for before the person is told that nothing is heard."""


class Studio(Protocol):
    """Asks for something and hears what is said."""

    def ask(self, lines: tuple[Line, ...]) -> Pcm:
        """Say `lines`, listen, and return the voice that followed; empty where there was none."""


def from_recordings(word: str, files: Sequence[Path], stored: StoredVoice) -> int:
    """Learn `word` from `files`; return how many there were.

    Raises:
        BacktalkError: a file is no sound, or the word is too like another.
    """
    learn(word, [recordings.read(file) for file in files], stored)
    return len(files)


def by_voice(word: str, studio: Studio, stored: StoredVoice) -> None:
    """Ask for `word` three times and learn it.

    Raises:
        BacktalkError: nothing is heard, or the word is too like another.
    """
    clips = []
    for number in range(CLIPS_A_WORD):
        asked = phrase("enrol_word" if number == 0 else "enrol_again", word=word)
        clips.append(_heard(studio, asked))
    learn(word, clips, stored)


def learn(word: str, clips: Sequence[Pcm], stored: StoredVoice) -> None:
    """Keep `clips` as examples of `word` and adapt the spotter to them.

    Raises:
        BacktalkError: the word is too like another, or the examples cannot be kept.
    """
    if word not in USUAL_WORDS:
        refuse_confusable(word, clips)
    for clip in clips:
        stored.keep(word, clip)
    stored.adapt()


def _heard(studio: Studio, asked: Line) -> Pcm:
    for _ in range(TRIES):
        clip = studio.ask((asked,))
        if len(clip):
            return clip
    raise BacktalkError(
        "No voice was heard.", "Come closer to the microphone, or see 'backtalk doctor'."
    )


class CardStudio:
    """A studio on the sound card."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._player = Player()
        self._recent = RecentSound()
        self._asked = 0
        self._pause = threading.Event()

    def ask(self, lines: tuple[Line, ...]) -> Pcm:
        """Say `lines`, listen for three seconds, and return the voice that followed."""
        self._asked += 1
        clips = self._speech.clips(self._asked, lines, safety=False, not_before=0, not_after=None)
        for clip in clips:
            self._player.play(clip)
        self._wait_until_said()
        self._recent.forget()
        self._pause.wait(LISTENING_S)
        return self._recent.utterance()

    @contextmanager
    def opened(self, settings: Settings) -> Iterator[CardStudio]:
        """Open the sound card for the time of the `with` block.

        Raises:
            BacktalkError: it cannot be opened.
        """
        card = SoundCard(
            self._player.read,
            self._hear,
            output=settings.loudspeaker or None,
            input=settings.microphone or None,
        )
        with card:
            yield self

    def _hear(self, microphone: Pcm, reference: Pcm) -> None:
        self._recent.process(microphone, microphone, reference)

    def _wait_until_said(self) -> None:
        waited_s, said = 0.0, False
        while not said and waited_s < SAYING_LIMIT_S:
            self._pause.wait(0.05)
            waited_s += 0.05
            said = any(
                played.kind != "started" and played.clip.utterance == self._asked
                for played in self._player.events()
            )


def words_of(asked: str | None) -> tuple[str, ...]:
    """Return the words to learn: the one that was asked for, or the usual ones."""
    return (asked.strip().lower(),) if asked else USUAL_WORDS


def learnt(words: Sequence[str], person: str, tell: Callable[[str], None]) -> None:
    """Tell what was learnt of `person`, '' for the owner of this home, and how to undo it."""
    names = " and ".join(f"'{word}'" for word in words)
    who, undo = ("you say", "enrol --forget")
    if person:
        who, undo = f"{person} says", f"enrol --person '{person}' --forget"
    tell(f"Learnt how {who} {names}. 'backtalk {undo}' removes it.")
