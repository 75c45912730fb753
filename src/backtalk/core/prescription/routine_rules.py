"""The rules that speak of a whole routine: why it is declined, and what it is a reminder of.

They have the form of those in `rules`; a doctor's word goes before most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.model.exercise import Routine
from backtalk.core.model.profile import Condition, Consent, Profile, StartingPoint
from backtalk.core.prescription.rules import CHOOSING, PROGRESS


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


def _with(
    condition: Condition, reason: str, source: str, consent: str | None = None
) -> RoutineRule:
    """Return the rule for everybody who has `condition`."""
    return RoutineRule(
        condition.value, reason, source, lambda p, _: condition in p.conditions, consent
    )


def _declined(condition: Condition, reason: str) -> RoutineRule:
    return _with(condition, reason, f"{CHOOSING}: not at all", consent=condition.value)


def _reminder(condition: Condition, reason: str) -> RoutineRule:
    return _with(condition, reason, f"{CHOOSING}: with caution")


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
        f"{CHOOSING}: a severe injury",
        lambda p, _: p.starting_point is StartingPoint.SEVERE,
        consent=Consent.SEVERE.value,
    ),
    RoutineRule(
        "severe-only-gentle",
        "After a severe injury, only gentle routines are for you.",
        f"{CHOOSING}: a severe injury",
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

BELLY_WITHOUT_BACK = RoutineRule(
    "belly-without-back",
    "This trains your belly and not your back. Train your back as well this week.",
    f"{PROGRESS}: abs and back alike",
    lambda _, __: True,
)
BACK_WITHOUT_BELLY = RoutineRule(
    "back-without-belly",
    "This trains your back and not your belly. Train your belly as well this week.",
    f"{PROGRESS}: abs and back alike",
    lambda _, __: True,
)
SELDOM_UP_AND_DOWN = RoutineRule(
    "seldom-up-and-down",
    "The order is changed, so that you seldom get up and down.",
    "catalogue issue: where the source gives no order",
    lambda _, r: r.free_order,
)
