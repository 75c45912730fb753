"""How phrases are pronounced: the decoder's dictionary and the pronunciations added to it.

Each phrase enters the dictionary as one word. A path through a grammar then ends only with a
whole phrase, never in the middle of one. How an unknown word sounds is not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from itertools import product

import yaml
from pocketsphinx import Decoder

from backtalk.errors import BacktalkError

MOST_PRONUNCIATIONS = 16
"""Of one phrase: its words' pronunciations multiply."""

FEWEST_DECOY_PHONES = 3
"""Of an optional phrase: 'the' is never said alone, and short ones swallow commands ('help')."""

PHRASE_MARK = "@"
"""Begins a phrase's name in the dictionary, so that it clashes with no word there."""

PHONE_MARK = "%"
"""Begins a phone's name in the dictionary, where it stands for itself."""

PHONES = frozenset(
    {
        "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH",
        "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
        "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH",
        "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
    }
)  # fmt: skip
"""The phones of the dictionary."""


@cache
def added_pronunciations() -> Mapping[str, list[str]]:
    """Return the pronunciations that the package adds to the dictionary: word to phones."""
    source = resources.files("backtalk.hearing.sphinx").joinpath("pronunciations.yaml")
    added: Mapping[str, list[str]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return added


class Lexicon:
    """The dictionary of one decoder."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._added = added_pronunciations()

    def check(self, phrases: Iterable[str]) -> None:
        """Make sure that each of `phrases` is pronounceable.

        Raises:
            BacktalkError: a word is in no dictionary, or there is no phrase.
        """
        phrases = list(phrases)
        unknown = [word for phrase in phrases for word in self._unknown_words(phrase)]
        if unknown:
            raise BacktalkError(
                f"The built-in recogniser cannot pronounce '{unknown[0]}'.",
                "Add the word to src/backtalk/hearing/sphinx/pronunciations.yaml, "
                "or use --recogniser vosk.",
            )
        if not phrases:
            raise BacktalkError("There is no phrase to listen for.", "Give the grammar stops.")

    def names(self, phrases: Iterable[str], optional: Iterable[str] = ()) -> list[str]:
        """Enter phrases into the dictionary; return their names there.

        Args:
            phrases: all must be pronounceable.
            optional: taken as far as they are pronounceable, sound like none of `phrases` ('to'
                is no decoy where 'two' is open), and are long enough to be said alone.

        Raises:
            BacktalkError: a word of `phrases` is in no dictionary, or there is none.
        """
        phrases = list(phrases)
        self.check(phrases)
        taken = {phones for phrase in phrases for phones in self._ways_to_say(phrase)}
        distinct = [phrase for phrase in optional if self._is_distinct(phrase, taken)]
        return [self._learn(phrase) for phrase in dict.fromkeys(phrases + distinct)]

    def phone_names(self) -> list[str]:
        """Enter each phone as a word of its own; return their names."""
        for phone in sorted(PHONES):
            if self._decoder.lookup_word(PHONE_MARK + phone) is None:
                self._decoder.add_word(PHONE_MARK + phone, phone, False)  # noqa: FBT003  a C function
        return [PHONE_MARK + phone for phone in sorted(PHONES)]

    def phone_count(self, name: str) -> int:
        """Return how many phones the word of this name has."""
        return len(self._decoder.lookup_word(name).split())

    def _learn(self, phrase: str) -> str:
        """Enter `phrase` into the dictionary as one word; return its name there."""
        name = PHRASE_MARK + "_".join(phrase.split())
        if self._decoder.lookup_word(name) is None:
            for number, phones in enumerate(self._ways_to_say(phrase), start=1):
                suffix = "" if number == 1 else f"({number})"
                self._decoder.add_word(name + suffix, phones, False)  # noqa: FBT003  a C function
        return name

    def _is_distinct(self, phrase: str, taken: set[str]) -> bool:
        ways = [] if self._unknown_words(phrase) else self._ways_to_say(phrase)
        long_enough = all(len(phones.split()) >= FEWEST_DECOY_PHONES for phones in ways)
        return bool(ways) and long_enough and taken.isdisjoint(ways)

    def _ways_to_say(self, phrase: str) -> list[str]:
        """Return the phones of `phrase`, one entry for each pronunciation."""
        words = [self._pronunciations(word) for word in phrase.split()]
        return [" ".join(phones) for phones in product(*words)][:MOST_PRONUNCIATIONS]

    def _unknown_words(self, phrase: str) -> list[str]:
        return [word for word in phrase.split() if not self._pronunciations(word)]

    def _pronunciations(self, word: str) -> list[str]:
        """Return the phones of `word`: the dictionary's, then the added ones."""
        variants = [word, *(f"{word}({number})" for number in range(2, 6))]
        known = [self._decoder.lookup_word(variant) for variant in variants]
        return list(dict.fromkeys([p for p in known if p] + list(self._added.get(word, []))))


def phrase_of(name: str) -> str:
    """Return the phrase that entered the dictionary under `name`, or '' for any other word."""
    if not name.startswith(PHRASE_MARK):
        return ""
    return name.removeprefix(PHRASE_MARK).split("(")[0].replace("_", " ")
