"""What is never done: the source's list, spoken when asked for and rejected as exercises.

They are recognised by name, so an exercise that hides one behind another name is not noticed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backtalk.core.model.events import Phrase, phrase
from backtalk.core.model.exercise import Exercise

BELT = "belt"
"""What a deadlift needs, in the equipment or in the words of the setup."""


@dataclass(frozen=True)
class Contraindication:
    """One thing that is never done."""

    id: str
    says: Phrase
    """The sentence for the ear."""
    pattern: re.Pattern[str]
    """Finds it in a name or a request, in lower case and without hyphens."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_BENCH = Contraindication(
    "legs-off-a-bench",
    phrase("never_legs_off_a_bench"),
    _words(
        r"dragon flag|bench.*\b(leg|pelvi|hip)\w*.*(rais|lift)"
        r"|\b(leg|pelvi|hip)\w*.*(rais|lift).*bench"
    ),
)
_ROMAN_CHAIR = Contraindication(
    "roman-chair-with-weak-abs",
    phrase("never_roman_chair"),
    _words(r"roman chair"),
)
_DEADLIFT = Contraindication(
    "deadlift-without-belt",
    phrase("never_deadlift"),
    _words(r"dead ?lift"),
)
_SIDE_BENDS = Contraindication(
    "side-bends-with-weight",
    phrase("never_side_bends"),
    _words(r"side ?bend"),
)
_BARBELL = Contraindication(
    "barbell-on-the-neck",
    phrase("never_barbell"),
    _words(r"barbell|good ?morning|\bback ?squat"),
)

CONTRAINDICATIONS = (_BENCH, _ROMAN_CHAIR, _DEADLIFT, _SIDE_BENDS, _BARBELL)
"""Everything that is never done, in the order of the source."""

_ROUNDED = re.compile(r"round(ed)? ?back|stiff ?back")
_WEIGHT = re.compile(r"weight|dumbbell|kettlebell|barbell|load")


def requested(words: str) -> Contraindication | None:
    """Return the contraindication that `words` (a name or an id) ask for, or None."""
    plain = _plain(words)
    return next((each for each in CONTRAINDICATIONS if each.pattern.search(plain)), None)


def matching(exercise: Exercise) -> Contraindication | None:
    """Return the contraindication that `exercise` is, or None.

    A Roman chair and a deadlift with a belt suit some people: the rules of fitting decide those.
    """
    name = _plain(f"{exercise.id} {exercise.name}")
    things = _plain(" ".join((*exercise.equipment, *exercise.words.setup)))
    place = f"{name} {exercise.position} {_plain(' '.join(exercise.equipment))}"
    if _BENCH.pattern.search(place):
        return _BENCH
    if _DEADLIFT.pattern.search(name) and (BELT not in things.split() or _ROUNDED.search(name)):
        return _DEADLIFT
    if _SIDE_BENDS.pattern.search(name) and _WEIGHT.search(f"{name} {_plain_traits(exercise)}"):
        return _SIDE_BENDS
    return _BARBELL if _BARBELL.pattern.search(f"{name} {things}") else None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


def _plain_traits(exercise: Exercise) -> str:
    traits = " ".join(trait.value for trait in exercise.traits)
    return f"{traits} {_plain(' '.join(exercise.equipment))}"
