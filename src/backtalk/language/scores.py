"""A number from zero to ten among other words.

'three or four' is four: of several the highest counts, which errs on the careful side. Where the
person takes one back ('five, no, six', 'not five, six') what is left counts. Numbers that count
something else ('ten minutes', 'this one') are no scores, and one out of reach ('eleven') makes the
whole sentence unclear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HIGHEST = 10

SCALE_WORDS = 3
"""'zero to ten'."""

UNCLEAR = -1
"""There is a number, but none that can be a score."""


@dataclass(frozen=True)
class NumberWords:
    """The words of a language around numbers."""

    values: Mapping[str, int]
    """Number words; those above ten only to know that they are out of reach."""
    like: Mapping[str, int]
    """Words that sound like a number and are one beside another number: 'three or for'."""
    takes_back: frozenset[str]
    """After one of these the number before it no longer counts: 'no', 'sorry'."""
    denies: frozenset[str]
    """Before a number: it is not that one."""
    above: frozenset[str]
    """Before a number: it is more than that, which is no answer."""
    counted: frozenset[str]
    """Behind a number: it is a number of these."""
    pointing: frozenset[str]
    """Before 'one': it is no number."""
    out_of: tuple[str, ...]
    """Before the end of the scale: 'six out of ten'."""
    to: frozenset[str]
    """Between the ends of the scale: 'zero to ten'."""
    point: frozenset[str]
    """Before a fraction: 'three point five'."""
    half: frozenset[str]
    """Behind a number, or soon after it: a bit more than that."""
    joins: frozenset[str]
    """Between two numbers of which either may be right."""


def score_in(words: Sequence[str], known: NumberWords) -> int | None:
    """Return the score in `words`, `UNCLEAR`, or None where there is no number at all."""
    return _Reading(list(words), known).score()


def count(words: Sequence[str], known: NumberWords) -> int:
    """Return how many different numbers `words` hold."""
    return len(_Reading(list(words), known).values())


class _Reading:
    """One walk over the words, from number to number."""

    def __init__(self, words: list[str], known: NumberWords) -> None:
        self._known = known
        self._words = self._without_scale([w for w in words if w not in (",", ".")])

    def score(self) -> int | None:
        """Return what `score_in` promises."""
        kept: list[int] = []
        is_taken_back = found_any = False
        for place, word in enumerate(self._words):
            value = self._value(place)
            if value is None:
                is_taken_back |= word in self._known.takes_back
                continue
            found_any = True
            if self._is_denied(place):
                continue
            kept = [value] if is_taken_back else [*kept, value]
            is_taken_back = False
        if not kept:
            return UNCLEAR if found_any else None
        is_clear = not is_taken_back and all(0 <= value <= HIGHEST for value in kept)
        return max(kept) if is_clear else UNCLEAR

    def values(self) -> set[int]:
        """Return all numbers, those taken back too."""
        found = (self._value(place) for place in range(len(self._words)))
        return {value for value in found if value is not None}

    def _is_denied(self, place: int) -> bool:
        """Return whether 'not' stands one or two words before the number at `place`."""
        before = self._words[max(0, place - 2) : place]
        if before and before[-1] in self._known.values:
            return False
        return bool(self._known.denies & set(before))

    def _value(self, place: int) -> int | None:
        """Return the number at `place`; None where the word is none or counts something else."""
        word, before, behind = self._at(place), self._at(place - 1), self._at(place + 1)
        if word not in self._known.values:
            return self._sounding_like(place)
        value = self._known.values[word]
        if behind in self._known.counted or (value == 1 and before in self._known.pointing):
            return None
        if before in self._known.above:
            return HIGHEST + 1
        if before in self._known.point:
            return None if self._at(place - 2) in self._known.values else HIGHEST + 1
        return value + self._has_fraction(place)

    def _sounding_like(self, place: int) -> int | None:
        """Return the number that a word only sounds like, if it stands alone or beside one."""
        word = self._at(place)
        if word not in self._known.like:
            return None
        alone = len(self._words) == 1
        joined = self._at(place - 1) in self._known.joins
        beside = joined and self._at(place - 2) in self._known.values
        return self._known.like[word] if alone or beside else None

    def _has_fraction(self, place: int) -> bool:
        """Return whether 'point five' or 'and a half' follows: then it is the next higher one."""
        if self._at(place + 1) in self._known.point:
            return self._known.values.get(self._at(place + 2), 0) > 0
        return bool(self._known.half & set(self._words[place + 1 : place + 4]))

    def _without_scale(self, words: list[str]) -> list[str]:
        """Return the words without 'out of ten' and 'zero to ten'."""
        length = len(self._known.out_of)
        kept: list[str] = []
        place = 0
        while place < len(words):
            if tuple(words[place : place + length]) == self._known.out_of and kept:
                place += length + 1
            elif self._is_scale(words[place : place + SCALE_WORDS]):
                place += SCALE_WORDS
            else:
                kept.append(words[place])
                place += 1
        return kept

    def _is_scale(self, three: list[str]) -> bool:
        if len(three) < SCALE_WORDS or three[1] not in self._known.to:
            return False
        ends = self._known.values.get(three[0]), self._known.values.get(three[2])
        return ends in ((0, HIGHEST), (1, HIGHEST))

    def _at(self, place: int) -> str:
        return self._words[place] if 0 <= place < len(self._words) else ""
