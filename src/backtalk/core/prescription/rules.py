"""The rules that fit exercises to a person: each once, with its reason and its source.

A rule says when it applies and why; `fitting` says what follows. What a source states is in
`sources.yaml`, also where a rule is ours. Rules about whole routines are in `routine_rules`. The
rules are no diagnosis, and a doctor's consent overrides most of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from backtalk.core.model.events import Phrase, phrase
from backtalk.core.model.exercise import Exercise, Purpose, Trait
from backtalk.core.model.history import MONTH_DAYS
from backtalk.core.model.profile import Condition, Consent, Profile
from backtalk.core.model.wording import with_article
from backtalk.core.prescription import contraindications

AGAIN_AFTER_DAYS = MONTH_DAYS
"""An exercise that caused something sharp is tried once more after this: 'in a month'."""
HYPEREXTENSION_MONTHS = 3
"""The source says 'months'; this is ours."""
LONG_AWAY_DAYS = 14
"""From here on a session begins lighter; ours."""


@dataclass(frozen=True)
class ExerciseRule:
    """A reason to leave an exercise out, or to put another in its place."""

    id: str
    reason: Phrase | Callable[[Profile, Exercise], Phrase]
    """What is said of it; a function where that depends on what is missing."""
    source: str
    """The facts of sources.yaml it follows from."""
    applies: Callable[[Profile, Exercise], bool]
    consent: str | None = None
    """What the doctor has to agree to for this rule to be lifted; None: nothing lifts it."""
    instead: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Exercise id to the one that takes its place; others are left out."""

    def lifted_for(self, profile: Profile) -> bool:
        """Whether the doctor's consent lifts it."""
        return self.consent is not None and self.consent in profile.agreed

    def says(self, profile: Profile, exercise: Exercise) -> Phrase:
        """Return the reason in words for the ear."""
        return self.reason if isinstance(self.reason, Phrase) else self.reason(profile, exercise)


@dataclass(frozen=True)
class DoseRule:
    """A reason for a lighter dose."""

    id: str
    reason: Phrase
    source: str
    applies: Callable[[Profile], bool]


def _with(trait: Trait) -> Callable[[Exercise], bool]:
    return lambda exercise: trait in exercise.traits


def _is_deadlift(exercise: Exercise) -> bool:
    return "deadlift" in f"{exercise.id} {exercise.name}".lower().replace(" ", "")


def _is_superman(exercise: Exercise) -> bool:
    """Chest or legs lifted by the back while lying on the belly; pushing up by the arms is not."""
    lifted = {Trait.PRONE, Trait.EXTENSION} <= exercise.traits
    return lifted and (not exercise.trains or Purpose.BACK in exercise.trains)


def _needs_strong_belly(exercise: Exercise) -> bool:
    things = " ".join((exercise.id, exercise.name, *exercise.equipment)).lower()
    return "roman chair" in things.replace("-", " ")


def _sharp_lately(profile: Profile, exercise: Exercise) -> bool:
    days = profile.sharp_days_ago.get(exercise.id)
    return days is not None and days < AGAIN_AFTER_DAYS


def _needs_equipment(profile: Profile, exercise: Exercise) -> Phrase:
    missing = tuple(map(with_article, profile.missing(exercise.equipment)))
    return phrase("rule_equipment", equipment=missing)


_twists, _bends, _loads, _hangs = map(_with, (Trait.TWIST, Trait.FLEXION, Trait.LOAD, Trait.HANG))

