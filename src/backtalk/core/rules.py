"""The rules that fit a routine to a person: each once, with its reason and where it comes from.

A rule says when it applies and why; `fitting` says what follows. Where the source is silent and a
rule is ours, `source` says so. The rules are no diagnosis, and a doctor's word goes before most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from backtalk.core import never
from backtalk.core.exercise import Exercise, Purpose, Routine, Trait
from backtalk.core.profile import Condition, Consent, Profile, StartingPoint

AGAIN_AFTER_DAYS = 30
"""An exercise that caused something sharp is tried once more after this: 'in a month'."""
HYPEREXTENSION_MONTHS = 3
"""The source says 'months'; this is ours."""
LONG_AWAY_DAYS = 14
"""From here on a session begins lighter; ours."""
LIGHTER = 2 / 3
"""The share of a dose that is left when it is lighter; ours, the source says only 'lighter'."""
FIRST_REPETITIONS = 10
"""'Start with 10 repetitions.'"""

_CHOOSING = "catalogue, Rules, Choosing"
_NEVER = "catalogue, Rules, Choosing: never"
_PROGRESS = "catalogue, Rules, Progress"


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
class RoutineRule:
    """A reason to decline a routine, or to remind of something before it."""

    id: str
    reason: str
    source: str
    applies: Callable[[Profile, Routine], bool]
    consent: str | None = None

    def lifted_for(self, profile: Profile) -> bool:
        """Whether the doctor's consent lifts it."""
        return self.consent is not None and self.consent in profile.agreed


@dataclass(frozen=True)
class DoseRule:
    """A reason for a lighter dose."""

    id: str
    reason: str
    source: str
    applies: Callable[[Profile], bool]


def with_article(thing: str) -> str:
    """Return `thing` as it is said of one: 'a bar', 'weights'."""
    if thing.endswith("s"):
        return thing
    return f"{'an' if thing[0].lower() in 'aeiou' else 'a'} {thing}"


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
        "never",
        "This is something that is never done here.",
        _NEVER,
        lambda _, e: never.refused(e) is not None,
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
        f"{_CHOOSING}: hernia",
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
        lambda p, e: _is_deadlift(e) and not p.has(never.BELT),
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
        f"{_CHOOSING}: elderly",
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
        f"{_CHOOSING}: no twists in general",
        lambda p, e: _twists(e) and not p.steady,
        consent=Consent.TWIST.value,
    ),
    ExerciseRule(
        "load",
        "It loads the spine. That is only for a back without injury or trouble.",
        f"{_CHOOSING}: no heavy disc load in general",
        lambda p, e: _loads(e) and not p.steady,
        consent=Consent.LOAD.value,
    ),
    ExerciseRule(
        "back-trouble-flexion",
        "It bends the spine forward. With back trouble that is not for you.",
        f"{_CHOOSING}: back trouble with the McGill routine, no bent spine",
        lambda p, e: p.back_trouble and _bends(e),
        consent=Consent.FLEXION.value,
    ),
    ExerciseRule(
        "back-trouble-superman",
        "It lifts you from the belly by your back. With back trouble that is not for you.",
        f"{_CHOOSING}: back trouble with the McGill routine, no 'Superman'",
        lambda p, e: p.back_trouble and _is_superman(e),
        consent=Consent.EXTENSION.value,
    ),
)
"""Why an exercise is left out or replaced; the first that applies speaks, all are kept."""


def _declined(condition: Condition, reason: str) -> RoutineRule:
    return RoutineRule(
        condition.value,
        reason,
        f"{_CHOOSING}: not at all",
        lambda p, _: condition in p.conditions,
        consent=condition.value,
    )


_MAIN = ("main", "main-abs", "main-back")

