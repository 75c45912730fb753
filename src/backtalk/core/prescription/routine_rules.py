"""The rules about a whole routine: why it is declined, and what to be reminded of before it.

They have the form of those in `rules`; a doctor's consent overrides most of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.model.events import Phrase, phrase
from backtalk.core.model.profile import Condition, Consent, Profile, StartingPoint
from backtalk.core.model.routine import Routine


@dataclass(frozen=True)
class RoutineRule:
    """A reason to decline a routine, or to remind of something before it."""

    id: str
    reason: Phrase
    source: str
    applies: Callable[[Profile, Routine], bool]
    consent: str | None = None

    def lifted_for(self, profile: Profile) -> bool:
        """Whether the doctor's consent lifts it."""
        return self.consent is not None and self.consent in profile.agreed


def _with(
    condition: Condition, reason: Phrase, source: str, consent: str | None = None
) -> RoutineRule:
    """Return the rule for everyone who has `condition`."""
    return RoutineRule(
        condition.value, reason, source, lambda p, _: condition in p.conditions, consent
    )


def _declined(condition: Condition, reason: Phrase) -> RoutineRule:
    return _with(condition, reason, "choosing: not at all", consent=condition.value)


def _reminder(condition: Condition, reason: Phrase) -> RoutineRule:
    return _with(condition, reason, "choosing: with caution")


_MAIN = ("main", "main-abs", "main-back")

DECLINING_RULES = (
    _declined(Condition.ACUTE, phrase("rule_acute")),
    _declined(Condition.PREGNANCY, phrase("rule_pregnancy")),
    _declined(Condition.TUMOUR, phrase("rule_tumour")),
    _declined(Condition.LUNGS, phrase("rule_lungs")),
    _declined(Condition.KIDNEYS, phrase("rule_kidneys")),
    _declined(Condition.STOMACH, phrase("rule_stomach")),
    _declined(
        Condition.MOVEMENT_LIMITED,
        phrase("rule_movement_limited"),
    ),
    RoutineRule(
        "severe-only-as-agreed",
        phrase("rule_severe_only_as_agreed"),
        "choosing: a severe injury",
        lambda p, _: p.starting_point is StartingPoint.SEVERE,
        consent=Consent.SEVERE.value,
    ),
    RoutineRule(
        "severe-only-gentle",
        phrase("rule_severe_only_gentle"),
        "choosing: a severe injury",
        lambda p, r: p.starting_point is StartingPoint.SEVERE and r.level != "gentle",
    ),
    RoutineRule(
        "main-without-injury",
        phrase("rule_main_without_injury"),
        "routines: main",
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
        phrase("rule_blood_pressure"),
    ),
    _reminder(Condition.BLEEDING, phrase("rule_bleeding")),
    _reminder(Condition.DIABETES, phrase("rule_diabetes")),
    RoutineRule(
        "advanced-after-main",
        phrase("rule_advanced_after_main"),
        "routines: advanced",
        lambda p, r: r.level == "hard" and not p.main_is_easy,
    ),
)
"""Reminders before a routine."""

BELLY_WITHOUT_BACK = RoutineRule(
    "belly-without-back",
    phrase("rule_belly_without_back"),
    "progress: abs and back alike",
    lambda _, __: True,
)
BACK_WITHOUT_BELLY = RoutineRule(
    "back-without-belly",
    phrase("rule_back_without_belly"),
    "progress: abs and back alike",
    lambda _, __: True,
)
SELDOM_UP_AND_DOWN = RoutineRule(
    "seldom-up-and-down",
    phrase("rule_seldom_up_and_down"),
    "ours: seldom up and down",
    lambda _, r: r.free_order,
)