SHARP_LATELY_REASON = phrase("rule_sharp_lately")
SHARP_LATELY = ExerciseRule(
    "sharp-lately",
    SHARP_LATELY_REASON,
    "during a session: again in a month",
    _sharp_lately,
)
"""Why an exercise rests for a month; it holds without a profile, too."""
EXERCISE_RULES = (
    ExerciseRule(
        "contraindicated",
        phrase("rule_contraindicated"),
        "choosing: never",
        lambda _, e: contraindications.matching(e) is not None,
    ),
    SHARP_LATELY,
    ExerciseRule(
        "hernia-deadlift",
        phrase("rule_hernia_deadlift"),
        "choosing: hernia",
        lambda p, e: p.may_have_hernia and _is_deadlift(e),
    ),
    ExerciseRule(
        "deadlift-after-months",
        phrase("rule_deadlift_after_months"),
        "routines: advanced",
        lambda p, e: _is_deadlift(e) and p.hyperextension_months < HYPEREXTENSION_MONTHS,
    ),
    ExerciseRule(
        "deadlift-belt",
        phrase("rule_deadlift_belt"),
        "choosing: never",
        lambda p, e: _is_deadlift(e) and not p.has(contraindications.BELT),
    ),
    ExerciseRule(
        "roman-chair",
        phrase("rule_roman_chair"),
        "choosing: never",
        lambda p, e: _needs_strong_belly(e) and not p.main_is_easy,
    ),
    ExerciseRule(
        "hanging-out-of-reach",
        phrase("rule_hanging_out_of_reach"),
        "choosing: elderly",
        lambda p, e: _hangs(e) and not p.hangs,
        instead=MappingProxyType(
            {"bar-hang": "all-fours-walk", "bar-hang-relaxed": "all-fours-walk"}
        ),
    ),
    ExerciseRule(
        "equipment",
        _needs_equipment,
        "exercises: equipment",
        lambda p, e: bool(p.missing(e.equipment)),
    ),
    ExerciseRule(
        "osteoporosis-flexion",
        phrase("rule_osteoporosis_flexion"),
        "ours: brittle bones",
        lambda p, e: p.osteoporosis and _bends(e),
        consent=Consent.FLEXION.value,
    ),
    ExerciseRule(
        "osteoporosis-twist",
        phrase("rule_osteoporosis_twist"),
        "ours: brittle bones",
        lambda p, e: p.osteoporosis and _twists(e),
        consent=Consent.TWIST.value,
    ),
    ExerciseRule(
        "twist",
        phrase("rule_twist"),
        "choosing: no twists in general",
        lambda p, e: _twists(e) and not p.steady,
        consent=Consent.TWIST.value,
    ),
    ExerciseRule(
        "load",
        phrase("rule_load"),
        "choosing: no heavy load in general",
        lambda p, e: _loads(e) and not p.steady,
        consent=Consent.LOAD.value,
    ),
    ExerciseRule(
        "back-trouble-flexion",
        phrase("rule_back_trouble_flexion"),
        "choosing: back trouble",
        lambda p, e: p.back_trouble and _bends(e),
        consent=Consent.FLEXION.value,
    ),
    ExerciseRule(
        "back-trouble-superman",
        phrase("rule_back_trouble_superman"),
        "choosing: back trouble",
        lambda p, e: p.back_trouble and _is_superman(e),
        consent=Consent.EXTENSION.value,
    ),
)
"""Why an exercise is left out or replaced; the first that applies speaks, all are kept."""


LIGHTER_RULES = (
    DoseRule(
        "careful",
        phrase("rule_careful"),
        "choosing: with caution",
        lambda p: (
            not p.conditions.isdisjoint(
                {Condition.BLOOD_PRESSURE, Condition.BLEEDING, Condition.DIABETES}
            )
        ),
    ),
    DoseRule(
        "long-away",
        phrase("rule_long_away"),
        "progress: as form improves; ours: after a long time",
        lambda p: p.days_since_last is not None and p.days_since_last >= LONG_AWAY_DAYS,
    ),
)
"""Why a dose is reduced; several reduce it no further than one does."""

BEGIN_WITH_TEN = DoseRule(
    "begin-with-ten",
    phrase("rule_begin_with_ten"),
    "progress: ten first",
    lambda p: p.days_since_last is None,
)
"""Why a dose has at most `dose_steps.FIRST_REPETITIONS`."""

LONGER_EACH_DAY = DoseRule(
    "longer-each-day",
    phrase("rule_longer_each_day"),
    "progress: wall stand",
    lambda _: True,
)
"""Why a hold is longer than the catalogue's."""
