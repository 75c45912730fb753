"""The rules that fit exercises to a person: each once, with its reason and where it comes from.

A rule says when it applies and why; `fitting` says what follows. Where the source is silent and a
rule is ours, `source` says so. Those of whole routines are in `routine_rules`. The rules are no
diagnosis, and a doctor's word goes before most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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

CHOOSING = "catalogue, Rules, Choosing"
_NEVER = "catalogue, Rules, Choosing: never"
PROGRESS = "catalogue, Rules, Progress"


@dataclass(frozen=True)
class ExerciseRule:
    """A reason to leave an exercise out, or to put another in its place."""

    id: str
    reason: str
    """In words for the ear; {equipment} is what is missing."""
    source: str
    applies: Callable[[Profile, Exercise], bool]
    consent: str | None = None
    """What the doctor has to agree to for this rule to be lifted; None: nothing lifts it."""
    instead: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Exercise id to the one that takes its place; others are left out."""

    def lifted_for(self, profile: Profile) -> bool:
        """Whether the doctor's consent lifts it."""
        return self.consent is not None and self.consent in profile.agreed

    def says(self, profile: Profile, exercise: Exercise) -> str:
        """Return the reason with its gaps filled."""
        missing = " and ".join(map(with_article, profile.missing(exercise.equipment)))
        return self.reason.format(equipment=missing)


@dataclass(frozen=True)
class DoseRule:
    """A reason for a lighter dose."""

    id: str
    reason: str
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


_twists, _bends, _loads, _hangs = map(_with, (Trait.TWIST, Trait.FLEXION, Trait.LOAD, Trait.HANG))

EXERCISE_RULES = (
    ExerciseRule(
        "contraindicated",
        "This is something that is never done here.",
        _NEVER,
        lambda _, e: contraindications.matching(e) is not None,
    ),
    ExerciseRule(
        "sharp-lately",
        "It troubled you sharply less than a month ago. A month later you can try it.",
        "catalogue, Rules, During a session: tried again in a month",
        _sharp_lately,
    ),
    ExerciseRule(
        "hernia-deadlift",
        "With a hernia, or trouble under load, the deadlift is not for you.",
        f"{CHOOSING}: hernia",
        lambda p, e: p.may_have_hernia and _is_deadlift(e),
    ),
    ExerciseRule(
        "deadlift-after-months",
        "The deadlift comes only after months of hyperextension.",
        "catalogue, Routines: advanced",
        lambda p, e: _is_deadlift(e) and p.hyperextension_months < HYPEREXTENSION_MONTHS,
    ),
    ExerciseRule(
        "deadlift-belt",
        "A deadlift needs a back belt, and you have not named one.",
        f"{_NEVER}: a deadlift without a belt",
        lambda p, e: _is_deadlift(e) and not p.has(contraindications.BELT),
    ),
    ExerciseRule(
        "roman-chair",
        "A Roman chair is only for a strong belly. First let the main routine become easy.",
        f"{_NEVER}: a Roman chair while the abs are weak",
        lambda p, e: _needs_strong_belly(e) and not p.main_is_easy,
    ),
    ExerciseRule(
        "hanging-out-of-reach",
        "Hanging is out of reach for you.",
        f"{CHOOSING}: elderly",
        lambda p, e: _hangs(e) and not p.hangs,
        instead=MappingProxyType(
            {"bar-hang": "all-fours-walk", "bar-hang-relaxed": "all-fours-walk"}
        ),
    ),
    ExerciseRule(
        "equipment",
        "It needs {equipment}, which you have not named as at hand.",
        "catalogue, Exercises: equipment",
        lambda p, e: bool(p.missing(e.equipment)),
    ),
    ExerciseRule(
        "osteoporosis-flexion",
        "With brittle bones, loaded bending forward can harm the spine.",
        "ours, common advice for osteoporosis; the source does not speak of it",
        lambda p, e: p.osteoporosis and _bends(e),
        consent=Consent.FLEXION.value,
    ),
    ExerciseRule(
        "osteoporosis-twist",
        "With brittle bones, turning the spine far can harm it.",
        "ours, common advice for osteoporosis; the source does not speak of it",
        lambda p, e: p.osteoporosis and _twists(e),
        consent=Consent.TWIST.value,
    ),
    ExerciseRule(
        "twist",
        "It turns the spine. That is only for a back without injury or trouble.",
        f"{CHOOSING}: no twists in general",
        lambda p, e: _twists(e) and not p.steady,
        consent=Consent.TWIST.value,
    ),
    ExerciseRule(
        "load",
        "It loads the spine. That is only for a back without injury or trouble.",
        f"{CHOOSING}: no heavy disc load in general",
        lambda p, e: _loads(e) and not p.steady,
        consent=Consent.LOAD.value,
    ),
    ExerciseRule(
        "back-trouble-flexion",
        "It bends the spine forward. With back trouble that is not for you.",
        f"{CHOOSING}: back trouble with the McGill routine, no bent spine",
        lambda p, e: p.back_trouble and _bends(e),
        consent=Consent.FLEXION.value,
    ),
    ExerciseRule(
        "back-trouble-superman",
        "It lifts you from the belly by your back. With back trouble that is not for you.",
        f"{CHOOSING}: back trouble with the McGill routine, no 'Superman'",
        lambda p, e: p.back_trouble and _is_superman(e),
        consent=Consent.EXTENSION.value,
    ),
)
"""Why an exercise is left out or replaced; the first that applies speaks, all are kept."""


LIGHTER_RULES = (
    DoseRule(
        "careful",
        "It is lighter because of what your doctor found.",
        f"{CHOOSING}: with caution",
        lambda p: (
            not p.conditions.isdisjoint(
                {Condition.BLOOD_PRESSURE, Condition.BLEEDING, Condition.DIABETES}
            )
        ),
    ),
    DoseRule(
        "long-away",
        "It is lighter because it is a while since you trained.",
        "ours; the source asks for more only as form improves",
        lambda p: p.days_since_last is not None and p.days_since_last >= LONG_AWAY_DAYS,
    ),
)
"""Why a dose is reduced; several reduce it no further than one does."""

BEGIN_WITH_TEN = DoseRule(
    "begin-with-ten",
    "The first time, ten repetitions are enough.",
    f"{PROGRESS}: start with 10 repetitions",
    lambda p: p.days_since_last is None,
)
"""Why a dose has at most `dose_steps.FIRST_REPETITIONS`."""

LONGER_EACH_DAY = DoseRule(
    "longer-each-day",
    "It is a little longer than last time.",
    f"{PROGRESS}: more each day",
    lambda _: True,
)
"""Why a hold is longer than the catalogue's."""
