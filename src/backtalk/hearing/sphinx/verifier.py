"""The doubt about a short utterance: how much better is a phrase than any sounds at all?

The utterance is decoded against the open phrases, against a loop of phones that may be anything,
and, where no stop phrase came out best, against the stop phrases alone. A word that was meant
beats the loop or comes near it; a piece of other talk does not. It is made for
short utterances only.
"""

from __future__ import annotations

from dataclasses import dataclass

from pocketsphinx import Decoder

from backtalk.hearing.sphinx.lexicon import Lexicon, phrase_of
from backtalk.hearing.sphinx.phrase_decoder import GAUSSIANS, Dither, forget_adaptation, log_score
from backtalk.ports import Grammar, Pcm

ALL, STOPS, PHONE_LOOP = "all", "stops", "loop"
"""The names of the three searches."""

NO_SCORE = -1e7
"""Of an utterance through which a search found no path: worse than any path of a second."""


@dataclass(frozen=True)
class PhraseScore:
    """What an utterance is, and how well that stands against the alternatives.

    Scores are logarithmic, in the decoder's units, for each 10 ms of the phrase.
    """

    phrase: str
    """The open phrase or decoy that fits best, or ''."""
    fit: float
    """Its score less that of the best string of phones: usually below 0, above it for clear
    speech."""
    frames_per_phone: float
    """How long it is drawn out: 10 ms frames per phone, two phones added for the slow ends."""
    stop: str
    """The stop phrase that fits best, or ''."""
    stop_fit: float
    """Its score less that of the best string of phones."""
    stop_lag: float
    """How far its score lies behind that of `phrase`; 0 where they are the same."""


@dataclass(frozen=True)
class _Path:
    phrase: str
    score: float
    frames: int
    frames_per_phone: float


class Verifier:
    """Judges one whole utterance at a time."""

    def __init__(self) -> None:
        self._decoder = Decoder(
            lm=None, loglevel="FATAL", topn=GAUSSIANS, bestpath=False, compallsen=True
        )
        self._lexicon = Lexicon(self._decoder)
        self._dither = Dither()
        self._stops: frozenset[str] = frozenset()
        phones = self._lexicon.phone_names()
        share = 0.5 / len(phones)
        self._add(PHONE_LOOP, [(0, to, share, name) for to in (0, 1) for name in phones])

    def listen_for(self, grammar: Grammar) -> None:
        """Take up a new list of phrases.

        Raises:
            BacktalkError: a word of the stops or commands is in no dictionary.
        """
        self._stops = frozenset(grammar.stops)
        for search, names in (
            (ALL, self._lexicon.names(grammar.stops + grammar.commands, grammar.decoys)),
            (STOPS, self._lexicon.names(grammar.stops)),
        ):
            self._add(search, [(0, 1, 1.0 / len(names), name) for name in names])

    def assess(self, sound: Pcm) -> PhraseScore:
        """Judge an utterance at the usual level, with a little quiet at both ends."""
        best, loop = self._path(ALL, sound), self._path(PHONE_LOOP, sound)
        stop = best if best.phrase in self._stops else self._path(STOPS, sound)
        return PhraseScore(
            phrase=best.phrase,
            fit=(best.score - loop.score) / best.frames,
            frames_per_phone=best.frames_per_phone,
            stop=stop.phrase,
            stop_fit=(stop.score - loop.score) / stop.frames,
            stop_lag=(best.score - stop.score) / stop.frames,
        )

    def _add(self, search: str, arcs: list[tuple[int, int, float, str]]) -> None:
        self._decoder.add_fsg(search, self._decoder.create_fsg(search, 0, 1, arcs))

    def _path(self, search: str, sound: Pcm) -> _Path:
        self._decoder.activate_search(search)
        self._dither.start_again()
        forget_adaptation(self._decoder)
        self._decoder.start_utt()
        self._decoder.process_raw(self._dither.add_to(sound).tobytes())
        self._decoder.end_utt()
        hypothesis = self._decoder.hyp()
        score = max(log_score(hypothesis.score), NO_SCORE) if hypothesis is not None else NO_SCORE
        for segment in self._decoder.seg() or ():
            if phrase_of(segment.word):
                frames = segment.end_frame - segment.start_frame + 1
                frames_per_phone = frames / (self._lexicon.phone_count(segment.word) + 2)
                return _Path(phrase_of(segment.word), score, frames, frames_per_phone)
        return _Path("", score, 1, 0.0)
