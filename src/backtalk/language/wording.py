"""From what Whisper writes to plain words: no capitals, short forms or digits, nothing said twice.

Commas and full stops stay as words of their own: what a 'not' belongs to ends there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

ASIDES = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*[^*]*\*|♪[^♪]*♪?")
"""'(water running)': what Whisper writes for sounds that are no words."""

DECIMAL = re.compile(r"(\d+)[.,](\d+)")
OUT_OF = re.compile(r"(\d+) ?/ ?(\d+)")
STUCK = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
"""Between a digit and a letter: '3O 4' is how 'three or four' may be written."""

DASHES = re.compile(r"(?<=\w)[-\u2013\u2014](?=\w)")

CURLY = "\u2019"
"""The apostrophe of printed text."""

WORDS = re.compile(r"-?\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[,.;:!?]")
STOPS = {".": ".", "!": ".", "?": ".", ";": ".", ":": ",", ",": ","}

LONGEST_REPEAT = 4


def words(text: str, short_forms: Mapping[str, str], digits: Mapping[str, str]) -> list[str]:
    """Return the words of `text`, '.' and ',' among them.

    Args:
        text: as it was written.
        short_forms: what stands for what, by the word or by its end ("n't": 'not').
        digits: the words for numbers in digits.
    """
    plain = ASIDES.sub(" ", text.lower().replace(CURLY, "'"))
    plain = OUT_OF.sub(r"\1 out of \2", DECIMAL.sub(r"\1 point \2", plain))
    plain = DASHES.sub(" ", STUCK.sub(" ", plain))
    found: list[str] = []
    for word in WORDS.findall(plain):
        if word in STOPS:
            found.append(STOPS[word])
        else:
            found += _in_full(digits.get(word, word), short_forms).split()
    return without_repeats(_without_idle_stops(found))


def without_stops(given: Sequence[str]) -> list[str]:
    """Return only the words that were spoken, what was said twice once."""
    return without_repeats([word for word in given if word not in (",", ".")])


def without_repeats(given: Sequence[str]) -> list[str]:
    """Return the words with everything that is said twice in a row said once: 'ow ow ow'."""
    kept = list(given)
    for length in range(1, LONGEST_REPEAT + 1):
        place = 0
        while place + 2 * length <= len(kept):
            if kept[place : place + length] == kept[place + length : place + 2 * length]:
                del kept[place : place + length]
            else:
                place += 1
    return kept


def _in_full(word: str, short_forms: Mapping[str, str]) -> str:
    if word in short_forms:
        return short_forms[word]
    for ending, full in short_forms.items():
        if ending.startswith(("'", "n'")) and word.endswith(ending) and word != ending:
            return f"{word.removesuffix(ending)} {full}"
    return word


def _without_idle_stops(given: Sequence[str]) -> list[str]:
    """Return the words without stops at both ends, and one stop in place of several."""
    kept: list[str] = []
    for word in given:
        if word in (",", ".") and (not kept or kept[-1] in (",", ".")):
            continue
        kept.append(word)
    return kept[:-1] if kept and kept[-1] in (",", ".") else kept
