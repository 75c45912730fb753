"""A place to rehearse in: the coach's voice, a person's voice, and what happened, to ask about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backtalk.app.rehearsal.rehearsal import LONGEST_S, Rehearsal, Report, RoomSetup
from backtalk.catalogue.library import Library
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.plan import Plan, lay_out
from backtalk.core.model.routine import Routine
from backtalk.core.model.sides import Sides
from backtalk.core.session.setup import SessionSetup
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.journal.journal import Journal, NoJournal
from backtalk.language import phrasebook, vocabulary
from backtalk.ports import BLOCK_FRAMES, Pcm, Recogniser
from backtalk.room.virtual_room import SpokenWords, VirtualRoom
from backtalk.speaking.rendering import RenderedSpeech, level
from backtalk.speaking.speech import Speech
from tests.tiny_vosk.espeak import Espeak

PERSON_VOICE = "en-us+f2"
"""Both recognisers understand this voice in these tests; the benchmark measures recall."""
PERSON_WPM = 140


@dataclass(frozen=True)
class Studio:
    """Rehearses plans."""

    library: Library
    coach: RenderedSpeech
    person: Espeak

    def plan(self, routine_id: str) -> Plan:
        return lay_out(self.library.routine(routine_id), self.library.exercises)

    def short_plan(self) -> Plan:
        """One held repetition on each side, then two of another exercise: three sets."""
        bird_dog = self._with_dose("bird-dog", series=(1,))
        curl_up = self._with_dose("modified-curl-up", series=(2,), sides=Sides.NONE)
        routine = Routine("short", "Short", "basic", "A try.", (bird_dog.id, curl_up.id))
        return lay_out(routine, {bird_dog.id: bird_dog, curl_up.id: curl_up})

    def shortest_plan(self) -> Plan:
        """One held repetition: for what comes before and after the exercises."""
        curl_up = self._with_dose("modified-curl-up", series=(1,), sides=Sides.NONE)
        routine = Routine("shortest", "Shortest", "basic", "A try.", (curl_up.id,))
        return lay_out(routine, {curl_up.id: curl_up})

    def _with_dose(
        self, exercise_id: str, *, series: tuple[int, ...], sides: Sides = Sides.EACH
    ) -> Exercise:
        """Return the exercise with another dose, explained in a few of its sentences."""
        exercise = self.library.exercise(exercise_id)
        words = exercise.words
        return replace(
            exercise,
            dose=replace(exercise.dose, series=series, sides=sides),
            words=replace(words, setup=words.setup[:1], do=words.do[1:2]),
        )

    def speech(self) -> Speech:
        return Speech(self.coach, phrasebook.load())

    def says(self, at_s: float, words: str, voice: str = PERSON_VOICE) -> SpokenWords:
        pcm = self.person.say_pcm(words, voice, PERSON_WPM)
        return SpokenWords(at_s, words, level(pcm))

    def rehearse(
        self,
        plan: Plan,
        recogniser: Recogniser,
        *said: SpokenWords,
        until_s: float = LONGEST_S,
        journal: Journal | None = None,
        keep_sound: bool = False,
        answers: Mapping[str, str | list[str]] | None = None,
        **setup: Any,
    ) -> Report:
        """Rehearse `plan` with a person who says `said`, in a quiet room without echo.

        To a question the person says its word of `answers`, once it has been said; of several
        words one each time, the last one from then on.
        """
        words = {
            name: [said] if isinstance(said, str) else said
            for name, said in (answers or {}).items()
        }
        asked: Counter[str] = Counter()

        def answer(question: str) -> tuple[str, Pcm] | None:
            if question not in words:
                return None
            turn = min(asked[question], len(words[question]) - 1)
            asked[question] += 1
            said = words[question][turn]
            return said, self.says(0.0, said).pcm

        rehearsal = Rehearsal(
            SessionSetup(plan, **setup),
            RoomSetup(said=said, answers=answer, keep_sound=keep_sound),
            recogniser=recogniser,
            speech=self.speech(),
            vocabulary=vocabulary.load(),
            journal=journal or NoJournal(),
            spotter=Spotter(heads.load()),
        )
        return rehearsal.run(until_s)


def of_kind(report: Report, kind: str) -> list[tuple[float, str]]:
    """Return the entries of one kind as (seconds, text), in the order of time."""
    return sorted((entry.at_s, entry.text) for entry in report.timeline if entry.kind == kind)


def when(report: Report, kind: str, text: str, after_s: float = 0.0) -> float:
    """Return when `text` first happened from `after_s` on."""
    times = [at_s for at_s, found in of_kind(report, kind) if found == text and at_s >= after_s]
    assert times, f"no {kind} '{text}' after {after_s} s in {of_kind(report, kind)}"
    return times[0]


def states(report: Report) -> list[str]:
    """Return the states that were come to, in order."""
    return [text for _, text in of_kind(report, "phase")]


def spoken(report: Report, from_s: float, to_s: float = LONGEST_S) -> list[str]:
    """Return what the coach began to say from `from_s` up to `to_s`."""
    return [text for at_s, text in of_kind(report, "spoke") if from_s <= at_s < to_s]


def loudspeaker(report: Report, said: tuple[SpokenWords, ...]) -> Pcm:
    """Return what the loudspeaker played: the recording without what the microphone heard.

    The room has no echo and repeats itself to the sample, so it can be heard again and taken off.
    """
    room, nothing = VirtualRoom(said), np.zeros(BLOCK_FRAMES, np.int16)
    played = [block.astype(np.int32) - room.exchange(nothing) for block in report.recording]
    return np.concatenate(played).astype(np.int16)
