"""Looks of the second pass, made up for tests of what follows from them."""

from __future__ import annotations

from collections.abc import Mapping

from backtalk.core.session.situations import Situation
from backtalk.hearing.fusion.open_words import OpenWords
from backtalk.hearing.fusion.second_look import Look, Query
from backtalk.hearing.fusion.second_word import phrases_of
from backtalk.language import vocabulary

UNHEARD = -15.0


def words_of(situation: Situation) -> OpenWords:
    return OpenWords(vocabulary.load(), situation.commands)


def look_of(words: OpenWords, heard: Mapping[str, float]) -> Look:
    """Return a look that found `heard` and nothing else."""
    return Look(0, {phrase: heard.get(phrase, UNHEARD) for phrase in phrases_of(words)})


class ScriptedLooker:
    """Is asked, and answers what a test gives it."""

    is_ready = True

    def __init__(self) -> None:
        self.queries: list[Query] = []
        self._looks: list[Look] = []

    def ask(self, query: Query, now_s: float) -> None:  # noqa: ARG002  the answer comes when given
        self.queries.append(query)

    def looks(self, now_s: float) -> list[Look]:  # noqa: ARG002  see there
        found, self._looks = self._looks, []
        return found

    def answer_phrases(self, heard: Mapping[str, float]) -> None:
        """Answer the last query for phrases: `heard`, and nothing else."""
        query = [query for query in self.queries if query.phrases][-1]
        scores = {phrase: heard.get(phrase, UNHEARD) for phrase in query.phrases}
        self._looks.append(Look(query.number, scores))

    def answer_words(self, text: str) -> None:
        """Answer the last query for words."""
        query = [query for query in self.queries if not query.phrases][-1]
        self._looks.append(Look(query.number, {}, text))