DECLINING_RULES = (
    _declined(
        Condition.ACUTE, "In the acute phase, rest in bed. Train when the sharp phase is over."
    ),
    _declined(Condition.PREGNANCY, "While you are pregnant, these exercises are not for you."),
    _declined(Condition.TUMOUR, "With a malignant tumour, these exercises are not for you."),
    _declined(Condition.LUNGS, "With a lung disease, these exercises are not for you."),
    _declined(Condition.KIDNEYS, "With kidney trouble, these exercises are not for you."),
    _declined(Condition.STOMACH, "With gastritis or an ulcer, these exercises are not for you."),
    _declined(
        Condition.MOVEMENT_LIMITED,
        "An injured spine that limits your movement needs your doctor first.",
    ),
    RoutineRule(
        "severe-only-as-agreed",
        "After a severe injury, train only as your doctor agreed.",
        f"{_CHOOSING}: a severe injury",
        lambda p, _: p.starting_point is StartingPoint.SEVERE,
        consent=Consent.SEVERE.value,
    ),
    RoutineRule(
        "severe-only-gentle",
        "After a severe injury, only gentle routines are for you.",
        f"{_CHOOSING}: a severe injury",
        lambda p, r: p.starting_point is StartingPoint.SEVERE and r.level != "gentle",
    ),
    RoutineRule(
        "main-without-injury",
        "The main routine is for a back without injury or serious illness.",
        "catalogue, Routines: main-abs",
        lambda p, r: (
            r.id in _MAIN
            and (p.starting_point is StartingPoint.PAST_INJURY or Condition.HERNIA in p.conditions)
        ),
        consent=Consent.INJURY.value,
    ),
)
"""Why a whole routine is declined."""


def _reminder(condition: Condition, reason: str) -> RoutineRule:
    return RoutineRule(
        condition.value,
        reason,
        f"{_CHOOSING}: with caution",
        lambda p, _: condition in p.conditions,
    )


CAUTIONS = (
    _reminder(
        Condition.BLOOD_PRESSURE,
        "You have high blood pressure. Breathe all the time, and do not press.",
    ),
    _reminder(Condition.BLEEDING, "You bleed easily. Move softly, and mind edges and falls."),
    _reminder(
        Condition.DIABETES, "You have diabetes. Keep some sugar within reach, and mind your feet."
    ),
    RoutineRule(
        "advanced-after-main",
        "This is for when the main routine has become easy. Do less than you could.",
        "catalogue, Routines: advanced",
        lambda p, r: r.level == "hard" and not p.main_is_easy,
    ),
)
"""Reminders before a routine."""

LIGHTER_RULES = (
    DoseRule(
        "careful",
        "It is lighter because of what your doctor found.",
        f"{_CHOOSING}: with caution",
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
"""Why a dose is `LIGHTER`; several make it no lighter than one does."""

BEGIN_WITH_TEN = DoseRule(
    "begin-with-ten",
    "The first time, ten repetitions are enough.",
    f"{_PROGRESS}: start with 10 repetitions",
    lambda p: p.days_since_last is None,
)
"""Why a dose has at most `FIRST_REPETITIONS`."""

LONGER_EACH_DAY = DoseRule(
    "longer-each-day",
    "It is a little longer than last time.",
    f"{_PROGRESS}: more each day",
    lambda _: True,
)
"""Why a hold is longer than the catalogue's."""

BELLY_WITHOUT_BACK = RoutineRule(
    "belly-without-back",
    "This trains your belly and not your back. Train your back as well this week.",
    f"{_PROGRESS}: abs and back alike",
    lambda _, __: True,
)
BACK_WITHOUT_BELLY = RoutineRule(
    "back-without-belly",
    "This trains your back and not your belly. Train your belly as well this week.",
    f"{_PROGRESS}: abs and back alike",
    lambda _, __: True,
)
SELDOM_UP_AND_DOWN = RoutineRule(
    "seldom-up-and-down",
    "The order is changed, so that you seldom get up and down.",
    "catalogue issue: where the source gives no order",
    lambda _, r: r.free_order,
)
